-- A Directory Replication Connector that is deleted takes with it what was known by it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q155789",
  title    = "Deleting a Directory Replication Connector removes what was replicated",
  says     = { "deleting the connector returns the directory to its state before, as if replication had never occurred",
               "allow up to an hour; a knowledge consistency check does it at once" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "REMOVED_FORGETS" },
}

-- Three sites in a row: FAR is known by way of MIDDLE.
function scenario.build(org)
  local near, middle, far = org:add_site "NEAR", org:add_site "MIDDLE", org:add_site "FAR"
  local n1, m1, f1 = near:add_server "N1", middle:add_server "M1", far:add_server "F1"
  near:add_server "N2"
  n1:add_mailbox "ann"
  f1:add_mailbox "fay"
  org:pair("site", { name = "SC1", n1, m1 })
  org:pair("site", { name = "SC2", m1, f1 })
  org:pair("dirrep", { name = "REP1", n1, m1 })
  org:pair("dirrep", { name = "REP2", m1, f1 })
end

local function delete(org)
  org:replication("REP1", "N1"):remove()
  org:replication("REP1", "M1"):remove()
end

function scenario.drive(run, org)
  run:at("10:00", function() delete(org) end)
  run:to "18:00"
end

function scenario.expect(seen)
  for _, server in ipairs { "N1", "N2" } do
    seen:inferred():directory(server):at "10:00":knows "fay"
    seen:directory(server):at "11:00":lacks "fay"
    seen:directory(server):at "11:00":lacks "M1"
    seen:directory(server):at "18:00":knows "ann"
  end
  seen:directory "M1":at "11:00":lacks "ann"
  seen:directory "F1":at "11:00":knows "M1"
  seen:directory "N1":asked():never():after "10:00"
  seen:inferred "up to an hour":directory "N1":forgotten { site = "FAR" }:once()
end

scenario.case("a consistency check", {
  drive = function(run, org)
    run:at("10:00", function() delete(org) end)
    run:at("10:05", function() org:server "N1":check_consistency() end)
    run:to "18:00"
  end,
  expect = function(seen)
    seen:directory "N1":forgotten { site = "FAR" }:once():at "10:05"
    seen:directory "N1":forgotten { site = "MIDDLE" }:once():at "10:05"
    seen:directory "N2":at "10:06":lacks "fay"
  end,
})

return scenario
