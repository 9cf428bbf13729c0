-- An X.400 Connector over a line that is dialled when there is traffic: short association values free
-- the line soon, more transfer retries wait for it. A Site Connector holds it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169637",
  title    = "Connectors over demand-dial Routing and Remote Access",
  says     = { "Lifetime and Disconnect 15: the connection is maintained for as short as can be after traffic has ceased",
               "Max transfer retries 5: the connection may require more than the default of 2 attempts",
               "Open interval 15: a lost association is tried again soon",
               "a Site Connector has no scheduling, and holds the connection for as long as possible" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CONNECTOR_OVERRIDES", "CONNECTION_OUTLIVES" },
}

local tuned = { lifetime = 15, disconnect = 15, max_transfer_retries = 5, open_interval = 15 }

local function build(kind, values)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }       -- (ours)
    org:pair(kind, { name = "DIAL", s1, s2 })
    if values then org:connector("DIAL", "S1"):set(values) end
    org:link "DIAL":set { bandwidth = 28800 }
  end
end

-- ---- after the traffic ----

local function one_message(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "1 K" } end)
  run:to "12:00"
end

scenario.build = build("x400", tuned)
scenario.drive = one_message

function scenario.expect(seen)
  local dial = seen:association("S1", "DIAL")
  dial:closed { why = "idle for its lifetime" }:between("09:00:15", "09:00:16"):once()
  dial:disconnected():between("09:00:30", "09:00:31"):once()
end

scenario.case("the defaults cost seven minutes", {
  build = build("x400"), drive = one_message,
  expect = function(seen)
    local dial = seen:inferred():association("S1", "DIAL")
    dial:closed():between("09:05", "09:05:01"):once()
    dial:disconnected():between("09:07", "09:07:01"):once()
  end,
})

-- ---- the line takes long to come up: the first transfers fail (ours: three) ----

local function slow_line(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "100 K" } end)
  run:at("09:00:05", function() org:link "DIAL":cut() end)
  run:at("09:05", function() org:link "DIAL":restore() end)
  run:to "10:00"
end

scenario.case("more than two transfers are needed", {
  build = build("x400", tuned), drive = slow_line,
  expect = function(seen)
    seen:message "m":transfer_failed():times(3)
    seen:association("S1", "DIAL"):opened():once()
    seen:message "m":delivered_to "bob":between("09:06:05", "09:07")
  end,
})

scenario.case("two are not enough", {
  build = build("x400", { lifetime = 15, disconnect = 15, open_interval = 15 }), drive = slow_line,
  expect = function(seen)
    local dial = seen:association("S1", "DIAL")
    dial:closed { why = "transfer retries used up" }:between("09:02:05", "09:02:06"):once()
    seen:inferred():association("S1", "DIAL"):tried():between("09:02:20", "09:02:21"):once()
    seen:message "m":delivered_to "bob":after "09:05"
  end,
})

-- Tried again soon: every 15 s, not after ten minutes.
scenario.case("a lost association", {
  build = build("x400", tuned),
  drive = function(run, org)
    run:at("08:59", function() org:link "DIAL":refuse() end)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "1 K" } end)
    run:at("09:01:10", function() org:link "DIAL":restore() end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:association("S1", "DIAL"):tried():before "09:01:10":times(5)
    seen:message "m":delivered_to "bob":between("09:01:15", "09:01:16")
  end,
})

-- ---- a Site Connector ----

-- A message every four minutes (ours): within its lifetime of 300 s. It has no override page.
scenario.case("a Site Connector holds the line", {
  build = build("site"),
  drive = function(run, org)
    run:every("4 min", { from = "09:00", times = 30 }, function(i)
      org:send { from = "ann", to = "bob", as = "m " .. i, size = "1 K" }
    end)
    run:to "10:59"
  end,
  expect = function(seen)
    seen:association("S1", "DIAL"):opened():once()
    seen:association("S1", "DIAL"):closed():never()
  end,
})

scenario.case("an X.400 Connector frees it each time", {
  build = build("x400", tuned),
  drive = function(run, org)
    run:every("4 min", { from = "09:00", times = 30 }, function(i)
      org:send { from = "ann", to = "bob", as = "m " .. i, size = "1 K" }
    end)
    run:to "10:59"
  end,
  expect = function(seen)
    seen:inferred():association("S1", "DIAL"):opened():times(30)
    seen:association("S1", "DIAL"):disconnected():times(30)
  end,
})

return scenario
