-- A one-off X.400 address without a surname goes back, and event 3150 tells of it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178537",
  title    = "Event 3150 and NDR for an X.400 address without a surname",
  says     = { "the report says: due to a recipient problem, MSEXCH:MSExchangeIS",
               "event 3150: an object failed integrity verification, entity: the private store",
               "adding a surname cures it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "SURNAME_NEEDED" },
}

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "R1",
                     spaces = { { "X400:c=US;a=X", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "X400:c=US;a=X;p=P;o=O;", as = "without" }
    org:send { from = "ann", to = "X400:c=US;a=X;p=P;o=O;s=Doe;", as = "with" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:report "without":text "due to a recipient problem":signed "MSExchangeIS"
  seen:event(3150, { server = "S1" }):text "failed integrity verification":once()
  seen:event(3150, { server = "S1" }):text "Private MDB"
  seen:inferred():message "without":never("via", "X1")
  seen:message "with":never "returned"
  seen:inferred():message "with":via "X1"
end

return scenario
