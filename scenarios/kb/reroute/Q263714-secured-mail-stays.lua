-- Mail queued for an Internet Mail Service stays where it is when that service
-- goes down; mail for an X.400 Connector finds the other way.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q263714",
  title    = "Mail queued for the Internet Mail Service is not rerouted",
  says     = { "the MTA does not move SMTP mail queued for a service that goes inactive",
               "a message leaves that queue only for MTS-OUT",
               "X.400, Site Connector and RPC mail is rerouted when the remote MTA is away" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "SECURED_STAYS", "REROUTE_AT_ONCE", "GATEWAY_LOG_ON" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local seattle, paris = org:add_site "SEATTLE", org:add_site "PARIS"
  local hub1, hub2, par1 = seattle:add_server "HUB1", seattle:add_server "HUB2", paris:add_server "PAR1"
  hub1:add_mailbox "ann"
  par1:add_mailbox "bob"
  hub1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  hub2:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 5 } } }
  org:pair("x400", { name = "FAST", hub1, par1, cost = 1 })     -- both ends, connected sites filled in
  org:pair("x400", { name = "SLOW", hub2, par1, cost = 5 })
  org:add_host("mail.example.com", { mx_for = "example.com" })
  hub1:set { handoff_time = "10 s", registry = { ["Gateway In Threads"] = 1 } }   -- (ours): so that mail queues
end

function scenario.drive(run, org)
  run:at("08:59", function()
    for i = 1, 20 do org:send { from = "ann", to = "x@example.com", as = "early " .. i } end
  end)
  run:at("09:00:05", function() org:service("HUB1", "ims"):stop() end)  -- six are in MTS-OUT by now, fourteen wait
  run:every("1 min", { from = "09:01", times = 5 }, function(i)
    org:send { from = "ann", to = "x@example.com", as = "late " .. i }
  end)
  run:at("09:30", function() org:link "FAST":cut() end)
  run:at("09:31", function() org:send { from = "ann", to = "bob", as = "x400" } end)
  run:at("10:00", function() org:service("HUB1", "ims"):start() end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:queue("HUB1", "ims"):at "09:59":holds(19)                 -- by kind: 4.0 prints Connector, 5.x Service
  seen:queue("HUB2", "ims"):always():holds(0)
  seen:message "early 20":never "rerouted"
  seen:message "early 20":handed_off():after "10:00"
  seen:message "x400":rerouted { from = "FAST", to = "SLOW" }
  seen:message "x400":delivered_to "bob":before "10:00"
end

-- What the store has already pulled into MTS-OUT is not the MTA's any more: it waits there.
scenario.case("already in MTS-OUT", {
  build = function(org)
    local hub1, hub2 = org:add_site "SEATTLE":add_server "HUB1", org:site "SEATTLE":add_server "HUB2"
    hub1:add_mailbox "ann"
    hub1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } }, mts_out_poll = "10 min" }  -- (ours)
    hub2:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 5 } } }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end,
  drive = function(run, org)
    run:at("09:00", function()
      for i = 1, 3 do org:send { from = "ann", to = "x@example.com", as = "pulled " .. i } end
    end)
    run:at("09:05", function() org:service("HUB1", "ims"):stop() end)
    run:at("09:10", function() org:send { from = "ann", to = "x@example.com", as = "left" } end)
    run:at("11:00", function() org:service("HUB1", "ims"):start() end)
    run:to "12:00"
  end,
  expect = function(seen)
    seen:message "pulled 3":handed_off():before "09:05"          -- it leaves the queue when it is in MTS-OUT
    seen:queue("HUB1", "mts-out"):at "10:59":holds(3)
    seen:queue("HUB1", "ims"):at "10:59":holds(1)
    seen:message "left":handed_off():after "11:00"
    seen:queue("HUB2", "ims"):always():holds(0)
    seen:inferred():message "pulled 3":delivered():after "11:00"
  end,
})

-- RPC inside a site is rerouted too: the bridgehead of the cheap connector does not answer.
scenario.case("RPC inside the site", {
  build = function(org)
    local seattle, paris = org:add_site "SEATTLE", org:add_site "PARIS"
    local home, hub1, hub2 = seattle:add_server "HOME", seattle:add_server "HUB1", seattle:add_server "HUB2"
    local par1 = paris:add_server "PAR1"
    home:add_mailbox "ann"
    par1:add_mailbox "bob"
    org:pair("x400", { name = "FAST", hub1, par1, cost = 1 })
    org:pair("x400", { name = "SLOW", hub2, par1, cost = 5 })
  end,
  drive = function(run, org)
    run:at("09:00", function() org:service("HUB1", "mta"):stop() end)
    run:at("09:01", function() org:send { from = "ann", to = "bob", as = "by rpc" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "by rpc":queued { queue = "HUB1" }:before "09:02"
    seen:message "by rpc":rerouted { from = "FAST", to = "SLOW" }
    seen:message "by rpc":delivered_to "bob":before "09:10"
    seen:queue("HOME", "HUB1"):at "09:10":holds(0)
  end,
})

-- Site Connector mail is rerouted when no target server answers.
scenario.case("Site Connector", {
  build = function(org)
    local seattle, paris = org:add_site "SEATTLE", org:add_site "PARIS"
    local hub1, hub2 = seattle:add_server "HUB1", seattle:add_server "HUB2"
    local par1, par2, par3 = paris:add_server "PAR1", paris:add_server "PAR2", paris:add_server "PAR3"
    hub1:add_mailbox "ann"
    par3:add_mailbox "bob"
    org:pair("site", { name = "FAST", hub1, par1, cost = 1, targets = { par1, par2 } })
    org:pair("x400", { name = "SLOW", hub2, par3, cost = 5 })
  end,
  drive = function(run, org)
    run:at("09:00", function() org:service("PAR1", "mta"):stop() org:service("PAR2", "mta"):stop() end)
    run:at("09:01", function() org:send { from = "ann", to = "bob", as = "by site" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "by site":goes_by "FAST":before "09:02"
    seen:message "by site":rerouted { from = "FAST", to = "SLOW" }
    seen:message "by site":delivered_to "bob":before "09:10"
    seen:queue("HUB1", "PAR1"):at "09:10":holds(0)
    seen:queue("HUB1", "PAR2"):at "09:10":holds(0)
  end,
})

return scenario
