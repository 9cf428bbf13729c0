-- 5.0 tests system messages against the lists of a connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169676",
  title    = "System messages and the delivery restrictions of a connector",
  says     = { "system messages are not delivered over a connector with delivery restrictions",
               "5.0: corrected in the service pack" },
  products = { "5.0", "5.0 SP1", "5.0 SP2", "5.5 SP4" },
  fixed    = { "5.0 SP2", "5.5" },
  mutant   = { "CONNECTOR_SENDERS", "SYSTEM_IGNORES_RESTRICTIONS" },
}

function scenario.build(org)                                     -- names ours
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:pair("x400", { name = "LINE", a, b }):set { accept_from = "ann" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = org:server "A1":public_store(), to = org:server "B1":public_store(), kind = "system",
               as = "replication" }
    org:send { from = "ann", to = "bob", as = "mail" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():message "mail":delivered_to "bob"
end

function scenario.fixed(seen)
  seen:message "replication":delivered()
end

function scenario.unfixed(seen)
  seen:message "replication":delivered():never()
end

return scenario
