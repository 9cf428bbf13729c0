-- Five minutes after its start a Directory Service asks other sites, whatever the schedule says.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q175545",
  title    = "Requests to other sites five minutes after the start",
  says     = { "five minutes after a restart of the Directory Service requests go to other sites, outside the schedule",
               "one for every naming context that comes by message; the five minutes let the MTA start",
               "with Replicator inter site sync at startup = 0 none goes, and the scheduled ones go on as before" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2", "5.5 SP4" },
  fixed    = { "4.0 SP5", "5.0 SP2", "5.5" },
  mutant   = { "STARTUP_SYNC", "STARTUP_SYNC_VALUE" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
  org:pair("site", { name = "SC", bh1, bh2 })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "00:00-00:15, 03:00-03:15" })  -- (ours)
end

function scenario.drive(run, org)
  run:at("09:59", function() org:service("BH1", "ds"):stop() end)
  run:at("10:00", function() org:service("BH1", "ds"):start() end)
  run:to "1998-03-03 01:00"
end

function scenario.expect(seen)
  local bh1 = seen:directory "BH1"
  bh1:asked { to = "BH2", site = "TWO", context = "site" }:once():at "10:05"
  bh1:asked { to = "BH2", site = "TWO", context = "configuration" }:once():at "10:05"
  bh1:asked():times(2):before "23:00"
  bh1:asked():times(2):after "23:00"
  seen:inferred():directory "BH2":answered { to = "BH1" }:times(2):between("10:05", "10:06")
end

scenario.case("the value is 0", {
  build = function(org)
    scenario.build(org)
    org:server "BH1":set { registry = { ["Replicator inter site sync at startup"] = 0 } }
  end,
  unfixed = function(seen)
    seen:directory "BH1":asked { to = "BH2" }:times(2):at "10:05"
  end,
  fixed = function(seen)
    seen:directory "BH1":asked():never():before "23:00"
    seen:directory "BH1":asked { to = "BH2" }:times(2):at "1998-03-03 00:00"
  end,
})

return scenario
