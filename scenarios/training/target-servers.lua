-- The target servers of a Site Connector: 0 first, 1 to 99 by chance, 100 when all others fail, and
-- all of them before another connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "Target servers of a Site Connector",
  says     = { "cost 0: always first", "1 to 99: by weight, at random", "100: only when all others fail",
               "all target servers are tried before a message is rerouted to another connector" },
  products = { "4.0 SP5", "5.5 SP4" },
  mutant   = { "TARGET_ZERO_FIRST", "TARGETS_BY_WEIGHT", "TARGET_100_LAST", "TARGETS_BEFORE_REROUTE" },
  start    = "1998-03-02 08:00",
}

-- HUB1 with ann; PARIS with these target servers; bob is on PAR0, which is none of them.
local function two_sites(org, targets)
  local seattle, paris = org:add_site "SEATTLE", org:add_site "PARIS"
  local hub1, hub2 = seattle:add_server "HUB1", seattle:add_server "HUB2"
  local par0 = paris:add_server "PAR0"
  for i = 1, #targets do paris:add_server("PAR" .. i) end
  hub1:add_mailbox "ann"
  par0:add_mailbox "bob"
  hub1:add_connector { kind = "site", name = "SITE", targets = targets }
  return hub2, par0
end

local MESSAGES = 40

local function send_many(run, org)
  for i = 1, MESSAGES do
    run:at(("09:%02d"):format(i), function() org:send { from = "ann", to = "bob", as = "m " .. i } end)
  end
end

local function all_go_to(seen, target)
  for i = 1, MESSAGES do seen:message("m " .. i):queued { queue = { "HUB1", target } } end
end

scenario.case("0 is first", {
  build = function(org)
    two_sites(org, { { "PAR1", cost = 1 }, { "PAR2", cost = 0 }, { "PAR3", cost = 100 } })
  end,
  drive = function(run, org) send_many(run, org) run:to "11:00" end,
  expect = function(seen) all_go_to(seen, "PAR2") end,
})

scenario.case("by weight", {
  build = function(org) two_sites(org, { { "PAR1", cost = 1 }, { "PAR2", cost = 99 } }) end,
  drive = function(run, org) send_many(run, org) run:to "11:00" end,
  expect = function(seen) all_go_to(seen, "PAR1") end,           -- 99 to 1; by the seed of this scenario, never
})

scenario.case("100 is last", {
  build = function(org) two_sites(org, { { "PAR1", cost = 99 }, { "PAR2", cost = 100 } }) end,
  drive = function(run, org)
    send_many(run, org)
    run:at("10:00", function()
      org:service("PAR1", "mta"):stop()
      org:send { from = "ann", to = "bob", as = "fallback" }
    end)
    run:to "11:00"
  end,
  expect = function(seen)
    all_go_to(seen, "PAR1")
    seen:message "fallback":queued { queue = { "HUB1", "PAR2" } }
    seen:message "fallback":delivered_to "bob":before "10:01"
  end,
})

-- OTHER is equal in all but the server it stands on; it waits until both target servers have failed.
scenario.case("all before another connector", {
  build = function(org)
    local hub2, par0 = two_sites(org, { { "PAR1", cost = 0 }, { "PAR2", cost = 100 } })
    org:pair("x400", { name = "OTHER", hub2, par0, cost = 1 })
  end,
  drive = function(run, org)
    run:at("09:00", function()
      org:service("PAR1", "mta"):stop()
      org:send { from = "ann", to = "bob", as = "one is away" }
    end)
    run:at("10:00", function()
      org:service("PAR2", "mta"):stop()
      org:send { from = "ann", to = "bob", as = "both are away" }
    end)
    run:to "11:00"
  end,
  expect = function(seen)
    seen:message "one is away":never "rerouted"
    seen:message "one is away":path { "HUB1", "PAR2", "PAR0" }
    seen:message "both are away":rerouted { from = "SITE", to = "OTHER" }:once()
    seen:message "both are away":delivered_to "bob"
  end,
})

return scenario
