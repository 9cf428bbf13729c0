-- A Directory Replication Connector on another bridgehead: all objects come again, both ways.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q254188",
  title    = "Moving a Directory Replication Connector",
  says     = { "moving the connector to another bridgehead triggers a full refresh of all replicated contexts, both ways" },
  products = { "5.5 SP4" },
  mutant   = { "INTERSITE_PACKETS" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
  one:add_server "NEW1"
  for i = 1, 20 do bh1:add_mailbox("ann" .. i) end
  for i = 1, 30 do bh2:add_mailbox("bob" .. i) end
  org:pair("site", { name = "SC", bh1, bh2, targets = { "BH1", "NEW1", "BH2" } })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "09:00-09:15, 12:00-12:15" })
  for _, server in ipairs { "BH1", "NEW1", "BH2" } do
    org:server(server):set { registry = { ["Intersite packet size"] = 25 } }           -- (ours)
  end
end

function scenario.drive(run, org)
  run:at("10:00", function() org:replication "REP":set { bridgehead = "NEW1" } end)
  run:to "1998-03-03 10:00"
end

function scenario.expect(seen)
  seen:inferred():directory "BH2":answered { to = "BH1", context = "site", objects = 0 }:once():before "10:00"
  seen:directory "NEW1":asked { to = "BH2", context = "site" }:times(2):between("12:00", "12:05")
  seen:directory "BH2":answered { to = "NEW1", context = "site", objects = 25 }:once()
  seen:directory "BH2":answered { to = "NEW1", context = "site", objects = 5 }:once()
  seen:directory "NEW1":answered { to = "BH2", context = "site", objects = 20 }:once()
  seen:inferred "and then only changes":directory "NEW1":answered { to = "BH2", context = "site", objects = 0 }:once()
  seen:directory "BH1":asked():never():after "10:00"
end

return scenario
