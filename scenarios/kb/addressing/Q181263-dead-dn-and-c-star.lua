-- A DN that the directory does not have leaves by a connector with the space C=*, as a bare directory name.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q181263",
  title    = "Unresolvable DNs are sent over an X.400 Connector with C=*",
  says     = { "the MTA makes no O/R address but sends the DN as a directory name over the C=* connector",
               "the recipient name is not recognized",
               "with the other site in Connected Sites it is resolved" },
  products = { "5.0 SP2", "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "BARE_DN_LEAVES" },
}

local USERA = "/O=ORG/OU=B/CN=RECIPIENTS/CN=USERA"

function scenario.build(org)                                     -- (ours): R1 as a third system
  org:set { timed_replication = true }
  local a, b = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
  a:add_mailbox "uma"
  b:add_mailbox "usera"
  local x1 = org:pair("x400", { name = "X1", a, b, cost = 1 })
  x1:set { connected_sites = {} }
  local r1 = org:add_host "R1"
  r1:knows "X400:c=DE;a=R1;s=somebody"
  a:add_connector { kind = "x400", name = "X2", to = r1, spaces = { { "X400:c=*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "uma", to = USERA, as = "stale" } end)
  run:at("10:00", function()
    org:connector "X1":set { connected_sites = { "B" } }
    org:site "A":calculate()
  end)
  run:at("11:00", function() org:send { from = "uma", to = USERA, as = "with Connected Sites" } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:report "stale":text "recipient name is not recognized"
  seen:message "with Connected Sites":via "X1"
  seen:message "with Connected Sites":delivered_to "usera"
end

function scenario.unfixed(seen)
  seen:message "stale":carried { connector = "X2", recipient = "none",
                                 recipient_dn = "EX:/o=ORG/ou=B/cn=RECIPIENTS/cn=USERA" }
end

function scenario.fixed(seen)
  seen:inferred():message "stale":never("via", "X2")
  seen:inferred():report "stale":signed "MSExchangeMTA"
end

return scenario
