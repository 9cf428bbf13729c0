-- Two connectors whose X.400 spaces differ in the second organizational unit only: it is not compared.
-- What the article says of calculation servers with and without the fix, that undo each other's
-- tables, is not here: in exsim each site's table is its own.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q273945",
  title    = "The X.400 Connector ignores OU2 during routing",
  says     = { "where address spaces are defined with OU2 the MTA may choose a wrong route",
               "messages may bounce, and non-delivery reports be made",
               "corrected by build 2654.21 on all routing calculation servers" },
  products = { "5.5", "5.5 SP3", "5.5 SP4", "5.5.2654.39" },
  fixed    = { "5.5.2654.21" },
  mutant   = { "OU2_IGNORED" },
}

local SPACE = "X400:c=US;a= ;p=P;o=O;ou1=N;ou2=" -- ours

local function build(builds)
  return function(org)
    local site = org:add_site "S1"
    local hub = site:add_server("HUB", builds.calculates)
    local other = site:add_server("OTHER", builds.routes)
    org:add_host "A"
    org:add_host "B"
    other:add_mailbox "ann"
    hub:add_connector { kind = "x400", name = "X1", to = "A", spaces = { SPACE .. "A" } }
    hub:add_connector { kind = "x400", name = "X2", to = "B", spaces = { SPACE .. "B" } }
  end
end

local function drive(run, org)
  run:at("09:00", function()
    for i = 1, 20 do
      org:send { from = "ann", to = SPACE .. "A;s=a" .. i .. ";", as = "a" .. i }
      org:send { from = "ann", to = SPACE .. "B;s=b" .. i .. ";", as = "b" .. i }
    end
  end)
  run:to "10:00"
end

local function right(seen)
  for i = 1, 20 do
    seen:inferred():message("a" .. i):goes_by "X1"
    seen:inferred():message("b" .. i):goes_by "X2"
  end
end

local function wrong(seen)
  seen:decision("a1", "OTHER"):survivors { "X1", "X2" }
  seen:decision("b1", "OTHER"):survivors { "X1", "X2" }
end

scenario.case("all servers alike", { build = build {}, drive = drive, unfixed = wrong, fixed = right })

-- The table is the calculation server's.
scenario.case("the fix on the calculation server alone", {
  build = build { calculates = { builds = { rid = "5.5.2654.21" } }, routes = { builds = { mta = "5.5.2653.0" } } },
  drive = drive, since = "5.5 SP4", expect = right,
})

return scenario
