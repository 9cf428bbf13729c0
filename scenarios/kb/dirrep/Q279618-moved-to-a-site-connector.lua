-- Replication moves from the Internet Mail Service to a Site Connector: the other site goes from
-- Connected Sites, the table is calculated, and the Directory Replication Connector stays.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q279618",
  title    = "Directory replication moved to a Site Connector",
  says     = { "a Site Connector is made, the other site is deleted from Connected Sites of the Internet Mail Service",
               "the service is restarted, and routing is calculated",
               "the Directory Replication Connector need not be deleted" },
  products = { "5.5 SP4" },
  mutant   = { "IMS_JOINS_SITES", "IMPORT_TABLES" },
}

-- A third site beyond B, whose directory and mail come by it (ours).
function scenario.build(org)
  for _, name in ipairs { "A", "B" } do
    local site = org:add_site(name)
    site:set { smtp_domain = name:lower() .. ".org.com" }
    site:add_server("BH" .. name):add_connector { kind = "ims", name = "IMS " .. name, spaces = "SMTP:*" }
  end
  org:add_site "C":add_server "BHC"
  for _, name in ipairs { "A", "B" } do
    org:add_host("bh" .. name:lower(), { mx_for = name:lower() .. ".org.com", server = "BH" .. name })
  end
  org:connector "IMS A":set { connected_sites = { { "B", routing = "b.org.com" } } }
  org:connector "IMS B":set { connected_sites = { { "A", routing = "a.org.com" } } }
  org:pair("x400", { name = "X", "BHB", "BHC" })
  org:pair("dirrep", { name = "REP", "BHA", "BHB", schedule = "always" })
  org:pair("dirrep", { name = "REP C", "BHB", "BHC", schedule = "always" })
  org:server "BHA":add_mailbox "ann"
  org:server "BHC":add_mailbox "cara"
end

function scenario.drive(run, org)
  run:at("09:05", function() org:server "BHB":add_mailbox "first" end)
  run:at("09:30", function() org:send { from = "ann", to = "cara", as = "by the service" } end)
  run:at("10:01", function()
    org:server "BHA":add_connector { kind = "site", name = "SC", to = "BHB" }
    org:server "BHB":add_connector { kind = "site", name = "SC (BHB)", to = "BHA" }
    for _, name in ipairs { "A", "B" } do
      org:connector("IMS " .. name):set { connected_sites = {} }
      org:service("BH" .. name, "ims"):stop()
      org:service("BH" .. name, "ims"):start()
      org:site(name):calculate()
    end
  end)
  run:at("10:05", function() org:server "BHB":add_mailbox "second" end)
  run:at("11:00", function() org:send { from = "ann", to = "cara", as = "by the connector" } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:directory "BHA":at "09:30":knows "first"
  seen:message "by the service":via "IMS A"
  seen:message "by the service":delivered_to "cara"
  seen:directory "BHA":at "10:30":knows "second"
  seen:queue("BHA", "IMS A"):after "10:02":always():holds(0)
  seen:inferred():message "by the connector":via "SC"
  seen:inferred():message "by the connector":delivered_to "cara"
end

return scenario
