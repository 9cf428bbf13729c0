-- A "$" is no character of a DDA, and a single "/" ends one: the store returns the message.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159292",
  title    = "Migrated X.400 entries with a dollar sign in a DDA",
  says     = { "the store's check finds the $ and returns the message: the postal address was incorrect, MSEXCH:MSExchangeIS",
               "the store takes a single slash for a delimiter, // is needed" },
  products = { "4.0", "4.0 SP5" },
  mutant   = { "STORE_TESTS_OR_NAMES", "SLASH_ENDS_DDA" },
}

local ADDRESS = "X400:c=us;a=attmail;p=p;dda:id=fax(b)7135466286"

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "R1",
                     spaces = { { "X400:c=us;a=attmail", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = ADDRESS .. "$/User One", as = "dollar" }
    org:send { from = "ann", to = ADDRESS .. "/User One", as = "one slash" }
    org:send { from = "ann", to = ADDRESS .. "//User One", as = "two slashes" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:report "dollar":text "postal address was incorrect":signed "MSExchangeIS"
  seen:message "dollar":never("via", "X1")
  seen:message "one slash":never("via", "X1")
  seen:inferred():report "one slash":text "postal address was incorrect":signed "MSExchangeIS"
  seen:message "two slashes":via "X1"
end

return scenario
