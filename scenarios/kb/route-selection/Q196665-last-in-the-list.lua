-- Two connectors wait to retry, by timers that are equal: the last in the list is taken, dearer or not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q196665",
  title    = "The MTA could route messages through higher costing routes",
  says     = { "with equal retry timers the final route of the list is taken, though it costs more" },
  products = { "5.5.2499.0", "5.5.2500.0", "5.5 SP4" },
  fixed    = { "5.5.2500.0" },
  mutant   = { "EQUAL_TIMERS_LAST" },
}

local BOTH, ONE, TWO = "X400:c=US;a= ;p=BOTH", "X400:c=US;a= ;p=ONE", "X400:c=US;a= ;p=TWO"

-- Costs ours, and that each connector has a space of its own: so that both fail in the same instant.
local function build(first, second)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    local host = org:add_host "PARTNER"
    server:add_mailbox "ann"
    for _, c in ipairs { first, second } do
      server:add_connector { kind = "x400", name = c.name, to = host,
                             spaces = { { BOTH, cost = c.cost }, { c.own, cost = 1 } } }
    end
  end
end

local cheap, dear = { name = "CHEAP", cost = 1, own = ONE }, { name = "DEAR", cost = 100, own = TWO }

function scenario.drive(run, org)
  run:at("08:59", function() org:link "CHEAP":cut() org:link "DEAR":cut() end)
  run:at("09:00", function()
    org:send { from = "ann", to = { ONE .. ";s=a;", TWO .. ";s=b;" }, as = "both fail" }
  end)
  run:at("09:05", function() org:send { from = "ann", to = BOTH .. ";s=c;", as = "m" } end)
  run:to "09:09"
end

scenario.case("the dear one is the last", {
  build = build(cheap, dear),
  unfixed = function(seen)
    seen:message "m":goes_by "DEAR"
    seen:decision("m", "S1"):first():by_rule "EQUAL_TIMERS_LAST"
  end,
  fixed = function(seen) seen:inferred():message "m":goes_by "CHEAP" end,
})

scenario.case("the cheap one is the last", {
  build = build(dear, cheap),
  expect = function(seen) seen:inferred():message "m":goes_by "CHEAP" end,
})

return scenario
