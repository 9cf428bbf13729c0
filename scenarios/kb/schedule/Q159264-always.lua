-- Always means whenever mail waits, not every 15 minutes as the online help has it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159264",
  title    = "The X.400 schedule Always",
  says     = { "Always: whenever messages need to be transferred, not every 15 minutes" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "ALWAYS_AT_ONCE" },
}

local function build(schedule)
  return function(org)
    local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
    org:pair("x400", { name = "LINK", a, b, schedule = schedule })
  end
end

function scenario.drive(run, org)
  run:at("10:07", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "11:00"
end

scenario.case("always", {
  build = build "always",
  expect = function(seen)
    seen:association("A1", "LINK"):tried():at "10:07":once()
    seen:message "m":delivered_to "bob":within "1 s":of "10:07"
    seen:inferred():association("A1", "LINK"):tried():once()
  end,
})

scenario.case("selected times", {
  build = build "10:15-10:30",
  expect = function(seen)
    seen:inferred():association("A1", "LINK"):tried():at "10:15":once()
    seen:inferred():message "m":delivered_to "bob":within "1 s":of "10:15"
  end,
})

return scenario
