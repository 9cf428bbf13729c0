-- A message that cannot be converted for one X.400 Connector is sent to another server of the site,
-- whose connector may not need the conversion; from SP3 it goes back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q232396",
  title    = "A message that fails content conversion is rerouted",
  says     = { "it may be rerouted to another server in the site that has an X.400 Connector with a suitable address space",
               "another route may not require the same conversion, and so the message may get sent" },
  products = { "5.5", "5.5.2607", "5.5.2608", "5.5 SP4" },
  fixed    = "5.5.2608",
  mutant   = { "CONVERSION_FAILS", "CONVERSION_REROUTED" },
}

local SPACE, MARIE = "X400:c=*", "X400:c=FR;a= ;p=PARTNER;o=LYON;s=marie;"

-- `s2_takes`: S2's connector takes Exchange contents as they are. (ours, as costs)
local function build(s2_takes)
  return function(org)
    local site = org:add_site "SITE"
    local s1, s2 = site:add_server "S1", site:add_server "S2"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "x400", name = "X1", to = org:add_host "FAR1", spaces = { { SPACE, cost = 1 } },
                       exchange_contents = false }
    s2:add_connector { kind = "x400", name = "X2", to = org:add_host "FAR2", spaces = { { SPACE, cost = 1 } },
                       exchange_contents = s2_takes }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = MARIE, malformed = true, as = "bad" }
    org:send { from = "ann", to = MARIE, as = "good" }
  end)
  run:to "10:00"
end

scenario.build = build(true)

function scenario.expect(seen)
  seen:inferred():message "good":via "X1"
  seen:event(210, { server = "S1" }):text "Content conversion failed":once()
end

function scenario.unfixed(seen)
  seen:message "bad":rerouted { from = "X1", to = "X2" }:once()
  seen:inferred():event(210):once()
end

function scenario.fixed(seen)
  seen:message "bad":never "rerouted"
  seen:inferred():message "bad":returned { diagnostic = "content-syntax-error" }
end

-- What becomes of it there, in a build that no longer spoils it.
scenario.case("no conversion there", {
  since = "5.5 SP1",
  expect = function(seen) seen:inferred():event(200):never() end,
  unfixed = function(seen) seen:message "bad":via "X2" end,
})

scenario.case("conversion there, too", {
  since = "5.5 SP1",
  build = build(false),
  expect = function(seen) seen:inferred():message "bad":returned { diagnostic = "content-syntax-error" } end,
  unfixed = function(seen)
    seen:inferred():event(210, { server = "S2" }):once()
    seen:message "bad":rerouted():once()
  end,
})

return scenario
