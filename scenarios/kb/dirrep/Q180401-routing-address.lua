-- A Directory Service writes to the address that Connected Sites has for the other site: when that
-- site's address was changed, its messages come back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q180401",
  title    = "Replication after the X.400 address of a site was changed",
  says     = { "messages to a site whose address was changed come back while Connected Sites has the old one",
               "with the new one on Connected Sites replication completes",
               "it is so whichever connector joins the sites" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "ROUTING_ADDRESS" },
}

local function build(kind)
  return function(org)
    local one, two = org:add_site "SITE1", org:add_site "SITE2"
    local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
    org:pair(kind, { name = "X", bh1, bh2 })
    org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "never" })
    org:replication("REP", "BH2"):set { schedule = "09:30-09:45, 12:00-12:15, 15:00-15:15" }
  end
end

scenario.build = build "x400"

function scenario.drive(run, org)
  run:at("09:00", function() org:server "BH1":add_mailbox "first" end)
  run:at("10:00", function() org:site "SITE1":set { x400_address = "c=US;a= ;p=ORG;o=First" } end)
  run:at("10:30", function() org:site "SITE1":calculate() end)
  run:at("11:00", function() org:server "BH1":add_mailbox "second" end)
  run:at("13:00", function()
    org:connector("X", "BH2"):set { connected_sites = { { "SITE1", address = "X400:c=US;a= ;p=ORG;o=First" } } }
    org:site "SITE2":calculate()
  end)
  run:to "16:00"
end

local function expect(seen)
  seen:directory "BH2":at "09:40":knows "first"
  seen:directory "BH2":asked { to = "BH1" }:times(2):at "12:00"
  seen:event(1103, { server = "BH2" }):times(2):between("12:00", "12:05")
  seen:directory "BH1":answered { to = "BH2" }:never():between("12:00", "14:59")
  seen:directory "BH2":at "14:59":lacks "second"
  seen:directory "BH2":at "15:10":knows "second"
end

scenario.expect = expect

scenario.case("over a Site Connector", { build = build "site", expect = expect })

return scenario
