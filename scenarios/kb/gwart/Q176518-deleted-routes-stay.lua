-- An address space is deleted; other sites hand the route to it on to each other, and keep it through
-- several cycles of replication, until their calculation looks whether its hops are there.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q176518",
  title    = "Recalculating routing does not remove previously deleted routes",
  says     = { "a space is deleted on a connector of Site 1: it stays in Site 2's table after recalculation and several replication cycles",
               "the replica of Site 1 in Site 2 does not show it any more",
               "with build 996.42 on the routing calculation server such routes are removed sooner" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2", "5.5 SP4" },
  fixed    = { "4.0 SP5", "5.0 SP2", "5.5" },
  mutant   = { "EXTRA_CHECKING" },
}

local SITES = 5 -- ours: the article says "large topologies"
local SPACE = "SMTP:*@x.com"

local function build(builds)
  return function(org)
    local servers = {}
    for i = 1, SITES do
      local site = org:add_site("SITE" .. i)
      servers[i] = site:add_server("S" .. i, i == 2 and builds.calculates or nil)
      if i == 2 then site:add_server("S2B", builds.other) end
    end
    for i = 1, SITES do
      for j = i + 1, SITES do org:pair("x400", { name = i .. "-" .. j, servers[i], servers[j] }) end
    end
    servers[1]:add_connector { kind = "ims", spaces = { SPACE } }
  end
end

local function drive(run, org)
  run:at("09:00", function() org:connector "IMS (S1)":set { spaces = {} } end)
  run:every("1 h", { from = "10:00", times = 4 }, function() org:replicate { rounds = 1 } end)
  run:to "15:00"
end

local function stays(seen)
  seen:routes "SITE2":at "10:30":has { space = SPACE }
  seen:routes "SITE2":at "11:30":has { space = SPACE }
  seen:inferred():routes "SITE1":at "09:30":lacks { space = SPACE }
end

local function goes(seen) seen:routes "SITE2":at "10:30":lacks { space = SPACE } end

scenario.case("all servers alike", { build = build {}, drive = drive, unfixed = stays, fixed = goes })

-- Another server of the site has the fix: that does not help.
scenario.case("not the calculation server", {
  build = build { calculates = { builds = { rid = "4.0.996.41" } }, other = { builds = { rid = "4.0.996.42" } } },
  drive = drive, since = "4.0 SP5",
  fixed = function(seen) seen:inferred():routes "SITE2":at "10:30":has { space = SPACE } end,
})

return scenario
