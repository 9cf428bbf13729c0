-- Address spaces of a Site Connector count until the two sites replicate; then what the other site says
-- of itself counts, and restricted spaces.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182128",
  title    = "Site Connector address spaces do not appear in the table",
  says     = { "spaces on a Site Connector between replicated sites are in neither table nor Routing list",
               "they count only while the two sites do not replicate; after that the other site's replicated table is used",
               "local or subsite-restricted spaces are still used",
               "spaces of an X.400 Connector are not limited by directory replication" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "SITE_CONNECTOR_SPACES" },
}

local SPACE = "SMTP:*@old.com" -- ours, as are the names

local function build(replicates, spaces, on)
  return function(org)
    org:set { timed_replication = true }
    local s1, s2 = org:add_site "S1":add_server "H1", org:add_site "S2":add_server "H2"
    org:pair("site", { name = "WAN", s1, s2 })
    org:pair("x400", { name = "LINE", s1, s2, cost = 5 })
    if replicates then org:pair("dirrep", { name = "DRC", s1, s2 }) end
    org:connector(on or "WAN"):set { spaces = spaces or { SPACE } }
  end
end

local function drive(run) run:to "12:00" end
local own = { space = SPACE, path = { "WAN" } }

scenario.case("the sites do not replicate", {
  build = build(false), drive = drive,
  expect = function(seen) seen:routes "S1":has(own) end,
})

scenario.case("they do", {
  build = build(true), drive = drive,
  expect = function(seen) seen:routes "S1":rows(0, { space = SPACE }) end,
})

scenario.case("they do, and the space is LOCAL", {
  build = build(true, { "LOCAL:" .. SPACE }), drive = drive,
  expect = function(seen) seen:routes "S1":has { space = SPACE, path = { "WAN" }, scope = "site" } end,
})

scenario.case("the space of an X.400 Connector", {
  build = build(true, nil, "LINE"), drive = drive,
  expect = function(seen) seen:routes "S1":has { space = SPACE, path = { "LINE" } } end,
})

return scenario
