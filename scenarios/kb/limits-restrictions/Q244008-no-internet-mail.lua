-- Keeping a user from Internet mail: no SMTP address, and a place on the Reject list.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q244008",
  title    = "Preventing a user from Internet mail",
  says     = { "without an SMTP address the user gets no mail by it",
               "mail to a known X.500 address, encapsulated, still arrives",
               "on Reject messages from of the Internet Mail Service: outbound mail of the user is rejected" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "CONNECTOR_SENDERS", "IMCEA_UNWRAPPED" },
}

function scenario.build(org)                                     -- names ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_mailbox "bob"
  s1:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*", reject_from = "bob" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  local bob = org:mailbox "bob"
  local known, address
  for _, proxy in ipairs(bob:proxies()) do
    if proxy:find "^SMTP:" then known, address = proxy, proxy:sub(6) end
  end
  local domain = address:match "@(.*)$"
  bob:remove_proxy(known)
  run:at("09:00", function()
    local host = org:host "mail.example.com"
    host:send { from = "doe@example.com", to = address, via = "S1", as = "in" }
    host:send { from = "doe@example.com", via = "S1", as = "encapsulated",
                to = ("IMCEAEX-_O=ORG_OU=SITE_CN=RECIPIENTS_CN=BOB@%s"):format(domain) }
    org:send { from = "bob", to = "doe@example.com", as = "out" }
    org:send { from = "ann", to = "doe@example.com", as = "of another" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "in":delivered():never()
  seen:inferred():message "in":returned { diagnostic = "unrecognized-or-name" }
  seen:message "encapsulated":delivered_to "bob"
  seen:message "out":delivered():never()
  seen:inferred():report "out":text "A restriction in the system prevented delivery":to "bob":delivered()
  seen:inferred():message "of another":delivered()
end

return scenario
