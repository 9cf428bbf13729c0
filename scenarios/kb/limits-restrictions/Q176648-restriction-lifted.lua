-- The MTA hears a minute later that a list rejects somebody no more.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q176648",
  title    = "A report though the restriction of the list was lifted",
  says     = { "a list rejects the sender's messages: a report; at once after the list is changed one can still come",
               "the MTA caches what it knows of lists: it detects the change after 60 seconds, and then there is no report" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RESTRICTIONS_CACHED", "RECIPIENT_SENDERS" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "uma", "mia" } do s1:add_mailbox(name) end
  site:add_list("list", { members = "mia", reject_from = "uma" })
end

local function drive(latency)
  return function(run, org)
    local function write(name) org:send { from = "uma", to = "list", as = name } end
    if latency then org:server "S1":set { registry = { ["ds_read cache latency (secs)"] = latency } } end
    run:at("09:00", function() write "first" end)
    run:at("09:00:05", function() org:list "list":set { reject_from = "none" } end)
    run:at("09:00:30", function() write "soon" end)
    run:at("09:01:06", function() write "after a minute" end)
    run:to "10:00"
  end
end

local function expect(seen)
  seen:report "first":to "uma":once()
  seen:message "after a minute":delivered_to "mia":once()
  seen:report "after a minute":never()
end

scenario.case("as it is", {
  drive = drive(),
  expect = function(seen)
    expect(seen)
    seen:report "soon":to "uma":once()
    seen:inferred():message "soon":never "expanded"
  end,
})

-- (ours): the same value as of all that the MTA reads of the directory (Q178534)
scenario.case("ten seconds", {
  drive = drive(10),
  expect = function(seen)
    expect(seen)
    seen:inferred():message "soon":delivered_to "mia":once()
  end,
})

return scenario
