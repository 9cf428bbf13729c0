-- Replication every quarter of an hour is the load that a busy hub cannot carry any more; at staggered
-- times it can.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q249898",
  title    = "The MTA's queue fills up with replication set to Always",
  says     = { "Site Connectors join many sites, replication is set to Always, the servers have much mail: the queue of the MTA fills",
               "there is no error and no event",
               "with the schedule Never the queue falls to zero; staggered times keep it so" },
  products = { "5.5 SP4" },
  mutant   = { "ASKS_AGAIN" },
  start    = "1998-03-02 08:00",
}

local spokes = 4

-- A hub and spokes. The hub's MTA takes six seconds for a message, and gets one every nine (ours).
function scenario.build(org)
  local hub = org:add_site "HUB":add_server "HUB1"
  hub:add_mailbox "ann"
  hub:set { mta_time = "6 s" }
  for i = 1, spokes do
    local spoke = org:add_site("SPOKE" .. i):add_server("S" .. i)
    spoke:add_mailbox("user" .. i)
    org:pair("site", { name = "SC" .. i, hub, spoke })
    org:pair("dirrep", { name = "REP" .. i, hub, spoke, schedule = "always" })
  end
  org:set { log_replication = 0 }
end

local function schedule(org, i, text)
  for _, home in ipairs { "HUB1", "S" .. i } do org:replication("REP" .. i, home):set { schedule = text } end
end

local function drive(after)
  return function(run, org)
    run:every("9 s", { from = "08:00:09", times = 6399 }, function(i)
      org:send { from = "ann", to = "user" .. (i % spokes + 1) }
    end)
    if after then
      run:at("14:00", function() for i = 1, spokes do schedule(org, i, "never") end end)
      run:at("20:00", function() for i = 1, spokes do schedule(org, i, after(i)) end end)
    end
    run:to "1998-03-03 00:00"
  end
end

local queue = "Work Queue Length"

-- Each spoke at an hour of its own.
scenario.case("then staggered", {
  drive = drive(function(i) return ("%02d:30-%02d:45"):format((19 + i) % 24, (19 + i) % 24) end),
  expect = function(seen)
    seen:counter("HUB1", queue):at "10:00":is_at_least(100)
    seen:counter("HUB1", queue):at "14:00":is_at_least(300)
    seen:counter("HUB1", queue):between("19:30", "20:00"):always():is_at_most(2)
    seen:counter("HUB1", queue):between("20:00", "23:59"):always():is_at_most(60)
    seen:event(1103):never()
    seen:directory "S1":asked():never():between("14:10", "19:59")
    seen:directory "S1":asked():at_least(1):after "20:00"
  end,
})

scenario.case("left as it is", {
  drive = drive(nil),
  expect = function(seen) seen:inferred():counter("HUB1", queue):at "23:00":is_at_least(800) end,
})

return scenario
