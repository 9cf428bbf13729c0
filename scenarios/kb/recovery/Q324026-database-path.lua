-- The registry says where the MTA's database is. If it says something else the MTA begins recovery, and
-- does not start.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q324026",
  title    = "The MTA does not start if its database path is wrong",
  says     = { "error 2140; event 2219, and 2152: recovery was not successful",
               "mtacheck: serious errors, cannot be automatically repaired",
               "the registry corrected: it starts" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "STARTS_BY_PATH" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

-- What waits in the database is still there when it is found (ours: times).
function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("08:30", function() org:service("S2", "mta"):stop() end)
  run:at("08:40", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:at("09:00", function()
    s1:service "mta":stop()
    s1:fault "wrong database path"
    s1:service "mta":start()
    org:service("S2", "mta"):start()
  end)
  run:at("09:30", function()
    s1:service "mta":stop()                                   -- if it runs
    s1:mtacheck()
  end)
  run:at("10:00", function()
    s1:repair "wrong database path"
    s1:service "mta":start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:in_order { seen:event(2219, { server = "S1" }), seen:event(2152, { server = "S1" }) }
  seen:event(2219, { server = "S1" }):at "09:00":once()
  seen:event(2152, { server = "S1" }):text "manual correction will be required":at "09:00":once()
  seen:mtacheck "S1":text "Database contains serious errors and cannot be automatically repaired."
    :at "09:30":once()
  seen:message "m":never "transferred":before "10:00"
  seen:inferred():message "m":delivered_to "bob":between("10:00", "10:30")
  seen:inferred():event(2207):never()
end

return scenario
