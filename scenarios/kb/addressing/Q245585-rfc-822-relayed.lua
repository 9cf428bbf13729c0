-- SP3 relays a DDA of the type RFC-822 as one of the type SMTP, which not every system knows.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q245585",
  title    = "MTA changes the DDA type RFC-822 to SMTP",
  says     = { "a relaying MTA of SP3 may change the type to SMTP", "the message may not be delivered because of it" },
  products = { "5.5 SP3", "5.5.2651.71", "5.5 SP4" },
  fixed    = { "5.5.2651.71" },
  mutant   = { "RFC_822_BECOMES_SMTP" },
}

local BOB = "X400:c=FR;a=F2;p=P;dda:RFC-822=u(a)d.com;"

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  local f1, f2 = org:add_host "F1", org:add_host "F2"
  f2:knows(BOB)
  s1:add_connector { kind = "x400", name = "X1", to = f1, spaces = { { "X400:c=FR;a=F1", cost = 1 } } }
  s1:add_connector { kind = "x400", name = "X2", to = f2, spaces = { { "X400:c=FR;a=F2", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "F1":send { from = "X400:c=FR;a=F1;s=ann", to = BOB, via = "X1", as = "m" }
  end)
  run:to "10:00"
end

function scenario.unfixed(seen)
  seen:message "m":carried { connector = "X2", recipient = "X400:c=FR;a=F2;p=P;dda:SMTP=u(a)d.com;" }
  seen:message "m":returned()
end

function scenario.fixed(seen)
  seen:inferred():message "m":carried { connector = "X2", recipient = BOB }
  seen:inferred():message "m":delivered()
end

return scenario
