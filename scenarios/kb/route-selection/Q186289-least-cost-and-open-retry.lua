-- Least-cost routing over two links of one cost: the first release does not see that one waits to
-- be retried, and routes mail to it again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q186289",
  title    = "Least-cost routing doesn't consider the open-retry state",
  says     = { "with least-cost routing mail that is rerouted tends to go back to the connector in retry",
               "expected: both links share the mail; with one far server down all goes by the other, once the first is in retry",
               "only several links of equal lowest cost are affected" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "LEAST_COST_BLIND", "STEP_5_NOT_RETRYING" },
}

local function build(cost_of_2)
  return function(org)
    local one, two = org:add_site "SITE1", org:add_site "SITE2"
    local s1, s2, s3 = one:add_server "S1", two:add_server "S2", two:add_server "S3"
    s1:add_mailbox "ann"
    s3:add_mailbox "bob"
    org:pair("x400", { name = "C1", s1, s2, cost = 1 })
    org:pair("x400", { name = "C2", s1, s3, cost = cost_of_2 })
    s1:set { only_use_least_cost_routes = true }
  end
end

function scenario.drive(run, org)
  run:at("08:30", function() org:send { from = "ann", to = "bob", as = "both up" } end)
  run:at("08:45", function() org:server "S2":stop() end)
  run:every("10 s", { from = "09:00", times = 40 }, function(i)
    org:send { from = "ann", to = "bob", as = "m " .. i }
  end)
  run:to "10:00"
end

scenario.case("two links of one cost", {
  build = build(1),
  expect = function(seen) seen:decision("both up", "S1"):survivors { "C1", "C2" } end,
  -- From some message on the first link is in retry: m 40 is long after.
  fixed = function(seen)
    seen:message "m 40":goes_by "C2"
    seen:decision("m 40", "S1"):first():by_rule "STEP_5_NOT_RETRYING"
    for i = 1, 40 do seen:message("m " .. i):delivered_to "bob" end
  end,
  unfixed = function(seen) seen:decision("m 40", "S1"):first():survivors { "C1", "C2" } end,
})

-- One cheapest link alone: nothing to choose from, in any build.
scenario.case("one is dearer", {
  build = build(2),
  expect = function(seen) seen:decision("m 40", "S1"):first():takes "C1":by_rule "LEAST_COST_ONLY" end,
})

return scenario
