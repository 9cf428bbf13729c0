-- The types of public folder replication messages: hierarchy, content, backfill, status.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q221778",
  title    = "Types of replication messages of public folders",
  says     = { "with diagnostics logging of the Replication categories: event 3028, with a type",
               "2 the folder tree, 4 the messages of a folder",
               "8 a backfill request, for a range of changes",
               "10 status, 20 a request for status" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "FOLDER_MAIL_LOGGED", "BACKFILL_ONE_BY_ONE" },
}

function scenario.build(org)
  local site = org:add_site "ONE"
  local s1 = site:add_server "S1"
  site:add_server "S2"
  s1:add_folder("NEWS", {})
  org:set { log_replication_incoming = 5 }
end

-- A replica is added on S2, which has to ask for what is there. All times are ours.
function scenario.drive(run, org)
  run:at("09:00", function() org:server "S1":post("NEWS", 3) end)
  run:at("10:00", function() org:server "S2":add_replica "NEWS" end)
  run:to "20:00"
end

local function of_type(seen, server, type)
  return seen:event(3028, { server = server }):text("Type: " .. type .. " CN min:")
end

function scenario.expect(seen)
  of_type(seen, "S1", "0x20"):between("10:00", "10:01"):once()
  of_type(seen, "S2", "0x10"):between("10:00", "10:01"):once()
  of_type(seen, "S1", "0x2"):between("10:00", "10:30"):once()
  of_type(seen, "S1", "0x8"):text "CN min: 1 CN max: 3":between("16:00", "16:01"):once()
  of_type(seen, "S2", "0x4"):text "CN min: 1 CN max: 3":between("16:00", "16:01"):once()
  seen:inferred():counter("S2", "Public Folder Items"):at "15:59":is(0)
  seen:inferred():counter("S2", "Public Folder Items"):at "17:00":is(3)
end

scenario.case("without logging", {
  build = function(org)
    scenario.build(org)
    org:set { log_replication_incoming = 0 }
  end,
  expect = function(seen)
    seen:event(3028):never()
    seen:inferred():counter("S2", "Public Folder Items"):at "17:00":is(3)
  end,
})

return scenario
