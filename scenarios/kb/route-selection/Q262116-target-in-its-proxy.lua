-- The target of a custom recipient is put into its own X.400 proxy as a DDA: it is routed by that first,
-- and where no space fits by the proxy, person and all, which a connector with C=* attracts.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q262116",
  title    = "How mail for custom recipients is routed",
  says     = { "someone@microsoft.com with the proxy C=us;a= ;p=Org;o=Site;s=Someone;g=MsGuy becomes that proxy with " ..
               "dda=SMTP:someone@microsoft.com, and is routed by the DDA first",
               "where there is no route it is routed by the X.400 address, sometimes to a connector with C=*",
               "typically it loops when it is sent back to the site it came from" },
  products = { "5.5 SP4" },
  organization = "Org",
  mutant   = { "TARGET_IN_PROXY", "LOOP_BY_DOMAIN" },
}

local PROXY = "X400:c=US;a= ;p=Org;o=Site;s=Someone;g=MsGuy;"

function scenario.build(org)
  local site = org:add_site "Site"
  site:set { share_address_space = true }
  local s1 = site:add_server "S1"
  s1:add_mailbox "ann"
  local someone = s1:add_recipient("someone", { target = "SMTP:someone@microsoft.com" })
  someone:remove_proxy "X400:c=US;a= ;p=Org;o=Site;s=someone"
  someone:set { proxies = { PROXY } }
  org:add_host("mail.microsoft.com", { mx_for = "microsoft.com" })
  local relay = org:add_host "RELAY"
  s1:add_connector { kind = "ims", name = "IMS", spaces = { { "SMTP:*", cost = 1 } } }
  s1:add_connector { kind = "x400", name = "OUT", to = relay, spaces = { { "X400:c=*", cost = 1 } } }
  relay:routes { "X400:c=US;a= ;p=Org" }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "someone", as = "by the DDA" } end)
  run:at("10:00", function()
    org:connector "IMS":set { spaces = {} }
    org:site "Site":calculate()
  end)
  run:at("10:10", function() org:send { from = "ann", to = "someone", as = "by X.400" } end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "by the DDA":via "IMS"
  seen:message "by the DDA":delivered()
  seen:message "by X.400":carried { connector = "OUT",
    recipient = "X400:c=US;a= ;p=Org;o=Site;s=Someone;g=MsGuy;dda:SMTP=someone(a)microsoft.com;" }
  seen:message "by X.400":relayed { connector = "OUT" }:once()
  seen:message "by X.400":loop():once()
  seen:inferred():report "by X.400":to "ann":diagnostic "loop-detected":once()
end

return scenario
