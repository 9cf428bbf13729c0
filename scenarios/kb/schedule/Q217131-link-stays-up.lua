-- An urgent message opens a link outside its schedule; in SP1 and SP2 mail that waits keeps it open.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q217131",
  title    = "The link stays up after an urgent message overrode the schedule",
  says     = { "from 5.5 SP1 an urgent message goes over a link that the schedule has closed",
               "the link then stays open if a low or normal message waits, instead of closing after 300 s",
               "with an empty queue it closes",
               "fixed in SP3, MTA 5.5.2555.0" },
  products = { "5.5 SP1", "5.5 SP2", "5.5.2554.0", "5.5.2555.0", "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5.2555.0" },
  mutant   = { "QUEUE_RENEWS_LIFETIME", "URGENT_OPENS_LINK" },
}

function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
  org:pair("x400", { name = "LINK", a, b, schedule = "20:00-08:00", heuristics = 131072 })
  org:link "LINK":set { latency = "0 s" }
end

local function drive(waits)
  return function(run, org)
    if waits then
      run:at("10:00", function() org:send { from = "ann", to = "bob", as = waits, priority = waits } end)
    end
    run:at("10:01", function() org:send { from = "ann", to = "bob", as = "urgent", priority = "urgent" } end)
    run:to "21:00"
  end
end

for _, priority in ipairs { "normal", "non-urgent" } do
  scenario.case("a " .. priority .. " message waits", {
    drive = drive(priority),
    expect = function(seen)
      seen:message "urgent":delivered_to "bob":within "1 s":of "10:01"
      seen:inferred():message(priority):delivered():never():before "20:00"
    end,
    fixed = function(seen)
      seen:inferred():association("A1", "LINK"):closed():between("10:06", "10:06:01"):once()
      seen:inferred():association("A1", "LINK"):at "10:30":is "closed"
      seen:inferred():message(priority):delivered():within "1 s":of "20:00"
    end,
    unfixed = function(seen)
      seen:association("A1", "LINK"):closed():before "20:00":never()
      seen:association("A1", "LINK"):at "10:30":is "open"
    end,
  })
end

scenario.case("the queue is empty", {
  drive = drive(nil),
  expect = function(seen)
    seen:message "urgent":delivered_to "bob":within "1 s":of "10:01"
    seen:association("A1", "LINK"):closed():between("10:06", "10:06:01"):once()
    seen:association("A1", "LINK"):at "10:30":is "closed"
  end,
})

return scenario
