-- A bad line: associations end and mail backs up. Checkpoint and window size decide how much is sent
-- again, Disconnect how long an association that broke is held.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q257727",
  title    = "Slow mail flow across X.400 with 289 and 1294 warnings",
  says     = { "events 289 and 1294, and now and then mail backs up on the connector's queue",
               "it flows again when the MTA is stopped and started",
               "after an error a message goes on from its most recent checkpoint",
               "a checkpoint size of zero: no checkpoint is set",
               "a checkpoint slightly reduces the speed; the smaller, the less is sent again over a bad line",
               "the greater the window, the greater the rate; it says nothing without checkpoints",
               "Disconnect: the wait before a connection ends because an association ended before it",
               "checkpoint size 10, window 3, Disconnect 360 and a restart: mail flows, and goes on to" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RTS_RESUMES", "DISCONNECT_HOLDS", "CONNECTION_OUTLIVES" },
}

-- 1 K a second (ours).
local function build(values)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
    org:pair("x400", { name = "LINE", s1, s2 })
    for _, server in ipairs { "S1", "S2" } do org:connector("LINE", server):set(values) end
    org:link "LINE":set { bandwidth = 8192 }
  end
end

-- The line breaks for a moment after 115 K; what is left is sent 30 s later (ours).
local function breaks(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "200 K" } end)
  run:at("09:01:55.2", function() org:link "LINE":cut() end)
  run:at("09:01:56", function() org:link "LINE":restore() end)
  run:to "09:10"
end

local function arrives(from, to)
  return function(seen) seen:message "m":transferred():between(from, to) end
end

scenario.case("checkpoint size 30", {                         -- 110 K are left at 09:02:25
  build = build { transfer_interval = "30 s", checkpoint_size = 30 },
  drive = breaks, expect = arrives("09:04:15", "09:04:16"),
})

scenario.case("checkpoint size 10", {                         -- 90 K
  build = build { transfer_interval = "30 s", checkpoint_size = 10, window_size = 3 },
  drive = breaks, expect = arrives("09:03:55", "09:03:56"),
})

scenario.case("no checkpoint", {                              -- 200 K
  build = build { transfer_interval = "30 s", checkpoint_size = 0 },
  drive = breaks, expect = arrives("09:05:45", "09:05:46"),
})

-- The line is away too long, and the association ends.
local function backs_up(restarts)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "200 K" } end)
    run:at("09:01:55", function() org:link "LINE":cut() end)
    run:at("09:02", function() org:send { from = "ann", to = "bob", as = "second" } end)
    run:at("09:05", function() org:link "LINE":restore() end)
    if restarts then
      run:at("09:06", function()
        org:service("S1", "mta"):stop()
        org:service("S1", "mta"):start()
      end)
    end
    run:to "09:30"
  end
end

scenario.case("the line is away too long", {
  build = build {}, drive = backs_up(false),
  expect = function(seen)
    for _, number in ipairs { 289, 1294 } do seen:event(number, { server = "S1" }):once() end
    seen:queue("S1", "LINE"):at "09:10":holds(2)
    seen:inferred():message "m":transferred():after "09:13":once()
  end,
})

scenario.case("and the MTA is started again", {
  build = build {}, drive = backs_up(true),
  expect = function(seen)
    seen:message "m":transfer_started():within "1 s":of "09:06":once()
    seen:queue("S1", "LINE"):at "09:10":is "empty"
  end,
})

-- A line that is away for 200 s, again and again, each time for longer than 120 s.
local function drops(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "300 K" } end)
  for _, time in ipairs { "09:01:55", "09:07:55" } do
    run:at(time, function() org:link "LINE":cut() end)
  end
  for _, time in ipairs { "09:05:15", "09:11:15" } do
    run:at(time, function() org:link "LINE":restore() end)
  end
  run:to "10:00"
end

scenario.case("Disconnect 120", {
  build = build {}, drive = drops,
  expect = function(seen)
    local line = seen:association("S1", "LINE")
    line:closed():at "09:03:55"                                -- 120 s after the line went
    seen:event(1294, { server = "S1" }):at "09:03:55":once()
    seen:event(289, { server = "S1" }):at "09:03:55":once()
    seen:inferred():association("S1", "LINE"):recovered():never()
    seen:inferred():queue("S1", "LINE"):at "09:13":holds(1)
  end,
})

scenario.case("the workaround", {
  build = build { checkpoint_size = 10, window_size = 3, disconnect = 360 }, drive = drops,
  expect = function(seen)
    seen:event(1294, { server = "S1" }):never()
    local inferred = seen:inferred()
    inferred:association("S1", "LINE"):opened():once()
    inferred:association("S1", "LINE"):recovered():at "09:05:55"   -- two transfer intervals after the break
    inferred:message "m":delivered_to "bob":before "09:18"
  end,
})

scenario.case("the workaround, set during the trouble: the MTA is started again", {
  build = build {},
  drive = function(run, org)
    run:at("09:10", function()
      for _, server in ipairs { "S1", "S2" } do
        org:connector("LINE", server):set { checkpoint_size = 10, window_size = 3, disconnect = 360 }
        org:service(server, "mta"):stop()
        org:service(server, "mta"):start()
      end
    end)
    run:at("09:20", function() org:send { from = "ann", to = "bob", as = "later" } end)
    drops(run, org)
  end,
  expect = function(seen)
    seen:message "m":delivered_to "bob":before "09:30"
    seen:message "later":delivered_to "bob":before "09:30"
  end,
})

-- An association that nothing is sent over ends, and what carried it ends by its Disconnect later.
for _, disconnect in ipairs { 120, 360 } do
  scenario.case(("an end that follows another, %d s later"):format(disconnect), {
    build = build { disconnect = disconnect },
    drive = function(run, org)
      run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "1 K" } end)
      run:to "10:00"
    end,
    expect = function(seen)
      local line = seen:association("S1", "LINE")
      line:closed { why = "idle for its lifetime" }:between("09:05:01", "09:05:02")
      line:disconnected():within(("%d s"):format(disconnect + 1)):of "09:05:01":once()
      line:disconnected():after(disconnect == 120 and "09:07:01" or "09:11:01")
    end,
  })
end

-- A long way, half a minute there and back (ours). 200 K leave in bursts of window x checkpoint.
local function far_away(values)
  return function(org)
    build(values)(org)
    org:link "LINE":set { latency = "15 s" }
  end
end

local function one_message(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "200 K" } end)
  run:to "09:30"
end

for name, case in pairs {
  ["checkpoint size 0, window 1"] = { { checkpoint_size = 0, window_size = 1 }, "09:03:35", "09:03:36" },
  ["checkpoint size 0, window 3"] = { { checkpoint_size = 0, window_size = 3 }, "09:03:35", "09:03:36" },
  ["checkpoint size 10, window 1"] = { { checkpoint_size = 10, window_size = 1 }, "09:12", "09:15" },
  ["checkpoint size 10, window 3"] = { { checkpoint_size = 10, window_size = 3 }, "09:03:36", "09:05" },
} do
  scenario.case("rate, " .. name, {
    build = far_away(case[1]), drive = one_message,
    expect = function(seen) seen:message "m":transferred():between(case[2], case[3]) end,
  })
end

return scenario
