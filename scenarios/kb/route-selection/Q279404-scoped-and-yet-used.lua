-- A site's own Internet Mail Service sends what comes from other sites, though its address space is
-- restricted to the site: every MTA on the way routes anew.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q279404",
  title    = "An Internet Mail Service of site scope sends mail from a remote site",
  says     = { "scope This Site: the route is not known outside the site; sites behind it know only the other one, and route there",
               "on the way the mail enters the site, whose MTAs know the local route: it leaves there",
               "an MTA routes hop by hop, and is not aware of what was decided before",
               "scope This Location: known to that server or group of servers; mail processed there may use it" },
  products = { "5.5 SP3" },
  mutant   = { "SCOPE_LIMITS_USE", "LOCATION_LIMITS_USE" },
}

-- SITEA - SITEB by a Site Connector, OTHER behind SITEB by X.400; SITEB has B2 beside its bridgehead.
local function build(scope)
  return function(org)
    local a1, other = org:add_site "SITEA":add_server "A1", org:add_site "OTHER":add_server "O1"
    local siteb = org:add_site "SITEB"
    local b1, b2 = siteb:add_server "B1", siteb:add_server "B2"
    other:add_mailbox "otto"
    b1:set { location = "Location 1" }
    b2:set { location = "Location 1" }
    a1:add_connector { kind = "ims", name = "IMS A", spaces = { { "SMTP:*", cost = 1 } } }
    b2:add_connector { kind = "ims", name = "IMS B", spaces = { { "SMTP:*", cost = 1, scope = scope } } }
    org:pair("site", { name = "AB", a1, b1, cost = 1 })
    org:pair("x400", { name = "OB", other, b1, cost = 1 })                       -- cost: ours
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "otto", to = "x@example.com", as = "m" } end)
  run:to "10:00"
end

-- In OTHER only the way to SITEA is usable; whatever scope it has, the mail leaves from SITEB.
for _, scope in ipairs { "site", "location" } do
  scenario.case("This " .. scope, {
    build = build(scope),
    expect = function(seen)
      seen:decision("m", "O1"):takes "OB"
      seen:decision("m", "O1"):fells("OB", "SCOPE_LIMITS_USE")
      seen:decision("m", "B1"):takes "IMS B"
      seen:message "m":via "IMS B"
      seen:message "m":path { "O1", "B1", "B2" }
      seen:message "m":delivered()
    end,
  })
end

-- Restricted to another location than the bridgehead's: it goes on to SITEA.
scenario.case("another location", {
  build = function(org)
    build "location"(org)
    org:server "B2":set { location = "Location 2" }
  end,
  expect = function(seen)
    seen:inferred():decision("m", "B1"):fells("IMS B", "LOCATION_LIMITS_USE")
    seen:inferred():message "m":via "IMS A"
  end,
})

scenario.case("organization", {
  build = build "organization",
  expect = function(seen)
    seen:inferred():decision("m", "O1"):survivors { "OB" }
    seen:inferred():message "m":via "IMS B"
  end,
})

return scenario
