-- A Dynamic RAS Connector that is remote initiated sends when the other side calls, both ways in one
-- call. Two-way alternate, of which the help text speaks, is a matter of X.400 Connectors.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q155608",
  title    = "TWA reference in RAS Connector help erroneous",
  says     = { "remote initiated: what is queued is sent only when the remote MTA connects",
               "only one of the two may be remote initiated, otherwise messages are not delivered",
               "two-way alternate is only applicable to an X.400 Connector" },
  products = { "4.0 SP5" },
  mutant   = { "BOTH_WAYS", "SCHEDULE_BINDS" },
  start    = "1998-03-02 08:00",
}

local function two_sites(org, schedule1, schedule2)
  local s1 = org:add_site "ONE":add_server "S1"
  local s2 = org:add_site "TWO":add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  org:pair("ras", { name = "CALL", s1, s2 })
  org:connector("CALL", "S1"):set { schedule = schedule1 }
  org:connector("CALL", "S2"):set { schedule = schedule2 }
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "there" } end)
  run:at("10:00", function() org:send { from = "bob", to = "ann", as = "back" } end)   -- (ours): an hour later
  run:to "Tue 10:00"
end

scenario.case("one is remote initiated", {
  build = function(org) two_sites(org, "remote", "always") end,
  drive = drive,
  expect = function(seen)
    seen:message "there":at "09:59":is_in("S1", "CALL")
    seen:message "there":transferred():after "10:00"
    seen:message "there":delivered_to "bob":before "10:05"
    seen:message "back":delivered_to "ann":before "10:05"
    seen:association("S1", "CALL"):tried():never()
    seen:inferred():association("S2", "CALL"):opened():once()
    seen:inferred():association("S2", "CALL"):turned():once()
  end,
})

scenario.case("both are remote initiated", {
  build = function(org) two_sites(org, "remote", "remote") end,
  drive = drive,
  expect = function(seen)
    seen:message "there":never "delivered"
    seen:message "back":never "delivered"
    seen:association("S1", "CALL"):tried():never()
    seen:association("S2", "CALL"):tried():never()
    seen:inferred():message "there":never "returned"
  end,
})

return scenario
