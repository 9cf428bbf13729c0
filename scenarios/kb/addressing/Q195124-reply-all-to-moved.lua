-- A custom recipient that was moved has an X500 proxy of its old DN: mail to that arrives, a Reply All does not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q195124",
  title    = "Reply All to a moved custom recipient is returned",
  says     = { "the MTA is able to send the message to the old DN, with an X500 proxy of it",
               "Reply All: the recipient name is not recognized, MSEXCH:MSExchangeMTA" },
  products = { "5.5 SP1", "5.5.2427.0", "5.5 SP4" },
  fixed    = { "5.5.2427.0" },
  mutant   = { "X500_LOST_IN_REPLY", "X500_PROXIES" },
}

local OLD = "/o=ORG/ou=HQ/cn=A/cn=C1"

function scenario.build(org)
  local hq = org:add_site "HQ"
  local s1, s2 = hq:add_server "S1", hq:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bea"
  s1:add_recipient("C1", { target = "SMTP:c1@example.com", proxies = "X500:" .. OLD })
  org:add_host("mail.example.com", { mx_for = "example.com" })
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = { OLD, "bea" }, as = "first" } end)
  run:at("09:10", function() org:send { from = "bea", reply_all = "first", as = "reply" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "first":delivered_to "C1"
  seen:inferred():message "first":delivered_to "bea"
  seen:inferred():message "reply":delivered_to "ann"
end

function scenario.unfixed(seen)
  seen:report "reply":to "bea":text "recipient name is not recognized":signed "MSExchangeMTA"
  seen:message "reply":never("delivered_to", "C1")
end

function scenario.fixed(seen) seen:inferred():message "reply":delivered_to "C1" end

return scenario
