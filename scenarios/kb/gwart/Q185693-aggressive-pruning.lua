-- The extra checking brings in a table for every hop of every route: in a large organisation the
-- calculation takes hours, and the table stays as it was.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q185693",
  title    = "A spinning thread in Mad.exe during routing recalculation",
  says     = { "the extra checking brings in the table of every hop's site: its time grows with sites and routes, to hours, days or weeks",
               "the table is not updated over 24 hours",
               "event 5000, Error: the routing table is being recalculated",
               "RID Consistency Checking = 0 brings the old algorithm back; without the value it is on" },
  products = { "5.0 SP2", "5.5", "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "EXTRA_CHECKING", "CONSISTENCY_SWITCH" },
}

local SITES, IMPORT = 8, "10 min" -- ours: a small mesh, and a slow server

local function build(registry)
  return function(org)
    local servers = {}
    for i = 1, SITES do servers[i] = org:add_site("SITE" .. i):add_server("S" .. i) end
    for i = 1, SITES do
      for j = i + 1, SITES do org:pair("x400", { name = i .. "-" .. j, servers[i], servers[j] }) end
    end
    servers[1]:set { import_time = IMPORT, registry = registry }
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:connector "1-2":set { spaces = { "SMTP:*@x.com" } }
    org:site "SITE1":calculate()
  end)
  run:at("1998-03-03 08:59", function() org:site "SITE1":calculate() end)
  run:to "1998-03-03 10:00"
end

local function never_ends(seen)
  seen:routes "SITE1":always():lacks { space = "SMTP:*@x.com" }
  seen:routes "SITE1":calculated():between("09:00", "1998-03-03 09:00"):never()
  seen:event(5000, { server = "S1" }):text "The routing table is being recalculated.":after "1998-03-03 08:58"
end

local function ends(seen)
  seen:routes "SITE1":calculated():between("09:00", "12:00")
  seen:routes "SITE1":at "12:00":has { space = "SMTP:*@x.com" }
  seen:inferred():event(5000, { server = "S1" }):text "Result: success":between("09:00", "12:00")
end

scenario.case("without the value", { build = build {}, drive = drive, expect = never_ends })
scenario.case("RID Consistency Checking = 0", {
  build = build { ["RID Consistency Checking"] = 0 }, drive = drive,
  unfixed = function(seen) seen:inferred():routes "SITE1":always():lacks { space = "SMTP:*@x.com" } end,
  fixed = ends,
})

return scenario
