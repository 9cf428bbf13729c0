-- The queue pages of the Internet Mail Service show what Queue.dat says, and it may say too much.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193862",
  title    = "IMS queue shows messages that are no longer there",
  says     = { "Inbound Messages Awaiting Delivery shows a message that was delivered or deleted: its pointer is still in Queue.dat",
               "the message is not in Imcdata\\In",
               "service stopped, Queue.dat deleted, started: the queue is right, and files in In are not touched",
               "the same may happen to the outbound queue" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "QUEUE_DAT_ENTRIES", "QUEUES_FROM_FOLDERS" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- One comes in and two go out while entries stay; one more is in In when the service stops (ours).
function scenario.drive(run, org)
  local s1, ims = org:server "S1", org:service("S1", "ims")
  local receive = function(name)
    org:host "mail.example.com":send { from = "x@example.com", to = "ann@one.org.com", via = "S1", as = name }
  end
  run:at("08:59", function() ims:fault "queue.dat entries stay" end)
  run:at("09:00", function()
    receive "in"
    for i = 1, 2 do org:send { from = "ann", to = "x@example.com", as = "out " .. i } end
  end)
  run:at("09:30", function() ims:repair "queue.dat entries stay" end)
  run:at("10:00", function()
    s1:set { ims_in_time = "1 min" }
    receive "waiting"
  end)
  run:at("10:00:30", function() ims:stop() end)
  run:at("10:10", function() ims:start() ims:stop() end)           -- a restart alone
  run:at("10:30", function()
    ims:fault "queue.dat lost"
    ims:start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:counter("S1", "Queued Inbound"):at "09:29":is(1)
  seen:queue("S1", "in"):at "09:29":holds(0)
  seen:message "in":delivered_to "ann":before "09:01"
  seen:counter("S1", "Queued Outbound"):at "09:29":is(2)
  seen:queue("S1", "out"):at "09:29":holds(0)
  seen:inferred():counter("S1", "Queued Inbound"):at "10:20":is(2)  -- the one that waits, and the entry
  seen:queue("S1", "in"):at "10:30:30":are { "waiting" }
  seen:counter("S1", "Queued Inbound"):at "10:30:30":is(1)
  seen:counter("S1", "Queued Outbound"):at "10:30:30":is(0)
  seen:message "waiting":delivered_to "ann":after "10:30"
end

return scenario
