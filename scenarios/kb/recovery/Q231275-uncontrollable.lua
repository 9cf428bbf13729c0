-- An MTA that spins on a corrupt message does not stop. Killed, and its database checked until it is clean,
-- it goes on.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q231275",
  title    = "The MTA is in an uncontrollable state and cannot be stopped",
  says     = { "a corrupted message enters the database: messages are not processed, and queue up",
               "the MTA cannot be stopped; kill its process",
               "mtacheck twice, until it says that the database is clean",
               "then it starts and works off its backlog",
               "/rd takes load away: deleted directory replication messages are regenerated" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "SPINS_ON_CORRUPT", "SPINNING_STAYS", "DAMAGED_OBJECT_REMOVED", "MTACHECK_DROPS_REPLICATION" },
}

function scenario.build(org)
  local site = org:add_site "ONE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
end

-- All times and numbers are ours.
function scenario.drive(run, org)
  local s1, s2 = org:server "S1", org:server "S2"
  local mta = s1:service "mta"
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "corrupt", flaw = "corrupt" } end)
  run:at("09:10", function()
    for i = 1, 5 do org:send { from = "ann", to = "bob", as = "m " .. i } end
    org:send { from = s1:directory(), to = s2:directory(), kind = "system", as = "ds" }
  end)
  run:at("10:00", function() mta:stop() end)
  run:at("10:01", function() org:send { from = "bob", to = "ann", as = "in" } end)
  run:at("10:05", function()
    if mta:is_running() then mta:crash() end
    s1:mtacheck "/v /rd"
    s1:mtacheck "/v"
    mta:start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:counter("S1", "Work Queue Length"):at "09:59":is(7)
  seen:message "m 1":never "transferred":before "10:05"
  seen:inferred "it did not stop":message "in":transferred():before "10:05"
  seen:mtacheck "S1":text "1 object(s) damaged":at "10:05":once()
  seen:mtacheck "S1":text "Database clean, no errors detected.":at "10:05":once()
  seen:message "corrupt":delivered():never()
  for i = 1, 5 do seen:message("m " .. i):delivered_to "bob":after "10:05" end
  seen:message "ds":discarded():at "10:05":once()
end

return scenario
