-- A server that is down: what the log says over RPC, and what over TCP/IP.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q170056",
  title    = "Messages back up with events 9215 and 9318",
  says     = { "messages back up on the queues when the server they are for is down or cannot be reached",
               "RPC: 9318, LTAB 76, Windows NT error 1722", "TCP/IP: 9215, sockets error 10061" },
  products = { "5.5 SP4" },
  mutant   = { "OPEN_INTERVAL_WAITS" },
}

function scenario.build(org)
  local a, c = org:add_site "A", org:add_site "C"
  local a1, b1, c1 = a:add_server "A1", a:add_server "B1", c:add_server "C1"
  a1:add_mailbox "ann"
  b1:add_mailbox "bob"
  c1:add_mailbox "cid"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", open_interval = "5 min" }   -- (ours)
  org:pair("x400", { name = "TCP", a1, c1 })
end

function scenario.drive(run, org)
  run:at("08:59", function() org:service("B1", "mta"):stop() org:service("C1", "mta"):stop() end)
  run:at("09:00", function()
    for i = 1, 5 do
      org:send { from = "ann", to = "bob", as = "rpc " .. i }
      org:send { from = "ann", to = "cid", as = "tcp " .. i }
    end
  end)
  run:at("09:32", function() org:service("B1", "mta"):start() org:service("C1", "mta"):start() end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:queue("A1", "B1"):at "09:31":holds(5)
  seen:queue("A1", "TCP"):at "09:31":holds(5)
  seen:event(9318, { server = "A1" }):times(7)
    :text "Unable to bind over RPC. The locality table (LTAB) index is 76. Windows NT error code: 1722."
  seen:event(9215, { server = "A1" }):times(7)
    :text "A sockets error 10061 on a connect() call was detected. The MTA will attempt to recover"
  seen:inferred():queue("A1", "B1"):at "09:36":is "empty"
  seen:inferred():queue("A1", "TCP"):at "09:36":is "empty"
  seen:inferred():association("A1", "B1"):opened():within "1 s":of "09:35"
  seen:inferred():association("A1", "TCP"):opened():within "1 s":of "09:35"
end

return scenario
