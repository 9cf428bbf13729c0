-- An address type that a removed gateway left in Site Addressing has no proxy generator: the routing
-- address of a connected site lacks its organization.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169425",
  title    = "The routing address of a connected site lacks the organization",
  organization = "Exchange Org",
  says     = { "a new connected site normally has the routing address C=US;A= ;P=Exchange Org;O=site",
               "with an address type in Site Addressing that has no proxy generator it is C=US;A= ;P=Exchange Org;",
               "where there are several X.400 Connectors this can lead to routing problems",
               "the Organization added on the Routing Address page cures it" },
  products = { "5.0", "5.0 SP2" },
  mutant   = { "NO_GENERATOR_NO_O" },
}

local function address(site) return "X400:c=US;a= ;p=Exchange Org;o=" .. site end

-- A hub with X.400 Connectors to two sites. They do not replicate, so O/R addresses are all they know (ours).
local function build(leftover)
  return function(org)
    local hub = org:add_site "HUB"
    hub:set { type_without_generator = leftover }
    hub:add_server("H1"):add_mailbox "ann"
    org:set { timed_replication = true }
    for i = 1, 2 do
      org:add_site("S" .. i):add_server("B" .. i):add_mailbox("user" .. i)
      org:pair("x400", { name = "X" .. i, "H1", "B" .. i })
    end
  end
end

local function drive(run, org)
  run:at("09:00", function()
    for i = 1, 20 do org:send { from = "ann", to = address "S2" .. ";s=user2;", as = "before " .. i } end
  end)
  run:at("10:00", function()
    for i = 1, 2 do
      org:connector("X" .. i, "H1"):set { connected_sites = { { "S" .. i, address = address("S" .. i) } } }
    end
    org:site "HUB":calculate()
  end)
  run:at("11:00", function() org:send { from = "ann", to = address "S2" .. ";s=user2;", as = "after" } end)
  run:to "12:00"
end

local function cured(seen)
  seen:inferred():message "after":via "X2"
  seen:inferred():message "after":delivered_to "user2"
end

scenario.case("an address type is left over", {
  build = build(true), drive = drive,
  expect = function(seen)
    for i = 1, 2 do
      seen:routes "HUB":at "08:30":has { space = "X400:c=US;a= ;p=Exchange Org", connector = "X" .. i }
      seen:routes "HUB":at "08:30":lacks { space = address("S" .. i) }
      seen:routes "HUB":at "10:30":has { space = address("S" .. i), connector = "X" .. i }
    end
    seen:inferred("either may take it"):queue("H1", "X1"):becomes(1):before "10:00"
    cured(seen)
  end,
})

scenario.case("none is", {
  build = build(false), drive = drive,
  expect = function(seen)
    for i = 1, 2 do seen:routes "HUB":at "08:30":has { space = address("S" .. i), connector = "X" .. i } end
    seen:inferred():queue("H1", "X1"):always():holds(0)
    cured(seen)
  end,
})

return scenario
