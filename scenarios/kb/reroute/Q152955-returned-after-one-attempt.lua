-- A message with one route only, over a connector that is one of several routes for other mail: the
-- quick test says that there is another way, the full test finds none, and an old build spoils what
-- it knows of the message's way.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152955",
  title    = "The MTA prematurely returns messages",
  says     = { "a message that has one route is returned although its connector is to be retried",
               "expected: it sits in the queue and is retried by the connector's values",
               "a quick test asks for any alternate route of the connector, the full test for the message's own space",
               "the second time through it passes for mail that was just transferred in" },
  products = { "4.0 SP2", "4.0 SP3", "4.0 SP5" },
  fixed    = { "4.0 SP3" },
  mutant   = { "QUICK_TEST_SPOILS" },
}

local X, Y = "X400:c=US;a= ;p=X", "X400:c=US;a= ;p=Y"

-- C1 bears X and Y, C2 bears Y (names and costs ours).
local function build(c1_spaces)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    local partner, other = org:add_host "PARTNER", org:add_host "OTHER"
    server:add_mailbox "ann"
    server:add_connector { kind = "x400", name = "C1", to = partner, spaces = c1_spaces }
    server:add_connector { kind = "x400", name = "C2", to = other, spaces = { { Y, cost = 10 } } }
  end
end

function scenario.drive(run, org)
  run:at("08:59", function() org:link "C1":cut() end)
  run:at("09:00", function() org:send { from = "ann", to = X .. ";s=marie;", as = "m" } end)
  run:at("11:05", function() org:link "C1":restore() end)
  run:to "12:00"
end

local function waits(seen)
  seen:association("S1", "C1"):tried():within "1 s":of "09:10"
  seen:message "m":is_in("S1", "C1"):at "11:00"
  seen:message "m":via "C1":after "11:05"
  seen:report "m":never()
end

-- "After only one attempt": what is not stated is when (ours: as the second one fails).
scenario.case("a connector with a rival for other mail", {
  build = build { { X, cost = 1 }, { Y, cost = 1 } },
  unfixed = function(seen)
    seen:message "m":never "transferred"
    seen:report "m":to "ann":once():before "09:15":by_rule "QUICK_TEST_SPOILS"
  end,
  fixed = waits,
})

scenario.case("a connector without a rival", {
  build = build { { X, cost = 1 } },
  expect = function(seen)
    seen:inferred():message "m":via "C1":after "11:05"
    seen:inferred():report "m":never()
  end,
})

return scenario
