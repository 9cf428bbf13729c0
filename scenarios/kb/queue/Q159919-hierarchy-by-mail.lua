-- The hierarchy of public folders goes through the MTA to every server, within the site too, and though
-- replication is set to Never.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159919",
  title    = "The public folder hierarchy is always replicated",
  says     = { "the hierarchy is always replicated to the other servers of the organization, by messages through the MTA",
               "that is so within a site, and if the schedule is Never" },
  products = { "4.0 SP5" },
  mutant   = { "HIERARCHY_ALWAYS", "FOLDER_MAIL_LOGGED" },
  start    = "1996-11-04 08:00",
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local s1 = one:add_server "S1"
  one:add_server "S2"
  two:add_server "T1"
  org:pair("site", { name = "SC", s1, "T1" })
  s1:add_folder("OLD", { replicas = { "S2" }, schedule = "never" })
  org:set { log_replication_incoming = 5 }
end

-- The other MTA of the site is away when the folder is made, so that its mail is seen (ours).
function scenario.drive(run, org)
  run:at("08:59", function() org:service("S2", "mta"):stop() end)
  run:at("09:00", function()
    org:server "S1":add_folder("NEW", { schedule = "never" })
    org:server "S1":post("OLD", 5)
  end)
  run:at("10:00", function() org:service("S2", "mta"):start() end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:queue("S1", "S2"):at "09:50":holds_at_least(1)
  seen:event(3028, { server = "S2" }):text "Type: 0x2":after "10:00":once()
  seen:event(3028, { server = "T1" }):text "Type: 0x2":between("09:00", "10:00"):once()
  seen:event(3028):text "Type: 0x4":never()                   -- what is in a folder waits for its schedule
  seen:inferred():counter("S2", "Public Folder Items"):always():is(0)
end

return scenario
