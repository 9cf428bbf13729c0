-- After mtacheck has found nothing wrong the MTA may log single messages that are not locked: those are
-- not processed, all the others are.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159296",
  title    = "Event 2187 for specific .dat files",
  says     = { "2187 after a successful mtacheck: to unlock an object which is not locked",
               "object 06000174 is Db000174.dat",
               "only that message is not processed; it is no fatal error" },
  products = { "4.0", "4.0 SP3", "4.0 SP4" },
  fixed    = { "4.0 SP4" },                                    -- (inferred): the article names no build
  mutant   = { "UNLOCKED_UNPROCESSED" },
  start    = "1997-03-03 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

-- Five wait, the third is not locked (ours).
function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("08:59", function() org:service("S2", "mta"):stop() end)
  run:at("09:00", function()
    for i = 1, 5 do org:send { from = "ann", to = "bob", as = "m " .. i } end
  end)
  run:at("09:30", function()
    s1:service "mta":stop()
    s1:fault("object not locked", s1:file "m 3")
    s1:mtacheck()
    s1:service "mta":start()
    org:service("S2", "mta"):start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:mtacheck "S1":text "Database clean, no errors detected.":at "09:30":once()
  for _, i in ipairs { 1, 2, 4, 5 } do seen:message("m " .. i):delivered_to "bob":once() end
end

function scenario.unfixed(seen)
  seen:event(2187, { server = "S1" }):text "which is not locked. Called from MTA. Procedure 460. Object at fault: 06"
    :between("09:30", "09:31"):once()
  seen:message "m 3":delivered():never()
  seen:inferred():message "m 3":discarded { why = "its object was not locked" }:once()
end

function scenario.fixed(seen)
  seen:inferred():event(2187):never()
  seen:inferred():message "m 3":delivered_to "bob"
end

return scenario
