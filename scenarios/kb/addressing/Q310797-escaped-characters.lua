-- The store undoes escaped characters in addresses that it has from the MTA, area codes in parentheses
-- among them.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q310797",
  title    = "Area codes of fax recipients become characters",
  says     = { "a report says that the address was incorrect, and shows a character for the area code, (000) to (299)",
               "(212) is the escape of the O circumflex, and the area code of New York",
               "the fix, build 2655.62: it is no escape if it is part of a phone number" },
  products = { "5.5 SP4", "5.5.2655.62" },
  fixed    = { "5.5.2655.62" },
  mutant   = { "PHONE_UNESCAPED_AGAIN", "STORE_UNESCAPES" },
}

function scenario.build(org)                                     -- numbers ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  local fax = org:add_host "FAX"
  fax:knows { "FAX:+1(212)5550100", "FAX:+1(425)5550100" }
  s1:add_connector { kind = "edk", name = "GATEWAY", to = "FAX", spaces = "FAX:*" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "FAX:+1(212)5550100", as = "New York" }
    org:send { from = "ann", to = "FAX:+1(425)5550100", as = "Seattle" }
    org:send { from = "ann", to = "FAX:x(212)y", as = "no number" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():message "Seattle":delivered_to "FAX:+1(425)5550100"
  seen:message "no number":carried { connector = "GATEWAY", recipient = "FAX:xÔy" }
end

function scenario.unfixed(seen)
  seen:message "New York":carried { connector = "GATEWAY", recipient = "FAX:+1Ô5550100" }
  seen:report "New York":to "ann":once()
end

function scenario.fixed(seen)
  seen:message "New York":delivered_to "FAX:+1(212)5550100"
end

return scenario
