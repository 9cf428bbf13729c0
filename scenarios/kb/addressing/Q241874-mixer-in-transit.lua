-- MIXER has no part in what users of its own server send.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q241874",
  title    = "MIXER does not work for users of the MIXER server",
  says     = { "an X.400 and an SMTP recipient see each other as if MIXER had not been invoked: a DDA of the type SMTP",
               "and IMCEAX400-c=US+3Ba=+20+3Bp=MS+3Bo=PARIS+3Bs=user+3B@host.microsoft.com" },
  products = { "5.5 SP3", "5.5 SP4" },
  mutant   = { "MIXER_IN_TRANSIT" },
}

local USER, S = "X400:c=US;a= ;p=MS;o=PARIS;s=user;", "SMTP:s@ext.com"

function scenario.build(org)
  local site = org:add_site "HUB"
  site:set { smtp_domain = "host.microsoft.com" }
  local m = site:add_server "M"
  m:set { mixer = true }
  m:add_mailbox "ann"
  org:add_host("inet", { mx_for = "ext.com" })
  m:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  m:add_connector { kind = "x400", name = "X1", to = org:add_host "R", spaces = { { "X400:c=US;a= ;p=MS", cost = 1 } } }
  m:add_connector { kind = "x400", name = "X2", to = org:add_host "F", spaces = { { "X400:c=FR", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = { USER, S }, as = "of its own" }
    org:host "F":send { from = "X400:c=FR;a=F;s=eve", to = { USER, S }, via = "X2", as = "in transit" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "of its own":listed { connector = "X1", recipient = S,
    address = "X400:c=US;a= ;p=ORG;o=HUB;dda:SMTP=s(a)ext.com;" }
  seen:message "of its own":listed { recipient = USER,
    address = "SMTP:IMCEAX400-c=US+3Ba=+20+3Bp=MS+3Bo=PARIS+3Bs=user+3B@host.microsoft.com" }
  seen:inferred():message "in transit":listed { connector = "X1", recipient = S,
    address = "X400:c=US;a= ;p=ORG;o=HUB;dda:RFC-822=s(a)ext.com;" }
  seen:inferred():message "in transit":never("listed", { recipient = USER,
    address = "SMTP:IMCEAX400-c=US+3Ba=+20+3Bp=MS+3Bo=PARIS+3Bs=user+3B@host.microsoft.com" })
end

return scenario
