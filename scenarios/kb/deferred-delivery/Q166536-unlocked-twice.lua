-- Exchange 5.0 unlocks a deferred message once more than it locks it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166536",
  title    = "Event 2187 with deferred delivery",
  says     = { "a message for deferred delivery may log 2187: to unlock an object which is not locked",
               "the object is locked twice, and the first unlock leaves it unlocked",
               "corrected in the latest service pack of 5.0" },
  products = { "5.0", "5.0 SP1", "5.0 SP2" },
  fixed    = { "5.0 SP1" },
  mutant   = { "DEFERRED_UNLOCKED_TWICE" },
  start    = "1997-06-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "u1"
  site:add_server "S2":add_mailbox "u2"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "u1", to = "u2", defer = "+1 h", as = "deferred" }
    org:send { from = "u1", to = "u2", as = "plain" }
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "deferred":delivered_to "u2":between("10:00", "10:01"):once()
  seen:inferred():message "plain":delivered_to "u2":before "09:01"
end

function scenario.unfixed(seen)
  seen:event(2187, { server = "S1" }):text "attempting to unlock an object which is not locked":at "10:00":once()
  seen:event(2187):times(1)                                    -- the other one is not deferred
end

function scenario.fixed(seen) seen:inferred():event(2187):never() end

return scenario
