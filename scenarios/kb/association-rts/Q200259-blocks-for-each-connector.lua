-- 5.5: each association over an X.400 Connector takes a control block. 20 do for two connectors; and
-- those of opens that nobody answers get lost where Disconnect is over before the transport gives up.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q200259",
  title    = "Event ID 9156 from the Exchange Server 5.5 MTA",
  says     = { "one control block manages each association; 20 by default for TCP",
               "with more than two X.400 Connectors mail flow is slow or stops, with event 9156",
               "more than two: set 10 for each connector, and 10",
               "10 associations for each connector are the most",
               "an open fails, Disconnect (120 s) ends before the transport layer gives up, and the block is not recovered",
               "then the MTA has to be started again; Disconnect 300 to 600 s reduces it" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "CONTROL_BLOCK_EACH", "OPEN_LOSES_BLOCK" },
}

-- Lines on which 1 M takes days (ours).
local function build(blocks)
  return function(org)
    local hub = org:add_site "HUB":add_server "S1"
    hub:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", bandwidth = 10 }
    if blocks then hub:set { registry = { ["TCP/IP control blocks"] = blocks } } end
    for i = 1, 3 do
      local far = org:add_site("SITE" .. i):add_server("R" .. i)
      far:add_mailbox("bob" .. i)
      org:pair("x400", { name = "X" .. i, hub, far })
    end
  end
end

local function backlog(count)
  return function(run, org)
    for i = 1, count do
      run:at("09:00", function()
        for k = 1, 451 do
          org:send { from = "ann", to = "bob" .. i, as = ("m %d %d"):format(i, k), size = "1 M" }
        end
      end)
      run:at("09:05", function()
        org:send { from = "ann", to = "bob" .. i, as = "urgent " .. i, size = "1 M", priority = "urgent" }
      end)
    end
    run:to "09:09"
  end
end

scenario.case("three connectors, by default", {
  build = build(), drive = backlog(3),
  expect = function(seen)
    seen:event(9156, { server = "S1" }):at_least(1)
      :text "There are no free control blocks available for network type 1. The configured count is 20."
    for i = 1, 3 do seen:association("S1", "X" .. i):always():count_at_most(10) end
    seen:inferred():association("S1", "X3"):at "09:08":count_at_most(9)
  end,
})

scenario.case("three connectors, 40", {
  build = build(40), drive = backlog(3),
  expect = function(seen)
    for i = 1, 3 do seen:inferred():association("S1", "X" .. i):at "09:08":count(10) end
    seen:inferred():event(9156):never()
  end,
})

scenario.case("two connectors and the listener, 21", {
  build = build(21), drive = backlog(2),
  expect = function(seen)
    for i = 1, 2 do seen:inferred():association("S1", "X" .. i):at "09:08":count(10) end
    seen:inferred():event(9156):never()
  end,
})

-- A network that does not answer: its transport gives up after four minutes (ours). One block goes with
-- each open, 19 of them; the twentieth open finds none.
local function dead_network(disconnect, restarts)
  return {
    build = function(org)
      build()(org)
      org:link "X1":set { bandwidth = 1000000 }
      org:link "X2":set { bandwidth = 1000000 }
      org:connector("X1", "S1"):set { disconnect = disconnect, open_timeout = "4 min" }
    end,
    drive = function(run, org)
      run:at("09:00", function()
        org:link "X1":cut()
        org:send { from = "ann", to = "bob1", as = "m" }
      end)
      run:at("12:30", function()
        org:link "X1":restore()
        org:send { from = "ann", to = "bob2", as = "other" }
      end)
      if restarts then
        run:at("12:45", function()
          org:service("S1", "mta"):stop()
          org:service("S1", "mta"):start()
        end)
      end
      run:to "13:00"
    end,
  }
end

local function lost(more)
  return function(seen)
    seen:event(9156, { server = "S1" }):text "The configured count is 20.":before "12:10":never()
    seen:event(9156, { server = "S1" }):at_least(1)
    more(seen)
  end
end

local by_default = dead_network("120 s")
by_default.expect = lost(function(seen)
  for _, name in ipairs { "m", "other" } do seen:message(name):never "transferred" end
end)
scenario.case("opens that nobody answers", by_default)

local restarted = dead_network("120 s", true)
restarted.expect = lost(function(seen)
  seen:message "other":delivered_to "bob2":between("12:45", "12:46")
  seen:message "m":delivered_to "bob1":between("12:45", "12:46")
end)
scenario.case("and the MTA is started again", restarted)

for _, disconnect in ipairs { "300 s", "600 s" } do
  local raised = dead_network(disconnect)
  raised.expect = function(seen)
    seen:event(9156):never()
    seen:inferred():message "other":delivered_to "bob2":between("12:30", "12:31")
    seen:inferred():message "m":delivered_to "bob1":before "12:41"
  end
  scenario.case("Disconnect " .. disconnect, raised)
end

return scenario
