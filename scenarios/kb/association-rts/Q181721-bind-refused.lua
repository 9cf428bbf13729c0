-- RPC puts an association where the receiver does not find it: nothing is sent over it, until the
-- queue passes the threshold.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q181721",
  title    = "Messages are not delivered over an association",
  says     = { "a backlog up to the threshold waits on an RPC association over which nothing is delivered",
               "events 9316 (LTAB 53, Windows NT error 1727) and 9277",
               "past the threshold (50) a new association is made, and mail flows again",
               "the fault is Windows NT's, in every version of Exchange" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "DEAD_COUNTS", "ONE_PER_THRESHOLD" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
end

local function drive(is_lost)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "first" } end)
    if is_lost then run:at("09:00:10", function() org:link("S1", "S2"):strand() end) end
    run:every("10 s", { from = "09:00:20", times = 51 }, function(i)
      org:send { from = "ann", to = "bob", as = "m " .. i }
    end)
    run:to "09:30"
  end
end

scenario.case("the association is lost", {
  drive = drive(true),
  expect = function(seen)
    seen:event(9316, { server = "S1" }):once():text "index: 53. Windows NT error: 1727."
    seen:event(9277, { server = "S1" }):once()
      :text "thread 1, Locality Table Index: 160, Time (ms): 1275740, Cancel result: 0"
    seen:association("S1", "S2"):at "09:08:35":count(1)
    seen:queue("S1", "S2"):at "09:08:35":holds(50)
    seen:message "m 1":transfer_started():before "09:08:40":never()
    seen:association("S1", "S2"):opened():within "1 s":of "09:08:40":once()
    seen:message "m 1":delivered_to "bob":within "10 s":of "09:08:40"
    seen:queue("S1", "S2"):at "09:09":is "empty"
  end,
})

scenario.case("it is not", {
  drive = drive(false),
  expect = function(seen)
    seen:inferred():message "m 1":delivered_to "bob":within "1 s":of "09:00:20"
    seen:inferred():association("S1", "S2"):opened():once()
    seen:inferred():event(9316):never()
  end,
})

return scenario
