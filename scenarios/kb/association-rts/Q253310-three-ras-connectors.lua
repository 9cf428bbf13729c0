-- A RAS bridgehead for three sites that has entries for two RAS associations: the MTA stops.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q253310",
  title    = "MTA on RAS server stops repeatedly with events 9315, 9405",
  says     = { "9315: a resource limit when attempting to open a RAS association, the number of entries configured is 2",
               "9405: double acquire of semaphore 2210; the MTA stops, and stops again after it was started",
               "Concurrent Connections to RAS LAN-MTAs set to 10: normal function" },
  products = { "5.5 SP4" },
  mutant   = { "RAS_ENTRIES", "RAS_ENTRIES_END" },
}

function scenario.build(org)
  local hub = org:add_site "HUB":add_server "S1"
  hub:add_mailbox "ann"
  hub:set { modems = 4, registry = { ["Concurrent Connections to RAS LAN-MTAs"] = 2 } }
  for i = 1, 3 do
    local far = org:add_site("SITE" .. i):add_server("R" .. i)
    far:add_mailbox("bob" .. i)
    org:pair("ras", { name = "CALL" .. i, hub, far })
  end
end

local function one_each(org, as)
  for i = 1, 3 do org:send { from = "ann", to = "bob" .. i, as = as .. i } end
end

function scenario.drive(run, org)
  run:at("09:00", function() one_each(org, "first ") end)
  run:at("09:30", function() org:service("S1", "mta"):start() end)      -- three wait: it stops again
  run:at("10:00", function()
    org:server "S1":set { registry = { ["Concurrent Connections to RAS LAN-MTAs"] = 10 } }
    org:service("S1", "mta"):start()
  end)
  run:to "10:30"
end

function scenario.expect(seen)
  seen:event(9315, { server = "S1" }):before "09:29":once():text "The number of entries configured is 2."
  seen:event(9405, { server = "S1" }):before "09:29":once():text "Double acquire of semaphore 2210"
  seen:inferred():event(9315, { server = "S1" }):times(2)
  seen:event(9405, { server = "S1" }):between("09:30", "09:40"):once()
  for i = 1, 3 do seen:message("first " .. i):delivered_to("bob" .. i):between("10:00", "10:10") end
  seen:event(9405):after "09:40":never()
end

return scenario
