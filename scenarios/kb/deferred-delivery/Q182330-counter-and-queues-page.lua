-- Mail that waits for its delivery time counts in Performance Monitor's work queue, and stands on
-- no page of the queues.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182330",
  title    = "Perfmon work queue and MTA Queues tab conflict",
  says     = { "messages with deferred delivery may appear in the Performance Monitor work queue",
               "and may not be accounted for on the MTA Queues tab",
               "the work queue is Db00002b.dat in 4.0 and 5.0, Db000027.dat in 5.5, but not on a server upgraded to it",
               "the counter may show items that are not there, if the file is damaged",
               "stop, rename the file, mtacheck /v at least twice, start: the counter is right",
               "5.5 SP1 and later: an access violation, and no work queue; mtacheck of 5.5.1960 makes it anew" },
  products = { "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP4" },
  fixed    = "5.5",            -- where the file is another one
  mutant   = { "DEFERRED_IN_WORK_QUEUE", "DEFERRED_DELIVERY", "WORK_QUEUE_27", "WORK_QUEUE_MISREAD",
               "WORK_QUEUE_CHECK_FAILS", "LOST_QUEUE_REBUILT" },
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

-- Four wait when the file is damaged, and are counted for good (ours: which number it shows).
local function break_file(run, org, file)
  run:at("09:00", function()
    for i = 1, 4 do org:send { from = "u1", to = "u3", defer = "+1 h", as = "early " .. i } end
  end)
  run:at("09:30", function() org:server "S1":fault("file damaged", file) end)
  run:at("11:00", function()
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()                             -- a restart alone helps nothing (ours)
  end)
end

-- On 5.5 the file is DB000027.DAT; `product`: whose mtacheck it is.
local function repair(file, product)
  return function(run, org)
    local s1 = org:server "S1"
    break_file(run, org, file)
    run:at("12:00", function()
      s1:service "mta":stop()
      s1:fault("file lost", file)
      s1:mtacheck("/v", { product = product })
    end)
    run:at("12:05", function() s1:mtacheck("/v", { product = product }) end)
    run:at("12:10", function() s1:service "mta":start() end)
    run:at("13:00", function() org:send { from = "u1", to = "u3", as = "late" } end)
    run:to "14:00"
  end
end

local function broken(seen)
  seen:counter("S1", "Work Queue Length"):at "10:59":is_at_least(1)
  seen:counter("S1", "Work Queue Length"):at "11:59":is_at_least(1)
  seen:queue("S1", "S2"):at "11:59":holds(0)
end

local function repaired(seen)
  seen:mtacheck "S1":text "Queue MTAWORKQ required reconstruction.":at "12:00":once()
  seen:counter("S1", "Work Queue Length"):at "12:30":is(0)
  seen:inferred():mtacheck "S1":text "Database clean, no errors detected.":at "12:05":once()
  seen:inferred():message "late":delivered_to "u3"
end

scenario.case("the file is damaged: 4.0 and 5.0", {
  drive = repair "DB00002B.DAT",
  unfixed = function(seen)
    broken(seen)
    repaired(seen)
  end,
})

scenario.case("the file is damaged: 5.5, mtacheck of 5.5.1960", {
  drive = repair("DB000027.DAT", "5.5"),
  fixed = function(seen)
    broken(seen)
    repaired(seen)
  end,
})

scenario.case("the file is damaged: 5.5 SP1 and later, with their own mtacheck", {
  since = "WORK_QUEUE_CHECK_FAILS",
  drive = repair "DB000027.DAT",
  expect = function(seen)
    seen:mtacheck "S1":text "access violation":at "12:00":once()
    seen:mtacheck "S1":text "Queue MTAWORKQ required reconstruction.":never()
    seen:inferred():event(9405, { server = "S1" }):text "DB000027.DAT":at "12:10"
  end,
})

return scenario
