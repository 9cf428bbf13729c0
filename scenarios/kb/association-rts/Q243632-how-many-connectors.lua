-- How many X.400 Connectors a server can have: ten control blocks for each, out of 1,250 for all stacks.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q243632",
  title    = "Maximum X.400 Connectors on an Exchange Server computer",
  says     = { "10 for each X.400 Connector: 9 associations, and one for urgent mail; 300 for 30 connectors",
               "70 for 30 connectors, all in use: event 9156, network type 1, the configured count is 70",
               "1,250 for TCP/IP, TP4 and X.25 together, 20 each by default: up to 1,210 for TCP/IP",
               "X.25 set to zero leaves 20 more; TP4 set below 20 leaves none",
               "too many: error 2140, event 4300" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "CONTROL_BLOCK_EACH", "BLOCKS_SHARE_1250", "TP4_FREES_NONE" },
}

local CONNECTORS = 30

-- One association for every two messages, on lines where 1 M takes days (ours).
local function build(count, blocks)
  return function(org)
    local hub = org:add_site "HUB":add_server "S1"
    hub:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", bandwidth = 10, threshold = 2 }
    if blocks then hub:set { registry = { ["TCP/IP control blocks"] = blocks } } end
    for i = 1, count do
      local far = org:add_site("SITE" .. i):add_server("R" .. i)
      far:add_mailbox("bob" .. i)
      org:pair("x400", { name = "X" .. i, hub, far })
    end
  end
end

-- On so many of them.
local function backlog(busy)
  return function(run, org)
    run:at("09:00", function()
      for i = 1, busy do
        for k = 1, 19 do
          org:send { from = "ann", to = "bob" .. i, as = ("m %d %d"):format(i, k), size = "1 M" }
        end
      end
    end)
    run:at("09:05", function()
      for i = 1, busy do
        org:send { from = "ann", to = "bob" .. i, as = "urgent " .. i, size = "1 M", priority = "urgent" }
      end
    end)
    run:to "09:09"
  end
end

local function enough(busy)
  return function(seen)
    for i = 1, busy do seen:association("S1", "X" .. i):at "09:08":count(10) end
    seen:event(9156):never()
  end
end

scenario.case("30 connectors, 70", {
  build = build(CONNECTORS, 70), drive = backlog(8),
  expect = function(seen)
    seen:event(9156, { server = "S1" }):at_least(1)
      :text "There are no free control blocks available for network type 1. The configured count is 70."
  end,
})

scenario.case("30 connectors, 300", { build = build(CONNECTORS, 300), drive = backlog(8), expect = enough(8) })

-- With all 300 associations at once it takes one more: something has to listen.
scenario.case("30 connectors, 301", {
  build = build(CONNECTORS, 301), drive = backlog(CONNECTORS), expect = enough(CONNECTORS),
})

local function restart(tcp, tp4, x25)
  return function(run, org)
    run:at("09:00", function()
      org:service("S1", "mta"):stop()
      org:server "S1":set { registry = { ["TCP/IP control blocks"] = tcp, ["TP4 control blocks"] = tp4,
                                         ["Eicon X.25 connections"] = x25 } }
      org:service("S1", "mta"):start()
    end)
    run:at("09:05", function() org:send { from = "ann", to = "bob1", as = "m" } end)
    run:at("09:15", function()                                 -- and back to what it was
      org:server "S1":set { registry = { ["TCP/IP control blocks"] = 20, ["TP4 control blocks"] = 20,
                                         ["Eicon X.25 connections"] = 20 } }
      org:service("S1", "mta"):start()
    end)
    run:to "09:30"
  end
end

local function starts(seen)
  seen:event(4300):never()
  seen:inferred():message "m":delivered_to "bob1":before "09:06"
end

local function does_not_start(seen)
  seen:event(4300, { server = "S1" }):at "09:00":once()
    :text "Unable to initialize due to a bad configuration."
  seen:inferred():message "m":transferred():after "09:15":once()
end

for name, case in pairs {
  ["1,210"] = { 1210, 20, 20, starts }, ["1,211"] = { 1211, 20, 20, does_not_start },
  ["no X.25, 1,230"] = { 1230, 20, 0, starts }, ["no X.25, 1,231"] = { 1231, 20, 0, does_not_start },
  ["TP4 lowered, 1,210"] = { 1210, 2, 20, starts }, ["TP4 lowered, 1,211"] = { 1211, 2, 20, does_not_start },
  ["TP4 raised, 1,210"] = { 1210, 21, 20, does_not_start },
} do
  scenario.case(name, {
    build = function(org)
      build(1)(org)
      org:link "X1":set { bandwidth = 1000000 }
    end,
    drive = restart(case[1], case[2], case[3]), expect = case[4],
  })
end

return scenario
