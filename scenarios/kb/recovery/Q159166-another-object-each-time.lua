-- Event 2110 with another object after each start, and a database that is clean: the bad message lies at an
-- adjacent server.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159166",
  title    = "MTA stops with event 2110",
  says     = { "2110: a bad list member length; the MTA stops, as it processes a bad message",
               "mtacheck reports no errors",
               "each time the MTA is restarted the error names a different object",
               "XFER-IN says that the message comes from an adjacent server: delete it there",
               "corrected in the latest service packs of 4.0 and 5.0" },
  products = { "4.0 SP4", "4.0 SP5", "5.0", "5.0 SP1" },
  fixed    = { "4.0 SP5", "5.0 SP1" },
  mutant   = { "DIES_OF_LIST_MEMBER" },
  start    = "1997-06-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

-- All times are ours.
function scenario.drive(run, org)
  local s1 = org:server "S1"
  local mta = s1:service "mta"
  run:at("09:00", function()
    org:send { from = "bob", to = "ann", as = "bad", flaw = "bad list member" }
  end)
  run:at("09:05", function() org:send { from = "bob", to = "ann", as = "good" } end)
  run:at("10:00", function()
    mta:stop()
    s1:mtacheck()
    mta:start()
  end)
  run:at("11:00", function()
    pcall(function() org:server "S2":delete "bad" end)
    mta:start()
  end)
  run:to "14:00"
end

function scenario.expect(seen)
  seen:mtacheck "S1":text "Database clean, no errors detected.":at "10:00":once()
end

function scenario.unfixed(seen)
  local event = function() return seen:event(2110, { server = "S1" }):text "XFER-IN" end
  event():text "A bad list member length is on object 0600002C":between("09:00", "10:00"):once()
  event():text "object 0600002C":after "10:00":never()
  event():text "object 0600":between("10:00", "11:00"):once()
  event():after "11:00":never()
  seen:message "bad":delivered():never()
  seen:message "good":delivered_to "ann":after "11:00"
end

function scenario.fixed(seen)
  seen:event(2110):never()
  seen:inferred():message "bad":delivered_to "ann":before "09:05"
end

return scenario
