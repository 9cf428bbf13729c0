-- Server locations: which of a site's connectors a server may use.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q234639",
  title    = "Server locations restrict the use of connectors",
  says     = { "address space restricted to This Location: users on servers of a location use the connector of that location only",
               "so for the Internet Mail Service, and for the X.400, Site and Dynamic RAS Connector",
               "the default location of a server is none; a new server joins one by its name",
               "locations apply within a site, not between sites: there the space must be local to its site" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "LOCATION_LIMITS_USE", "SCOPE_LIMITS_USE" },
}

local function set_locations(org, locations)
  for server, location in pairs(locations) do org:server(server):set { location = location } end
end

local function add_servers(org)
  local site = org:add_site "SITE"
  for _, name in ipairs { "A", "B", "C", "D" } do site:add_server(name):add_mailbox("user " .. name) end
  set_locations(org, { A = "Location 1", B = "Location 1", C = "Location 2", D = "Location 2" })
  return site
end

function scenario.build(org)
  local site = add_servers(org)
  for i, server in ipairs { "A", "C" } do                          -- costs: ours
    org:server(server):add_connector { kind = "ims", name = "IMS" .. i,
                                       spaces = { { "SMTP:*", cost = 1, scope = "location" } } }
  end
  org:add_host("mail.example.com", { mx_for = "example.com" })
  site:add_server "E":add_mailbox "user E"
end

local function send(org, server, as)
  org:send { from = "user " .. server, to = "x@example.com", as = as or server }
end

function scenario.drive(run, org)
  run:at("09:00", function() for _, server in ipairs { "A", "B", "C", "D", "E" } do send(org, server) end end)
  run:at("09:30", function() set_locations(org, { E = "Location 2" }) send(org, "E", "E joined") end)
  run:at("10:00", function() org:service("A", "ims"):stop() send(org, "B", "while IMS1 is stopped") end)
  run:at("10:30", function() set_locations(org, { D = "Location 1" }) send(org, "D", "D moved") end)
  run:to "12:00"
end

function scenario.expect(seen)
  for server, ims in pairs { A = "IMS1", B = "IMS1", C = "IMS2", D = "IMS2" } do
    seen:message(server):via(ims)
    seen:decision(server, server):survivors { ims }
  end
  seen:message "E joined":via "IMS2"
  seen:decision("E joined", "E"):fells("IMS1", "LOCATION_LIMITS_USE")
  seen:inferred():message "E":returned { diagnostic = "unrecognized-or-name" }    -- of no location: no route
  seen:inferred():message "while IMS1 is stopped":never "delivered"
  seen:inferred():decision("while IMS1 is stopped", "B"):fells("IMS2", "LOCATION_LIMITS_USE")
  seen:inferred():decision("D moved", "D"):takes "IMS1"
end

-- The same with an X.400 Connector in each location; before 5.5 SP1 its restriction has no effect (Q178376).
scenario.case("X.400", {
  since = "5.5 SP1",
  build = function(org)
    add_servers(org)
    for i, server in ipairs { "A", "C" } do
      org:server(server):add_connector { kind = "x400", name = "X" .. i, to = org:add_host("MTA " .. i),
                                         spaces = { { "X400:c=FR;a= ;p=PARTNER", cost = i, scope = "location" } } }
    end
  end,
  drive = function(run, org)
    run:at("09:00", function()
      for _, server in ipairs { "B", "D" } do
        org:send { from = "user " .. server, to = "X400:c=FR;a= ;p=PARTNER;s=marie;", as = server }
      end
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "B":via "X1"
    seen:message "D":via "X2"
  end,
})

-- Another site has a server of that location, too: it does not help. (ours): a server in every one.
scenario.case("not between sites", {
  build = function(org)
    scenario.build(org)
    local far = org:add_site "FAR":add_server "F"
    far:add_mailbox "user F"
    org:pair("x400", { name = "X", org:server "A", far, cost = 1 })
    set_locations(org, { F = "Location 1", D = "*" })
  end,
  drive = function(run, org)
    run:at("09:00", function() send(org, "F") send(org, "D") end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "F":returned { diagnostic = "unrecognized-or-name" }
    seen:inferred():decision("D", "D"):survivors { "IMS1", "IMS2" }
  end,
})

return scenario
