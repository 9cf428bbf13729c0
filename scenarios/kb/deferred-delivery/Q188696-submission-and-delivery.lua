-- Two ways to send later: the item waits in the Outbox until it is sent, or it is sent at once and
-- waits in the MTA until it may be delivered.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q188696",
  title    = "Deferred submission and deferred delivery",
  says     = { "deferred submission: the item waits in the mailbox's Outbox and goes out after the given time, logged off or not",
               "while it waits the user can take it out",
               "deferred delivery: the item leaves the Outbox at once, the MTA holds it until the time, it cannot be withdrawn" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "DEFERRED_SUBMISSION", "OUTBOX_WITHDRAWAL", "DEFERRED_DELIVERY" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  site:add_server "S1":add_mailbox "u1"
  site:add_server "S2":add_mailbox "u2"
end

-- Times ours. A and D by "Send this item in", B by "Do not deliver before".
function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "u1", to = "u2", submit = "+60 min", as = "A" }
    org:send { from = "u1", to = "u2", defer = "+60 min", as = "B" }
    org:send { from = "u1", to = "u2", submit = "+60 min", as = "D" }
  end)
  run:at("09:30", function()
    org:withdraw "A"
    org:withdraw "B"
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:queue("S1", "outbox"):at "09:01":are { "A", "D" }
  seen:queue("S1", "outbox"):at "09:31":are { "D" }
  seen:message "A":delivered():never()
  seen:message "A":discarded():at "09:30":once()
  seen:message "D":delivered_to "u2":between("10:00", "10:01")
  seen:message "B":delivered_to "u2":between("10:00", "10:01")
  seen:message "B":discarded():never()
  seen:inferred():counter("S1", "Deferred Delivery Msgs"):at "09:01":is(1)
end

return scenario
