-- An X.400 address with empty fields, as a migration made it, goes back at submission.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q145585",
  title    = "Migrated X.400 entries with empty fields are returned",
  says     = { "the recipient's postal address was incorrect: MSEXCH:MSExchangeIS",
               "the MTA rejects the address, the store returns the message",
               "with blank and null fields left out it is C=US;ADMD= ;PRMD=MICROSOFT;S=User1;O=SiteName" },
  products = { "4.0", "4.0 SP5" },
  mutant   = { "STORE_TESTS_OR_NAMES" },
}

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "R1",
                     spaces = { { "X400:c=US;a= ;p=MICROSOFT", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", as = "as migrated",
               to = "X400:c=US;ADMD=;PRMD=MICROSOFT;S=User1;G=;I=;O=SiteName;OU=;" }
    org:send { from = "ann", as = "without them",
               to = "X400:C=US;ADMD= ;PRMD=MICROSOFT;S=User1;O=SiteName" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:report "as migrated":text "recipient postal address was incorrect":before "09:01"
  seen:report "as migrated":signed "MSExchangeIS":to "ann"
  seen:inferred():message "as migrated":never("via", "X1")
  seen:inferred():message "without them":via "X1"
end

return scenario
