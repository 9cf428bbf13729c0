-- A server that cannot resolve another's name does not replicate with it, until an entry in the hosts
-- file names it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q199387",
  title    = "Replication fails because a name is not resolved",
  says     = { "event 1188: exception 1727 of an RPC connection to the server, 1083, 1059: error 13",
               "the server's name cannot be resolved by TCP/IP",
               "an entry in the hosts file helps, without a restart" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "DSA_BY_NAME" },
}

function scenario.build(org)
  local site = org:add_site "Site"
  org:set { timed_replication = true }
  site:add_server "SERVER1":set { ip_address = "1.1.1.1" }
  site:add_server "SERVER2":set { names_unknown = "SERVER1" }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:server "SERVER1":add_mailbox "new" end)
  run:at("11:00", function() org:server "SERVER2":set { hosts_file = "SERVER1, 1.1.1.1" } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(1188, { server = "SERVER2" }):text "received exception 1727":text "to server SERVER1":at_least(1):before "11:00"
  seen:event(1083, { server = "SERVER2" }):text "naming context /o=ORG/ou=Site with naming context on directory SERVER1":at_least(1)
  seen:event(1059, { server = "SERVER2" }):text "returned error 13":at_least(1)
  seen:directory "SERVER2":at "10:59":lacks "new"
  seen:directory "SERVER2":at "11:30":knows "new"
  seen:event(1188):never():after "11:06"
end

return scenario
