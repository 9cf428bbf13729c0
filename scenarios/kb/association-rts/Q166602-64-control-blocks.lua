-- Control blocks of TCP/IP and TP4: each connection uses one, and listening one more. How many there
-- may be, and what happens when there are none left.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166602",
  title    = "MTA only allows 64 TCP/IP or TP4 connections",
  says     = { "one control block for each connection, whoever initiates it, and one to listen",
               "none left: event 9156, resource, network type 1, with the configured count",
               "TCP and TP4 share 64; at least 2 for either, so at most 62 for one; by default 20 each",
               "with the fix 2,000 in total; with X.25, X.25 and TCP/IP no more than 1,250",
               "beyond the range the MTA does not start" },
  products = { "4.0 SP4", "4.0 SP5", "5.0", "5.0 SP2", "5.5 SP4" },
  fixed    = { "4.0 SP5", "5.0 SP1", "5.5" },
  mutant   = { "CONTROL_BLOCK_EACH", "CONTROL_BLOCK_LISTENS", "BLOCKS_SHARE_64", "BLOCKS_SHARE_2000",
               "X25_SHARES_1250" },
}

local FAR = 4

local function star(blocks, stack)
  return function(org)
    local hub = org:add_site "HUB":add_server "S1"
    hub:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
    for i = 1, FAR do
      local far = org:add_site("SITE" .. i):add_server("R" .. i)
      far:add_mailbox("bob" .. i)
      org:pair("x400", { name = "X" .. i, hub, far })
      for _, server in ipairs { "S1", "R" .. i } do
        org:connector("X" .. i, server):set { transport_stack = stack or 1 }
      end
      org:link("X" .. i):set { bandwidth = 8192 }               -- 1 K a second (ours)
    end
    hub:set { registry = blocks }
  end
end

local function one_each(run, org)
  run:at("09:00", function()
    for i = 1, FAR do org:send { from = "ann", to = "bob" .. i, as = "m " .. i, size = "100 K" } end
  end)
  run:to "10:00"
end

local function three_at_a_time(type)
  return function(seen)
    for i = 1, 3 do seen:inferred():association("S1", "X" .. i):at "09:01":count(1) end
    seen:inferred():association("S1", "X4"):at "09:01":count(0)
    seen:event(9156, { server = "S1" }):within "1 s":of "09:00":once()
      :text(("There are no free control blocks available for network type %d. The configured count is 4.")
        :format(type))
    for i = 1, 3 do seen:inferred():message("m " .. i):delivered_to("bob" .. i):before "09:02" end
    seen:inferred():message "m 4":transfer_started():within "1 s":of "09:10":once()   -- the next try
  end
end

scenario.case("4 control blocks of TCP/IP", {
  build = star { ["TCP/IP control blocks"] = 4 }, drive = one_each, expect = three_at_a_time(1),
})

scenario.case("4 control blocks of TP4", {
  build = star({ ["TP4 control blocks"] = 4 }, 2), drive = one_each, expect = three_at_a_time(2),
})

scenario.case("the default", {
  build = star {}, drive = one_each,
  expect = function(seen)
    for i = 1, FAR do seen:inferred():association("S1", "X" .. i):at "09:01":count(1) end
    seen:inferred():event(9156):never()
  end,
})

-- Those that the other side opens count as well.
scenario.case("opened from the other side", {
  build = function(org)
    star { ["TCP/IP control blocks"] = 4 }(org)
    for i = 1, FAR do org:server("R" .. i):add_mailbox("cid" .. i) end
  end,
  drive = function(run, org)
    run:at("09:00", function()
      for i = 1, FAR do org:send { from = "cid" .. i, to = "ann", as = "m " .. i, size = "100 K" } end
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    for i = 1, 3 do seen:inferred():association("R" .. i, "X" .. i):at "09:01":count(1) end
    seen:inferred():association("R4", "X4"):at "09:01":count(0)
    seen:event(9156, { server = "S1" }):within "1 s":of "09:00":once():text "The configured count is 4."
    seen:event(9156, { server = "R4" }):never()
  end,
})

-- ---- the ranges ----

local function restart(values)
  return function(run, org)
    run:at("09:00", function()
      org:service("S1", "mta"):stop()
      org:server "S1":set { registry = values }
      org:service("S1", "mta"):start()
    end)
    run:at("09:05", function() org:send { from = "ann", to = "bob1", as = "m" } end)
    run:to "09:30"
  end
end

local function starts(seen)
  seen:event(4300):never()
  seen:inferred():message "m":delivered_to "bob1":before "09:06"
end

local function does_not_start(seen)
  seen:inferred():event(4300, { server = "S1" }):at "09:00":once():text "bad configuration"
  seen:message "m":never "transferred"
end

-- Without the fix; with it all of these start.
for name, case in pairs {
  ["62 for one"] = { 62, 2, starts }, ["63 for one"] = { 63, 2, does_not_start },
  ["64 together"] = { 24, 40, starts }, ["65 together"] = { 25, 40, does_not_start },
} do
  scenario.case(name, {
    build = star {},
    drive = restart { ["TCP/IP control blocks"] = case[1], ["TP4 control blocks"] = case[2] },
    unfixed = case[3], fixed = starts,
  })
end

-- With it, on 4.0 and 5.0 (on 5.5 the limit is another one). X.25 is used where a connector goes over it.
for name, case in pairs {
  ["2,000 together"] = { 1980, 20, 20, 1, starts }, ["2,001 together"] = { 1981, 20, 20, 1, does_not_start },
  ["1,250 with X.25"] = { 1230, 20, 20, 3, starts }, ["1,251 with X.25"] = { 1231, 20, 20, 3, does_not_start },
  ["1,250 with less for X.25"] = { 1240, 20, 10, 3, starts },
  ["X.25 is not used"] = { 1231, 20, 20, 1, starts },
} do
  scenario.case(name, {
    since = { "4.0 SP5", "5.0 SP1" }, build = star({}, case[4]),
    drive = restart { ["TCP/IP control blocks"] = case[1], ["TP4 control blocks"] = case[2],
                      ["Eicon X.25 connections"] = case[3] },
    expect = case[5],
  })
end

return scenario
