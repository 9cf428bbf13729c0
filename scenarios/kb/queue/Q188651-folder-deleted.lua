-- A public folder that is deleted with hundreds of items in it makes one replication message.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q188651",
  title    = "One replication message for a deleted public folder",
  says     = { "a public folder with several hundred items is deleted: one message goes to the servers with replicas",
               "event 3005: a replica was removed; event 3028 of type 0x2 where it comes in" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "FOLDER_DELETED_ONCE" },
}

function scenario.build(org)
  local site = org:add_site "ONE"
  local s1 = site:add_server "S1"
  site:add_server "S2"
  s1:add_folder("NEWS", { replicas = { "S2" } })
  org:set { log_replication_incoming = 5 }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:server "S1":post("NEWS", 500) end)
  run:at("11:00", function() org:server "S1":delete_folder "NEWS" end)
  run:to "15:00"
end

function scenario.expect(seen)
  local at_s2 = function() return seen:event(3028, { server = "S2" }) end
  seen:inferred():counter("S2", "Public Folder Items"):at "10:59":is(500)
  seen:event(3005, { server = "S1" }):text "A replica of public folder (NEWS) was removed.":at "11:00":once()
  seen:event(3005, { server = "S2" }):after "11:00":once()
  at_s2():text "Type: 0x2":after "11:00":once()
  at_s2():text "Type: 0x4":after "11:00":never()
  seen:inferred():counter("S2", "Public Folder Items"):at "14:00":is(0)
end

return scenario
