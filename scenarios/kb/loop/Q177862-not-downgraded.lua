-- A recipient known by DN alone goes round between two connectors of 1984, until P1 is full.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q177862",
  title    = "Messages that cannot be downgraded are rerouted without end",
  says     = { "two X.400 connectors of 1984 with C=*, without connected sites, and a stale DN",
               "each turn: event 175, then event 287",
               "in the end an NDR: the size exceeds your maximum",
               "fixed in 5.0.1459.72 and 5.5.2110: the recipient could not be downgraded" },
  products = { "5.0 SP1", "5.0 SP2", "5.5", "5.5.2110.0" },
  fixed    = { "5.0 SP2", "5.5.2110.0" },
  mutant   = { "DN_NOT_DOWNGRADED", "DOWNGRADE_REROUTED", "P1_OVERFLOWS" },
}

function scenario.build(org)
  local s1 = org:add_site "A":add_server "S1"
  s1:add_mailbox "ann"
  for i = 1, 2 do
    local far = org:add_host("FAR" .. i)
    s1:add_connector { kind = "x400", name = "X" .. i, to = far, x400_1984 = true,
                       spaces = { { "X400:c=*", cost = 1 } } }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "/O=ORG/OU=GONE/CN=RECIPIENTS/CN=OLDUSER", as = "m" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "m":never "delivered"
  seen:message "m":never "transferred"
  seen:report "m":to "ann":once()
end

function scenario.unfixed(seen)
  seen:event(175):at_least(100):text "failed to downgrade per-rcpt-info"
  seen:event(287):at_least(100):text "Successful rerouting"
  seen:message "m":rerouted { from = "X1", to = "X2" }:at_least(100)
  seen:message "m":rerouted { from = "X2", to = "X1" }:at_least(100)
  seen:report "m":text "the size of this message exceeds your maximum allowed message size"
end

function scenario.fixed(seen)
  seen:inferred():event(175):once()
  seen:inferred():event(287):never()
  seen:report "m":text "could not be transferred because it could not be downgraded"
end

return scenario
