-- A damaged Queue.dat: event 3013, and mail that was sent, but whose file is still in Out, is sent a
-- second time once both queues are made anew.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q312443",
  title    = "Event 3013: the outbound message queue is corrupt",
  says     = { "3013: both queues will be destroyed and rebuilt, duplicate outbound deliveries are possible; the service may stop",
               "Queue.dat renamed and deleted, the service started by hand",
               "outbound mail delivered but not yet deleted from Imcdata\\Out is delivered again" },
  products = { "5.5 SP4" },
  mutant   = { "QUEUE_DAT_DAMAGED", "SENT_FILES_AGAIN", "QUEUES_FROM_FOLDERS" },
  start    = "2001-03-05 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
  org:add_host("mail.far.test", { mx_for = "far.test" })
end

function scenario.drive(run, org)
  local ims = org:service("S1", "ims")
  run:at("08:59", function()
    org:host "mail.far.test":down()
    ims:fault "sent files stay"
  end)
  run:at("09:00", function()
    org:send { from = "ann", to = "x@example.com", as = "sent" }
    org:send { from = "ann", to = "y@far.test", as = "waiting" }
  end)
  run:at("09:01", function() ims:repair "sent files stay" end)
  run:at("09:02", function() org:send { from = "ann", to = "x@example.com", as = "deleted" } end)
  run:at("09:10", function()
    ims:stop()
    org:host "mail.far.test":up()
    ims:fault "queue.dat damaged"
    ims:start()                                                  -- it stops (ours: every time)
  end)
  run:at("10:00", function()
    ims:fault "queue.dat lost"
    ims:start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(3013, { server = "S1" }):text "Both inbound and outbound queues will be destroyed and rebuilt."
    :at "09:10":once()
  seen:message "waiting":delivered():before "09:59":never()
  seen:message "sent":delivered():times(2)
  seen:message "sent":delivered():after "10:00":once()
  seen:message "waiting":delivered():after "10:00":once()
  seen:inferred():message "deleted":delivered():once()
  seen:inferred():event(3013):after "09:30":never()
end

return scenario
