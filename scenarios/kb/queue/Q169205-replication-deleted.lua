-- Replication messages of public folders that are deleted from the queues make more of them: each store asks
-- for what it misses, and gets a message of its own.

local exsim = require "exsim"

local sites = 20

local scenario = exsim.scenario {
  article  = "Q169205",
  title    = "What deleting public folder replication messages leads to",
  says     = { "a change is sent as one message to the stores of all other sites with replicas",
               "mtacheck /rp removes it from the queues, and the stores do not get it",
               "eventually they send backfill requests",
               "each is answered by a message of its own: 19 for 20 sites, instead of one" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "MTACHECK_DROPS_REPLICATION", "BACKFILL_ONE_BY_ONE" },
}

-- A hub that all sites are connected to is the bridgehead of the first.
function scenario.build(org)
  local first = org:add_site "SITE1"
  local hub = first:add_server "HUB"
  local home = first:add_server "P1"
  local replicas = {}
  for i = 2, sites do
    local server = org:add_site("SITE" .. i):add_server("P" .. i)
    org:pair("x400", { name = "SC" .. i, hub, server })
    replicas[#replicas + 1] = server
  end
  home:add_folder("NEWS", { replicas = replicas })
  org:set { log_replication_incoming = 5 }
end

-- The links are away while the change is sent, and its messages deleted (ours: times).
local function drive(switches)
  return function(run, org)
    run:at("09:00", function()
      for i = 2, sites do org:link("SC" .. i):cut() end
      org:server "P1":post "NEWS"
    end)
    run:at("10:00", function()
      local hub = org:server "HUB"
      hub:service "mta":stop()
      if switches then hub:mtacheck(switches) end
      for i = 2, sites do org:link("SC" .. i):restore() end
      hub:service "mta":start()
    end)
    run:to "1998-03-04 12:00"
  end
end

scenario.drive = drive "/rp"

local function content(seen) return seen:event(3028):text "Type: 0x4" end
local function requests(seen) return seen:event(3028, { server = "P1" }):text "Type: 0x8" end

function scenario.expect(seen)
  content(seen):before "1998-03-03 08:00":never()
  requests(seen):times(sites - 1)
  content(seen):after "1998-03-03 08:00":times(sites - 1)
  seen:counter("P20", "Public Folder Items"):at "1998-03-04 11:00":is(1)
end

scenario.case("left in the queues", {
  drive = drive(),
  expect = function(seen)
    content(seen):before "12:00":times(sites - 1)              -- one message, to all of them
    requests(seen):never()
  end,
})

return scenario
