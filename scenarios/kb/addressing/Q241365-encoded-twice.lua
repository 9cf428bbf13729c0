-- What is encoded in a typed DDA is encoded again on its way to a system of the same domain.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q241365",
  title    = "X.400 addresses with encoded characters are not delivered",
  says     = { "an address of a PAB with (a), (b) or (u) in a DDA is undeliverable",
               "over an X.400 connector to a system of the same address space the parentheses show as 040 and 041",
               "typed unencoded, or as a custom recipient, it is delivered" },
  products = { "5.5 SP2", "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP3" },
  mutant   = { "DDA_ENCODED_TWICE" },
}

local ADDRESS = "X400:c=US;a= ;p=OTHER;o=S;s=Test;dda:EMS=TEST"

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_recipient("custom", { target = ADDRESS .. "(a)CUSTOM" })
  local r1 = org:add_host "R1"
  r1:knows { ADDRESS .. "(a)X", ADDRESS .. "(a)CUSTOM" }
  s1:add_connector { kind = "x400", name = "X1", to = r1, spaces = { { "X400:c=US;a= ;p=*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = ADDRESS .. "(a)X", as = "encoded" }
    org:send { from = "ann", to = ADDRESS .. "@X", as = "unencoded" }
    org:send { from = "ann", to = "custom", as = "custom" }
  end)
  run:to "10:00"
end

function scenario.expect(seen) seen:message "custom":delivered() end

function scenario.unfixed(seen)
  seen:message "encoded":carried { recipient = ADDRESS .. "(040)a(041)X;" }
  seen:message "encoded":returned { diagnostic = "unrecognized-or-name" }
  seen:inferred():report "encoded":delivered()
end

function scenario.fixed(seen)
  seen:message "encoded":delivered()
  seen:message "unencoded":delivered()
end

return scenario
