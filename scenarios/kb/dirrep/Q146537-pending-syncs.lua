-- At its start a Directory Service queues a synchronization for every other that it knows; before the
-- fix duplicates as well.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q146537",
  title    = "Too many synchronizations at the start of a Directory Service",
  says     = { "at its start a server asks all known Directory Services, and queues duplicates: the pending synchronizations run away",
               "with the fix there are at most 3 x servers in the site + 2 x sites in the enterprise" },
  products = { "4.0 SP1", "4.0 SP2", "5.0", "5.5" },
  fixed    = { "4.0 SP2", "5.0", "5.5" },
  mutant   = { "STARTUP_DUPLICATES" },
}

local sites, servers = 10, 4                                                           -- (ours)
local bound = 3 * servers + 2 * sites

function scenario.build(org)
  local hub
  for i = 1, sites do
    local site = org:add_site("SITE" .. i)
    for k = 1, servers do site:add_server(("S%d-%d"):format(i, k)) end
    local bridgehead = org:server(("S%d-1"):format(i))
    if hub then
      org:pair("site", { name = "SC" .. i, hub, bridgehead })
      org:pair("dirrep", { name = "REP" .. i, hub, bridgehead })
    end
    hub = hub or bridgehead
  end
end

function scenario.drive(run, org)
  run:at("09:30", function() org:service("S1-1", "ds"):stop() end)
  run:at("09:31", function() org:service("S1-1", "ds"):start() end)
  run:to "09:50"
end

local function pending(seen) return seen:counter("S1-1", "Pending Replication Synchronizations") end

function scenario.unfixed(seen)
  pending(seen):at "09:32":is_at_least(bound + 1)
  pending(seen):at "09:50":is(0)
end

function scenario.fixed(seen)
  pending(seen):always():is_at_most(bound)
  pending(seen):at "09:32":is(2 * (sites - 1))                                         -- those that wait for the MTA
  pending(seen):at "09:50":is(0)
end

return scenario
