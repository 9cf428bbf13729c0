-- A bridgehead out of control blocks: mail for the other site comes back, congestion, and so do letters of
-- the directory; unless there is another way.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q230497",
  title    = "MTA sends NDR: message transfer service congestion",
  says     = { "9156: no free control blocks for network type 1, the configured count is 20; then no X.400 communication with other MTAs",
               "without another valid route non-delivery reports after a period of time: congestion in the message transfer service",
               "290: reason transfer-failure, diagnostic MTS-congestion",
               "1103 of MSExchangeDS: a non-delivery report for messages submitted for the directory, diagnostic 2, reason 0",
               "the MTA started again: mail flows at once" },
  products = { "5.5 SP2", "5.5 SP4" },
  mutant   = { "CONTROL_BLOCK_EACH", "EXHAUSTED_RETURNS" },
}

-- 19 associations to 19 sites, over lines on which 1 M takes days; three opens five minutes apart (ours).
local function build(alternate)
  return function(org)
    local a, b = org:add_site "A", org:add_site "B"
    local s1, s2, r = a:add_server "S1", a:add_server "S2", b:add_server "R"
    s1:add_mailbox "ann"
    r:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
    a:set { max_open_retries = 3, open_interval = "5 min" }
    org:pair("x400", { name = "X", s1, r })
    org:pair("dirrep", { name = "REP", s1, r, schedule = "never" })
    if alternate then org:pair("x400", { name = "OTHER", s2, r, cost = 50 }) end
    for i = 1, 19 do
      local far = org:add_site("SITE" .. i):add_server("R" .. i)
      far:add_mailbox("cid" .. i)
      org:pair("x400", { name = "X" .. i, s1, far })
      org:link("X" .. i):set { bandwidth = 10 }
    end
  end
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 19 do org:send { from = "ann", to = "cid" .. i, as = "busy " .. i, size = "1 M" } end
  end)
  run:at("10:02", function() org:send { from = "ann", to = "bob", as = "test 10:00" } end)
  run:at("10:03", function() org:replication("REP"):request_now { site = "B" } end)
  run:at("11:00", function()
    for i = 1, 19 do org:connector("X" .. i, "S1"):set { schedule = "never" } end     -- what they lost it to is over
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()
  end)
  run:at("11:05", function() org:send { from = "ann", to = "bob", as = "after" } end)
  run:to "12:00"
end

local function short(seen)
  seen:event(9156, { server = "S1" }):before "10:03":at_least(1)
    :text "There are no free control blocks available for network type 1. The configured count is 20."
end

scenario.case("one route", {
  build = build(false),
  expect = function(seen)
    short(seen)
    seen:message "test 10:00":returned { reason = "transfer-failure", diagnostic = "mts-congestion" }:between("10:16", "10:18")
    seen:report "test 10:00":text "congestion in the message transfer service"
    seen:event(290, { server = "S1" }):at_least(2)
    seen:event(1103, { server = "S1" }):at_least(1):text "The diagnostic is 2. The reason is 0."
    seen:message "after":delivered_to "bob":before "11:06"
  end,
})

scenario.case("another route", {
  build = build(true),
  expect = function(seen)
    short(seen)
    seen:inferred():message "test 10:00":rerouted { from = "X", to = "OTHER" }
    seen:inferred():message "test 10:00":delivered_to "bob":before "10:05"
    seen:inferred():event(1103):never()
  end,
})

return scenario
