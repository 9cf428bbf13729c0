-- A gateway of a server that was deleted from the site is still in the table: the MTA ends at mail for it,
-- at every start, until the gateway is deleted too.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q246608",
  title    = "The MTA ends with an access violation, event 9405",
  says     = { "event 9405, access violation 0xc0000005: the MTA builds a queue to a server that no longer exists within the site",
               "it does not start until the problem is resolved",
               "the connector is deleted, and routing recalculated" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "GATEWAY_SERVER_GONE" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  for i = 1, 2 do site:add_server("S" .. i) end
  org:set { timed_replication = true }
  org:server "S1":add_mailbox "ann"
  org:server "S2":add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("08:30", function() org:send { from = "ann", to = "x@example.com", as = "before" } end)
  run:at("09:00", function()
    org:server "S2":stop()
    org:server "S1":delete_server "S2"
  end)
  run:at("09:10", function() org:send { from = "ann", to = "x@example.com", as = "mail" } end)
  run:at("10:00", function() org:service("S1", "mta"):start() end)
  run:at("11:00", function()
    org:connector "IMS":remove()
    org:site "SITE":calculate()
  end)
  run:at("12:00", function() org:service("S1", "mta"):start() end)
  run:at("12:30", function() org:send { from = "ann", to = "ann", as = "local" } end)
  run:to "13:00"
end

function scenario.expect(seen)
  seen:inferred():message "before":delivered()
  local ends = seen:event(9405, { server = "S1" }):text "Access violation (0xc0000005) at Address 0x41cb74 reading from 0x4"
  ends:between("09:10", "09:11"):once()
  seen:event(9405, { server = "S1" }):between("10:00", "10:30"):once()
  seen:event(9405):never():after "11:00"
  seen:inferred "there is no route any more":message "mail":returned():once():after "12:00"
end

return scenario
