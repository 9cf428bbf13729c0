-- WinSock Proxy Client on a server: its MTA's connections come from the proxy, whom the remote MTA does
-- not know. Mail for the Internet is not affected.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q254909",
  title    = "WinSock Proxy Client stops an X.400 Connector",
  says     = { "the connector stops responding; the remote server generates 9301, followed by 9202",
               "the source address is the address of the proxy server",
               "Internet Mail Connector and Internet Mail Service are not affected",
               "with the client disabled for EMSMTA it works" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CALLER_ADDRESS_CHECKED", "CALLER_NAME_LOOKED_UP" },
}

local PROXY = "10.0.0.9"

function scenario.build(org)
  local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  s1:set { ip_address = "10.0.0.1", fqdn = "s1.org.com" }
  s2:set { ip_address = "10.1.0.1", fqdn = "s2.org.com" }
  org:pair("x400", { name = "X", s1, s2 })
  org:connector("X", "S1"):set { stack_address = "10.1.0.1", source_address = PROXY }
  org:connector("X", "S2"):set { stack_address = "10.0.0.1" }
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "bob", as = "x400" }
    org:send { from = "ann", to = "x@example.com", as = "smtp" }
  end)
  run:at("09:25", function() org:connector("X", "S1"):set { source_address = "" } end)   -- Disable=1
  run:to "10:00"
end

function scenario.expect(seen)
  seen:queue("S1", "X"):at "09:24":holds(1)
  seen:event(9301, { server = "S2" }):before "09:01":at_least(1):text "uses the network address 0A000009"
  seen:event(9202, { server = "S2" }):before "09:01":once()
  seen:message "smtp":delivered():before "09:01"
  seen:message "x400":delivered_to "bob":between("09:30", "09:31")
end

return scenario
