-- The MTA's own check after an unclean stop does what mtacheck does, and logs it as events.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163326",
  title    = "Why and how to run Mtacheck",
  says     = { "it runs by itself when the MTA was not shut down correctly, and logs events",
               "damaged objects are taken off the queues, and queues rebuilt, so that the MTA can go on",
               "as Q163323: the lines of the report and the warning on boot environment files" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CHECK_AFTER_UNCLEAN", "DAMAGED_OBJECT_REMOVED" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  org:site "ONE":add_server "S2":add_mailbox "sue"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- The article gives no figures: all are ours.
function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("08:59", function()
    s1:service "ims":stop()
    org:service("S2", "mta"):stop()
  end)
  run:at("09:00", function()
    for i = 1, 3 do
      org:send { from = "ann", to = "x@example.com", as = "out " .. i }
      org:send { from = "ann", to = "sue", as = "in " .. i }
    end
  end)
  run:at("10:00", function()
    s1:service "mta":crash()
    s1:fault("file damaged", s1:file "out 2")
    s1:fault("file lost", s1:file "in 2")
    s1:fault("file lost", "DB00002C.DAT")                        -- the gateway's queue
    s1:service "mta":start()
  end)
  run:at("10:30", function()
    s1:service "ims":start()
    org:service("S2", "mta"):start()
  end)
  run:at("11:00", function()
    s1:service "mta":stop()
    s1:mtacheck()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(2219, { server = "S1" }):at "10:00":once()
  seen:event(2206, { server = "S1" }):times(5)
  seen:event(2207, { server = "S1" }):text "Mtacheck.log":after "10:00":once()
  for _, gone in ipairs { "out 2", "in 2" } do
    seen:message(gone):discarded():once()
    seen:message(gone):delivered():never()
  end
  for _, kept in ipairs { "out 1", "out 3", "in 1", "in 3" } do
    seen:message(kept):delivered():after "10:30"
  end
  seen:mtacheck "S1":text "Database clean, no errors detected.":at "11:00":once()
  seen:inferred():event(2171, { server = "S1" }):never()
end

return scenario
