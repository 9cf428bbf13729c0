-- A mailbox called postmaster gets no mail for the postmaster: the administrator does.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q201072",
  title    = "Mail to Postmaster goes to the administrator",
  says     = { "mail to Postmaster does not reach a mailbox of that name",
               "it goes to the alias on the connector's Internet Mail tab" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "POSTMASTER" },
}

function scenario.build(org)
  local site = org:add_site "HQ"
  site:set { smtp_domain = "a.com" }
  local s1 = site:add_server "S1"
  s1:add_mailbox "userx"
  s1:add_mailbox "postmaster"
  org:add_host "outside"
  s1:add_connector { kind = "ims", administrator = "userx", spaces = { { "SMTP:*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "outside":send { from = "x@ext.com", to = "postmaster@a.com", via = "S1", as = "m" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "m":delivered_to "userx":once()
  seen:message "m":never("delivered_to", "postmaster")
end

return scenario
