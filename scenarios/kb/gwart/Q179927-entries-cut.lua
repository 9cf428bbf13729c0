-- A registry value of the server that calculates cuts the entries of the Site-Proxy-Space: a unit of
-- which a mailbox has an address is not the site's own any more.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q179927",
  title    = "Site Proxy Recalc Limit",
  says     = { "the value is one of c, a, p, o, ou1 to ou4, in any case; what lies below does not count",
               "it is needed on the server that calculates the site's routing alone",
               "surname, given name and other attributes never count" },
  products = { "5.0 SP2", "5.5", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "SITE_PROXY_LIMIT" },
}

local SPACE = "X400:c=US;a=ABC;p=PARENT;o=UNIT;ou1=SALES"

-- Two servers of a site; the first calculates. A mailbox has an address in the space of a connector (ours).
local function build(limits)
  return function(org)
    local site = org:add_site "A"
    local s1, s2 = site:add_server "S1", site:add_server "S2"
    site:set { calculation_server = "S1" }
    s2:add_mailbox("doe", { proxies = { SPACE .. ";s=Doe;g=John" } })
    org:add_host "OTHERS"
    s1:add_connector { kind = "x400", name = "OUT", to = "OTHERS", spaces = { SPACE } }
    for name, limit in pairs(limits) do org:server(name):set { registry = { ["Site Proxy Recalc Limit"] = limit } } end
  end
end

local function drive(run, org)
  run:at("09:00", function() org:site "A":calculate() end)
  run:to "10:00"
end

local function has(seen) seen:routes "A":at "09:30":has { space = SPACE, path = { "OUT" } } end
local function lacks(seen) seen:routes "A":at "09:30":lacks { space = SPACE } end

scenario.case("no limit", { build = build {}, drive = drive, expect = lacks })
scenario.case("cut to o", { build = build { S1 = "o" }, drive = drive, fixed = has, unfixed = lacks })
scenario.case("capital letters", { build = build { S1 = "O" }, drive = drive, fixed = has, unfixed = lacks })
scenario.case("cut where nothing is", { build = build { S1 = "ou1" }, drive = drive, expect = lacks })
scenario.case("on another server", { build = build { S2 = "o" }, drive = drive, expect = lacks })

return scenario
