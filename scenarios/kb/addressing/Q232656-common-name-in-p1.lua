-- From an X.400 Connector of 1988 to one of 1984 a common name goes into a DDA: of the content, and of the envelope.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q232656",
  title    = "Common names are not downgraded in P1",
  says     = { "common names in the content (P2) are downgraded, those in the envelope (P1) are not",
               "a foreign MTA may return Recipient Unknown",
               "right: DDA Type=Common, Value=the common name, with Allow MS Exchange Contents cleared" },
  products = { "5.5 SP1", "5.5 SP2", "5.5.2621.0", "5.5 SP4" },
  fixed    = { "5.5.2621.0" },
  mutant   = { "COMMON_NAME_STAYS_IN_P1", "COMMON_NAME_IN_DDA" },
}

local BOB, DOWN = "X400:c=US;a=F;cn=Bob Doe;s=Doe;", "X400:c=US;a=F;s=Doe;dda:COMMON=Bob Doe;"

function scenario.build(org)
  local hub, far = org:add_site "HUB":add_server "S1", org:add_site "FAR":add_server "S0"
  far:add_mailbox "ann"
  local f = org:add_host "F"
  f:knows(DOWN)
  org:pair("x400", { name = "X88", far, hub, cost = 1 })
  hub:add_connector { kind = "x400", name = "X84", to = f, exchange_contents = false, x400_1984 = true,
                      spaces = { { "X400:c=US;a=F", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = BOB, as = "m" } end)
  run:to "10:00"
end

function scenario.unfixed(seen)
  seen:message "m":carried { connector = "X84", recipient = BOB }
  seen:message "m":returned { diagnostic = "unrecognized-or-name" }
  seen:inferred():report "m":delivered()
end

function scenario.fixed(seen)
  seen:inferred():message "m":carried { connector = "X84", recipient = DOWN }
  seen:inferred():message "m":delivered()
end

return scenario
