-- The file of a gateway's queue taken away from a database that was stopped cleanly: the MTA does not
-- start before mtacheck has made it anew.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q274285",
  title    = "Error 2140 when starting the MTA",
  says     = { "a .dat file is missing: the MTA does not start, events 3080, 2171, 2155 and 2127",
               "2171 and 2127 name the file, 2155 its object",
               "the file replaced and mtacheck run, it starts" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "QUEUE_FILE_NEEDED", "LOST_QUEUE_REBUILT" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- Object and times are ours.
function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("08:30", function() s1:service "ims":stop() end)
  run:at("08:40", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
  run:at("09:00", function()
    s1:service "mta":stop()
    s1:fault("file lost", "DB00002C.DAT")
    s1:service "mta":start()
    s1:service "ims":start()
  end)
  run:at("09:30", function() s1:service "mta":start() end)
  run:at("10:00", function()
    s1:service "mta":stop()                                   -- if it runs
    s1:mtacheck "/v"
    s1:service "mta":start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  local s1 = { server = "S1" }
  seen:event(3080, s1):text "A fatal MTA database server error":at "09:00":once()
  seen:event(2171, s1):text "ODXOINIU - Object does not exist. Object at fault: DB00002C.DAT":at "09:00":once()
  seen:event(2155, s1):text "(AAT) for object 0100002C. Database server error code: 2127.":at "09:00":once()
  seen:event(2127, s1):text "DB00002C.DAT. File operation: 0. Operating system error: 2127.":at "09:00":once()
  seen:event(3080):times(2)                                   -- at each start
  seen:message "m":never "handed_off":before "10:00"
  seen:mtacheck "S1":text "1 objects recovered to the queue.":at "10:00":once()
  seen:message "m":delivered():after "10:00"
end

return scenario
