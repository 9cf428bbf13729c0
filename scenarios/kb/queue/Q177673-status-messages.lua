-- A public store that has sent changes sends a status message; one that has none to send does so once a day.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q177673",
  title    = "Status messages of public folder replication",
  says     = { "each public store sends status messages to those that it replicates with",
               "when changes of any folder are sent; otherwise once a day",
               "event 3027 or 3028 of type 0x10 where it comes in" },
  products = { "5.0", "5.0 SP2" },
  mutant   = { "FOLDER_STATUS_DAILY", "FOLDER_STATUS_FOLLOWS" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  local s1 = site:add_server "S1"
  site:add_server "S2"
  s1:add_folder("NEWS", { replicas = { "S2" } })
  org:set { log_replication_incoming = 5 }
end

-- Each day one for the hierarchy and one for the folder (ours).
function scenario.drive(run) run:to "1998-03-05 12:00" end

function scenario.expect(seen)
  local server = "Server: /O=ORG/OU=ONE/CN=CONFIGURATION/CN=SERVERS/CN=S1/CN=MICROSOFT PUBLIC MDB"
  for day = 3, 5 do
    seen:event(3028, { server = "S2" }):text "Type: 0x10":text(server)
      :between(("1998-03-%02d 07:59"):format(day), ("1998-03-%02d 08:01"):format(day)):times(2)
  end
  seen:event(3028, { server = "S2" }):times(6)
end

scenario.case("changes", {
  drive = function(run, org)
    run:at("10:00", function() org:server "S1":post "NEWS" end)
    run:to "1998-03-03 12:00"
  end,
  expect = function(seen)
    seen:event(3028, { server = "S2" }):text "Type: 0x4":between("10:00", "10:30"):once()
    seen:event(3028, { server = "S2" }):text "Type: 0x10":between("10:00", "10:30"):once()
    seen:inferred "a day after that":event(3028, { server = "S2" }):text "Type: 0x10"
      :between("1998-03-03 10:14", "1998-03-03 10:16"):times(2)
    seen:event(3028, { server = "S2" }):text "Type: 0x10":times(3)
  end,
})

return scenario
