-- Mail that goes round between two connections to a dead server fills the disk until the MTA ends
-- itself; in 5.5 it takes no room.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q181948",
  title    = "Rerouted messages grow until the disk is low",
  says     = { "messages for a server that is down cycle through all possible routes",
               "9411: less than 10 MB on the disk of MTADATA, the MTA ends; NT error code 0",
               "9406: not enough Performance Monitor memory for the MTA Connections",
               "P1 grows about 1,024 times with two connectors",
               "5.5 does not add to P1 on one server: the message size remains the same" },
  products = { "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP4" },
  fixed    = "5.5",
  mutant   = { "P1_GROWS_BY_TURN", "DISK_TEST", "DISK_LOW_COUNTERS" },
}

local MESSAGES = 200

function scenario.build(org)                        -- free space, number, bytes of a turn: (ours)
  local s1, s2 = org:add_site "SEATTLE":add_server "S1", org:add_site "PARIS":add_server "S2"
  org:set { p1_record_size = 100 }
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  for _, name in ipairs { "C1", "C2" } do
    org:pair("x400", { name = name, s1, s2, cost = 1, max_open_retries = 9999, open_interval = "60 s" })
  end
  s1:disk():set { free = "11 MB" }
  s1:set { disk_test_time = "1 min" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:server "S2":stop()
    for i = 1, MESSAGES do org:send { from = "ann", to = "bob", as = "m " .. i } end
  end)
  run:at("12:00", function()
    if not org:service("S1", "mta"):is_running() then
      org:disk "S1":set { free = "60 MB" }
      org:service("S1", "mta"):start()
    end
  end)
  run:at("13:00", function() org:server "S2":start() end)
  run:to "14:00"
end

function scenario.expect(seen)
  seen:message "m 1":rerouted { from = "C1", to = "C2" }:at_least(2)
  seen:message "m 1":rerouted { from = "C2", to = "C1" }:at_least(2)
  for i = 1, MESSAGES do seen:inferred():message("m " .. i):delivered_to "bob":after "13:00" end
end

function scenario.unfixed(seen)
  seen:event(9411, { server = "S1" }):text "less than 10 MB of space":text "returned: 0":before "12:00":once()
  seen:event(9406, { server = "S1" }):text "MTA Connections information":once()
  seen:inferred():message "m 1":rerouted():between("12:00", "13:00")
end

function scenario.fixed(seen)
  seen:event(9411):never()
  seen:message "m 1":grown():never():before "13:00"
end

return scenario
