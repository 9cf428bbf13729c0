-- In 4.0 "Allow fuzzy proxy search" = 0 turns the search for a similar proxy off; without the value it is on.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159184",
  title    = "Allow fuzzy proxy search in 4.0",
  says     = { "0 turns the fuzzy search off; without the value the MTA takes it for 1, on" },
  products = { "4.0", "4.0 SP5" },
  mutant   = { "FUZZY_SCAN", "FUZZY_0_IS_OFF" },
}

function scenario.build(org)                                     -- (ours): all names
  local site = org:add_site "SITE"
  site:add_server "S1":add_mailbox "sue"
  site:add_server "S2":add_mailbox("ann", { first = "Ann", last = "Lee" })
end

local function drive(value)
  return function(run, org)
    if value then org:server "S1":set { registry = { ["Allow fuzzy proxy search"] = value } } end
    run:at("09:00", function() org:send { from = "sue", to = "X400:c=US;a= ;p=ORG;s=Lee;g=Ann", as = "similar" } end)
    run:to "10:00"
  end
end

scenario.case("not set", { drive = drive(), expect = function(seen) seen:message "similar":delivered_to "ann" end })
scenario.case("0", { drive = drive(0), expect = function(seen) seen:message "similar":never "delivered" end })

return scenario
