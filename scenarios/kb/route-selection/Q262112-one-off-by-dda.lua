-- A one-off address is put into an O/R address of the site as a DDA: it is routed by that first, and
-- where no space fits by the O/R address, which a connector with C=* attracts.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q262112",
  title    = "How one-off addresses are routed",
  says     = { "user@microsoft.com becomes C=us;a= ;p=Org;o=Site;dda=SMTP:user@microsoft.com, and is routed by the DDA",
               "without a route for the DDA it is routed by the X.400 address",
               "a connector with C=* may take it then; typically it loops when it is sent back to the site it came from" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  organization = "Org",
  mutant   = { "LOCAL_FIELDS", "LOOP_BY_DOMAIN" },
}

-- The relay sends what is for the organization back. The address space is shared with it, else the
-- site would keep an address of its own space that nobody has.
function scenario.build(org)
  local site = org:add_site "Site"
  site:set { share_address_space = true }
  local s1 = site:add_server "S1"
  s1:add_mailbox "ann"
  org:add_host("mail.microsoft.com", { mx_for = "microsoft.com" })
  local relay = org:add_host "RELAY"
  s1:add_connector { kind = "ims", name = "IMS", spaces = { { "SMTP:*", cost = 1 } } }
  s1:add_connector { kind = "x400", name = "OUT", to = relay, spaces = { { "X400:c=*", cost = 1 } } }
  relay:routes { "X400:c=US;a= ;p=Org" }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "user@microsoft.com", as = "by the DDA" } end)
  run:at("10:00", function()
    org:connector "IMS":set { spaces = {} }
    org:site "Site":calculate()
  end)
  run:at("10:10", function() org:send { from = "ann", to = "user@microsoft.com", as = "by X.400" } end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "by the DDA":via "IMS"
  seen:message "by the DDA":delivered_to "user@microsoft.com"
  seen:message "by X.400":carried { connector = "OUT", recipient = "X400:c=US;a= ;p=Org;o=Site;dda:SMTP=user(a)microsoft.com;" }
  seen:message "by X.400":relayed { connector = "OUT" }:once()
  seen:message "by X.400":loop():once()
  seen:inferred():report "by X.400":to "ann":diagnostic "loop-detected":once()
end

return scenario
