-- Whoever has no SMTP proxy is reached from the Internet all the same, by an address that holds the DN.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q245045",
  title    = "Users without an SMTP proxy get mail from the Internet",
  says     = { "mail to IMCEAEX-_O=ORG_OU=SITE_CN=RECIPIENTS_CN=ALIAS@domain.com is delivered",
               "without the proxy only mail to the SMTP address is barred" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "IMCEA_UNWRAPPED" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  site:set { smtp_domain = "domain.com" }
  local s1 = site:add_server "S1"
  s1:add_mailbox "alias":remove_proxy "SMTP:alias@domain.com"
  org:add_host "outside"
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
end

function scenario.drive(run, org)
  local function write(to, name)
    org:host "outside":send { from = "x@ext.com", to = to, via = "S1", as = name }
  end
  run:at("09:00", function()
    write("alias@domain.com", "SMTP address")
    write("IMCEAEX-_O=ORG_OU=SITE_CN=RECIPIENTS_CN=ALIAS@domain.com", "DN within")
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "SMTP address":never("delivered_to", "alias")
  seen:message "DN within":delivered_to "alias":once()
end

return scenario
