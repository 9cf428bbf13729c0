-- A way that doubles back, and is no loop: A - B - C - B - A - D - E.
--
--        AB 1       BC 1, BC2 5     CE 1
--    A ---------- B =========== C --------- E
--     \  AD 1                        DE 10 /
--      `------------- D ------------------'
--
-- BC is a line that is open from 09:00 to 09:15; BC2 is slow, a minute for each message, and only C uses it.
-- CE is cut. "first" finds that out: C waits for an open that times out, and reroutes. For ten minutes a retry
-- timer runs in C now, and "next" is not rerouted, for it never waits: the choice of route passes CE over
-- (step 5) and takes the dearer BC2. A minute later B finds itself in the trace, and A after it. Is that a loop?
-- Nobody has rerouted anything.
--   1. C knows better: it has sent mail by a dearer way although a cheaper one is there. That counts as a
--      reroute, from the cheapest to the one chosen, and C marks its entry: a virtual reroute.
--   2. B and A read of the mark behind their own entries, and let the mail pass.
--   3. B has BC closed by now (a dearer way again, a mark again), and A may not use the way that the mail came in
--      by: D is left.
-- Without the virtual reroute "next" goes back from B, as looping. All names, costs and times are (ours).

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "A way that doubles back",
  says     = { "mail that goes by a dearer route, because the cheapest is down, counts as rerouted",
               "so an MTA that finds itself in the trace lets it pass",
               "and it arrives, by servers that it has been at before" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "VIRTUAL_REROUTE", "REROUTE_IS_NO_LOOP", "STEP_5_NOT_RETRYING", "STEP_1_NOT_INBOUND" },
}

function scenario.build(org)
  for _, name in ipairs { "A", "B", "C", "D", "E" } do org:add_site("SITE " .. name):add_server(name) end
  org:server "A":add_mailbox "ann"
  org:server "E":add_mailbox "eve"
  for name, cost in pairs { AB = 1, BC = 1, BC2 = 5, CE = 1, AD = 1, DE = 10 } do
    org:pair("x400", { name = name, name:sub(1, 1), name:sub(2, 2), cost = cost })
  end
  for _, server in ipairs { "B", "C" } do org:connector("BC", server):set { schedule = "09:00-09:15" } end
  org:connector("BC2", "B"):set { connected_sites = {} }
  org:link "BC2":set { latency = "1 min" }
end

function scenario.drive(run, org)
  run:at("08:59", function() org:link "CE":cut() end)
  run:at("09:14", function() org:send { from = "ann", to = "eve", as = "first" } end)
  run:at("09:14:50", function() org:send { from = "ann", to = "eve", as = "next" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "first":rerouted { from = "CE" }:once()
  seen:decision("next", "C"):takes "BC2":fells("CE", "STEP_5_NOT_RETRYING")
  seen:message "next":never "rerouted"
  seen:message "next":traced { trace = "A, B, C (rerouted)", rule = "REROUTE_IS_NO_LOOP" }:once()
  seen:message "next":path { "A", "B", "C", "B", "A", "D", "E" }
  seen:message "next":delivered_to "eve":once():before "09:20"
end

return scenario
