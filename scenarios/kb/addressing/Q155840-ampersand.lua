-- An "&" in the organization's name: the DN keeps it, X.400 addresses have "?" and 16 characters.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article      = "Q155840",
  title        = "Ampersand in the organization name",
  says         = { "the DN keeps the name as typed", "X.400 addresses have ? in place of &, cut to 16 characters",
                   "no routing or addressing problem arises" },
  products     = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant       = { "DN_BEFORE_ADDRESS" },
  organization = "Fabrikam & Johnson",                           -- (ours)
}

function scenario.build(org)
  local hq = org:add_site "HQ"
  hq:add_server "S1":add_mailbox "ann"
  hq:add_server "S2":add_mailbox "uma"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "/o=Fabrikam & Johnson/ou=HQ/cn=Recipients/cn=uma", as = "by DN" }
    org:send { from = "ann", to = "X400:c=US;a= ;p=Fabrikam ? Johns;o=HQ;s=uma;", as = "by X.400" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "by DN":delivered_to "uma"
  seen:message "by X.400":delivered_to "uma"
end

return scenario
