-- The store's Send Queue Size counts what waits in the Outboxes.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q263842",
  title    = "Send Queue Size stays above zero",
  says     = { "Send Queue Size is the number of messages that wait in Outboxes to be sent",
               "it stays above 0 while they wait" },
  products = { "5.5 SP4" },
  mutant   = { "OUTBOX_IN_SEND_QUEUE", "DEFERRED_SUBMISSION" },
}

function scenario.build(org)
  local server = org:add_site "SITE":add_server "S1"
  server:add_mailbox "u1"
  server:add_mailbox "u2"
end

function scenario.drive(run, org)                            -- three of them, and the times: ours
  run:at("09:00", function()
    for i = 1, 3 do org:send { from = "u1", to = "u2", submit = "+60 min", as = "m " .. i } end
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:counter("S1", "Send Queue Size"):at "09:01":is(3)
  seen:counter("S1", "Send Queue Size"):at "09:59":is(3)
  seen:inferred():counter("S1", "Send Queue Size"):at "10:01":is(0)
  for i = 1, 3 do seen:inferred():message("m " .. i):delivered_to "u2":after "10:00" end
end

return scenario
