-- A gateway whose mailbox is over the limits of its store gets no reports made.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q226202",
  title    = "Event 2018: no report is made for a gateway over quota",
  says     = { "event 2018: the generation of a delivery or non-delivery report for the gateway has failed, error 0x4dd",
               "the mailbox of the Internet Mail Service is over the store's limits",
               "corrected in 5.5 SP3" },
  products = { "5.5 SP2", "5.5 SP3" },
  fixed    = { "5.5 SP3" },
  mutant   = { "GATEWAY_MAILBOX_FULL" },
}

-- Names and sizes ours; here it is a non-delivery report.
function scenario.build(org)
  local s1 = org:add_site("MySite"):add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "internet mail connector", spaces = "SMTP:*", stored = "1200 K" }
  s1:set { prohibit_send_and_receive = "1000 K" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "mail.example.com":answers { "RCPT", "550 unknown", to = "nobody@example.com" }
    org:send { from = "ann", to = "nobody@example.com", as = "unknown" }
    org:send { from = "ann", to = "doe@example.com", as = "known" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():message "known":delivered()
  seen:message "unknown":delivered():never()
end

function scenario.fixed(seen)
  seen:inferred():report "unknown":to "ann":delivered()
  seen:event(2018):never()
end

function scenario.unfixed(seen)
  seen:event(2018, { server = "S1" }):text "/cn=internet mail connector has failed due to error 0x4dd":once()
  seen:inferred():report "unknown":delivered():never()
end

return scenario
