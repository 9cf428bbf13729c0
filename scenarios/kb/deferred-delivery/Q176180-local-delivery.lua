-- 5.0 did not heed a deferred delivery time for a mailbox of the sender's own server.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q176180",
  title    = "Deferred delivery settings not effective",
  says     = { "the deferred delivery time is not implemented for local delivery",
               "corrected in the latest service pack (SP2 by the fix list)",
               "with a time difference between the client and the servers a shift is by design" },
  products = { "5.0 SP1", "5.0 SP2" },
  fixed    = "5.0 SP2",
  mutant   = { "DEFERS_LOCAL", "DEFERRED_DELIVERY" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  local s2 = org:site "SEATTLE":add_server "S2"
  s1:add_mailbox "u1"
  s1:add_mailbox "u2"
  s2:add_mailbox "u3"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "u1", to = "u2", defer = "+2 h", as = "local" }   -- (ours)
    org:send { from = "u1", to = "u3", defer = "+2 h", as = "other server" }
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "other server":delivered_to "u3":between("11:00", "11:01")
end

function scenario.unfixed(seen)
  seen:message "local":never "deferred"
  seen:inferred():message "local":delivered_to "u2":between("09:00", "09:01")
end

function scenario.fixed(seen)
  seen:message "local":deferred():once()
  seen:inferred():message "local":delivered_to "u2":between("11:00", "11:01")
end

-- The sender's clock is half an hour fast (ours): the other server lets the message go so much
-- later, and no rule is broken.
scenario.case("clocks differ", {
  drive = function(run, org)
    org:server "S1":clock { skew = "30 min" }
    run:at("09:00", function()
      org:send { from = "u1", to = "u3", defer = "+2 h", as = "other server" }
    end)
    run:to "12:00"
  end,
  expect = function(seen)
    seen:message "other server":delivered_to "u3":between("11:30", "11:31")
  end,
})

return scenario
