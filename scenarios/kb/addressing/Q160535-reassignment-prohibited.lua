-- A mailbox has an alternate recipient, and the originator prohibits that mail goes there: event 145.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q160535",
  title    = "Event 145: the alternate recipient is unusable",
  says     = { "event 145 names the message and the DN of the alternate recipient",
               "the reassignment fails because the originator set Recipient Reassignment Prohibited" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "REASSIGNMENT_PROHIBITED", "ALTERNATE_RECIPIENT" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"      -- (ours): two servers
  s1:add_mailbox "ann"
  s2:add_mailbox "ned"
  s2:add_mailbox("mia", { alternate = "ned" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "mia", no_reassignment = true, as = "prohibited" }
    org:send { from = "ann", to = "mia", as = "allowed" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:event(145, { server = "S2" }):text "/o=ORG/ou=SITE/cn=Recipients/cn=ned":once()
  seen:event(145, { server = "S2" }):text "alternate recipient is unusable"
  seen:message "prohibited":never("delivered_to", "ned")
  seen:inferred():report "prohibited":diagnostic "recipient-reassignment-prohibited"
  seen:inferred():message "allowed":delivered_to "ned":once()
  seen:inferred():message "allowed":never("delivered_to", "mia")
end

return scenario
