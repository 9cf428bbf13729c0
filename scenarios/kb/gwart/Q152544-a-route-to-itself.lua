-- A site's X.400 address is changed; its neighbour still routes to the old one, and so the site learns
-- a route to itself, out and back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152544",
  title    = "The table shows that a site has a route to itself",
  says     = { "site1 of country A and site2 of country B, an X.400 Connector each way",
               "site1's country is changed to B: its table then has X.400 routing to itself",
               "over the connector to site2 and the one back, at a cost of 2" },
  products = { "4.0 SP3", "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  fixed    = { "5.0", "5.5" },
  mutant   = { "OLD_ADDRESS_CIRCLE" },
}

-- ours: both costs are 1, so that the sum is the article's
function scenario.build(org)
  local one, two = org:add_site "SITE1", org:add_site "SITE2"
  one:set { x400_address = "c=A;a= ;p=ORG;o=SITE1" }
  two:set { x400_address = "c=B;a= ;p=ORG;o=SITE2" }
  local s1, s2 = one:add_server "S1", two:add_server "S2"
  org:pair("x400", { name = "THERE", s1, s2, cost = 1 })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:site "SITE1":set { x400_address = "c=B;a= ;p=ORG;o=SITE1" } end)
  run:at("09:30", function() org:replicate() end)
  run:to "10:00"
end

local circle = { space = "X400:c=A;a= ;p=ORG;o=SITE1", cost = 2, path = { "THERE", "THERE (S2)" } }

scenario.case("the country of the site is changed", {
  expect = function(seen)
    seen:inferred():routes "SITE1":at "08:59":lacks { space = "X400:c=A;a= ;p=ORG;o=SITE1" }
    seen:inferred():routes "SITE2":has { space = "X400:c=A;a= ;p=ORG;o=SITE1", cost = 1, connector = "THERE (S2)" }
  end,
  unfixed = function(seen) seen:routes "SITE1":has(circle) end,
  fixed = function(seen) seen:inferred():routes "SITE1":lacks(circle) end,
})

return scenario
