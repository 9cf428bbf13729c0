-- Two sites joined by an X.400 Connector between each two of their bridgeheads: the site that reaches
-- the outside over the other loses c=*.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q284254",
  title    = "The c=* address space is missing from the table",
  says     = { "SiteA and SiteB, two bridgeheads each, four X.400 Connectors, SiteA has the way out for c=*, SiteB's connectors carry c=*",
               "after a recalculation c=* is not in the table, and mail for the outside is not delivered",
               "a regression of build 2654.21 of Ems_rid.dll, corrected in 2654.58" },
  products = { "5.5 SP4", "5.5.2654.21", "5.5.2654.57", "5.5.2654.58" },
  fixed    = { "5.5.2654.58" },
  mutant   = { "LOSES_TWO_BY_TWO" },
}

local function build(bridgeheads)
  return function(org)
    local a, b = org:add_site "SITEA", org:add_site "SITEB"
    local as, bs = {}, {}
    for i = 1, bridgeheads do as[i], bs[i] = a:add_server("A" .. i), b:add_server("B" .. i) end
    org:add_host "OUTSIDE"
    as[1]:add_connector { kind = "x400", name = "OUT", to = "OUTSIDE", spaces = { "X400:c=*" } }
    bs[1]:add_mailbox "bob"
    for i = 1, bridgeheads do
      for j = 1, bridgeheads do
        as[i]:add_connector { kind = "x400", name = ("A%d-B%d"):format(i, j), to = bs[j], connected_sites = "SITEB" }
        bs[j]:add_connector { kind = "x400", name = ("B%d-A%d"):format(j, i), to = as[i], connected_sites = "SITEA",
                              spaces = { "X400:c=*" } }
      end
    end
  end
end

local function drive(run, org)
  run:at("08:30", function() org:site "SITEB":calculate() end)
  run:at("09:00", function() org:send { from = "bob", to = "X400:c=FR;a=ATLAS;s=roe;", as = "abroad" } end)
  run:to "10:00"
end

local function there(seen)
  seen:inferred():routes "SITEB":has { space = "X400:c=*" }
  seen:inferred():message "abroad":via "OUT"
end

local function lost(seen)
  seen:routes "SITEB":rows(0, { space = "X400:c=*" })
  seen:message "abroad":never "delivered"
end

-- Build 2653 has not the regression yet.
scenario.case("two by two, before the regression", {
  build = build(2), drive = drive,
  expect = function(seen) seen:inferred():routes "SITEA":has { space = "X400:c=*", connector = "OUT" } end,
  fixed = there,
})

scenario.case("two by two, with the regression", {
  build = function(org)
    build(2)(org)
    for _, name in ipairs { "A1", "A2", "B1", "B2" } do
      org:server(name):patch { builds = { rid = "5.5.2654.21" } }
    end
  end,
  drive = drive, since = "5.5 SP4", expect = lost,
})

scenario.case("one bridgehead each", { build = build(1), drive = drive, expect = there })

return scenario
