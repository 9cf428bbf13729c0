-- A bad line: associations end, mail backs up, and the checkpoint size decides how much is sent
-- again. (What Disconnect does is not in the model.)

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q257727",
  title    = "Slow mail flow across X.400 with 289 and 1294 warnings",
  says     = { "events 289 and 1294, and now and then mail backs up on the connector's queue",
               "it flows again when the MTA is stopped and started",
               "after an error a message goes on from its most recent checkpoint",
               "a checkpoint size of zero: no checkpoint is set",
               "the smaller the checkpoint, the less is sent again over a bad line" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RTS_RESUMES" },
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

return scenario
