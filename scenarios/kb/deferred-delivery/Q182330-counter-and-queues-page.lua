-- Mail that waits for its delivery time counts in Performance Monitor's work queue, and stands on
-- no page of the queues.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182330",
  title    = "Perfmon work queue and MTA Queues tab conflict",
  says     = { "messages with deferred delivery may appear in the Performance Monitor work queue",
               "and may not be accounted for on the MTA Queues tab",
               "the work queue is Db00002b.dat in 4.0 and 5.0, Db000027.dat in 5.5, but not on a server upgraded to it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  fixed    = "5.5",            -- where the file is another one
  mutant   = { "DEFERRED_IN_WORK_QUEUE", "DEFERRED_DELIVERY", "WORK_QUEUE_27" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  local s2 = org:site "SEATTLE":add_server "S2"
  s1:add_mailbox "u1"
  s1:add_mailbox "u2"
  s2:add_mailbox "u3"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 3 do org:send { from = "u1", to = "u2", defer = "+2 h", as = "here " .. i } end -- (ours)
    org:send { from = "u1", to = "u3", defer = "+2 h", as = "there" }
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:counter("S1", "Work Queue Length"):at "10:00":is(4)
  seen:queue("S1", "mdb"):at "10:00":holds(0)
  seen:queue("S1", "S2"):at "10:00":holds(0)
  local inferred = seen:inferred()
  inferred:counter("S1", "Deferred Delivery Msgs"):at "10:00":is(4)
  inferred:queue("S1", "mdb"):always():before "11:00":holds(0)
  inferred:queue("S1", "S2"):always():before "11:00":holds(0)
  inferred:counter("S1", "Work Queue Length"):at "11:01":is(0)
  inferred:counter("S1", "Deferred Delivery Msgs"):at "11:01":is(0)
  for i = 1, 3 do
    inferred:message("here " .. i):delivered_to "u2":between("11:00", "11:01")
  end
  inferred:message "there":delivered_to "u3":between("11:00", "11:01")
end

local function check(run, org)
  run:at("09:00", function()
    org:service("S1", "mta"):stop()
    org:server "S1":mtacheck()
  end)
  run:to "10:00"
end

scenario.case("which file", {
  drive = check,
  fixed = function(seen) seen:mtacheck "S1":text "Checking queue MTAWORKQ (id 01000027)":once() end,
  unfixed = function(seen) seen:mtacheck "S1":text "Checking queue MTAWORKQ (id 0100002B)":once() end,
})

scenario.case("upgraded", {
  build = function(org) org:add_site "SEATTLE":add_server("S1", { product = "5.0 SP2" }) end,
  drive = function(run, org)
    run:at("08:30", function() org:server "S1":patch { product = "5.5 SP4" } end)
    check(run, org)
  end,
  fixed = function(seen) seen:mtacheck "S1":text "Checking queue MTAWORKQ (id 0100002B)":once() end,
})

return scenario
