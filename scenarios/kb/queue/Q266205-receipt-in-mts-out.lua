-- The receipt on a message from the Internet stays in MTS-OUT of the service that it came in by, which
-- sends nothing; another one with an address space gets no part of it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q266205",
  title    = "Receipts are trapped in an Internet Mail Service that is Inbound Only",
  says     = { "transfer mode Inbound Only, the address space removed: the receipt gets trapped in MTS-OUT",
               "neither a receipt nor a non-delivery report arrives",
               "Inbound and Outbound, and all messages forwarded to an outbound service: it is sent" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RECEIPT_BY_WAY_IN", "IMS_OUTBOUND_MODE" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  site:set { smtp_domain = "own.com" }
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_connector { kind = "ims", name = "OUTBOUND", spaces = "SMTP:*", reroute_inbound = true }
  org:add_host("s2.own.com", { server = "S2" })
  s1:add_connector { kind = "ims", name = "INBOUND", to = "s2.own.com", transfer_mode = "inbound" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "mail.example.com":send { from = "doe@example.com", to = "ann", via = "S1", receipt = true, as = "m" }
  end)
  run:at("1998-03-02 20:00", function() org:connector "INBOUND":set { transfer_mode = "both" } end)
  run:at("1998-03-02 20:01", function() org:service("S1", "ims"):stop() org:service("S1", "ims"):start() end)
  run:to "1998-03-02 21:00"
end

function scenario.expect(seen)
  seen:message "m":delivered_to "ann"
  seen:report "m":to "doe@example.com":once()
  seen:queue("S1", "mts-out"):between("09:05", "1998-03-02 20:00"):always():holds(1)
  seen:inferred "it is not routed":queue("S2", "mts-out"):before "1998-03-02 20:00":always():holds(0)
  seen:session "mail.example.com":times(1)
  seen:report "m":delivered():once()
end

return scenario
