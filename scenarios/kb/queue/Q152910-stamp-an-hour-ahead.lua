-- Under daylight-saving time the old MTA takes what it has queued for an hour later than now, and
-- lets it wait.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152910",
  title    = "MTA queue message time stamp off by one hour",
  says     = { "the queue shows messages one hour ahead of local time while daylight-saving time is in effect",
               "they are left in the queue and not picked up by the MTA",
               "with daylight-saving time disabled the queue shows the right time" },
  products = { "4.0 SP2", "4.0 SP5" },
  fixed    = "4.0 SP3",                                          -- (inferred): "the latest service pack"
  mutant   = { "STAMPS_ADD_SAVING" },
  start    = "1996-07-01 08:00",
}

-- (ours): Pacific time, and everything else
local SUMMER <const> = "UTC-8 (DST 1996-04-07 02:00 .. 1996-10-27 02:00)"

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local s1, t1 = one:add_server "S1", two:add_server "T1"
  s1:add_mailbox "ann"
  t1:add_mailbox "tim"
  org:pair("x400", { name = "X", s1, t1 })
  s1:clock { zone = SUMMER }
end

-- 17:00 UTC is 10:00 in summer.
local function send(run, org)
  run:at("17:00", function() org:send { from = "ann", to = "tim", as = "m" } end)
end

function scenario.drive(run, org)
  send(run, org)
  run:to "20:00"
end

function scenario.unfixed(seen)
  seen:message "m":held { why = "its time stamp is 1996-07-01 11:00:00.03" }:once()
  seen:message "m":is_in("S1", "X"):at "17:30"
  seen:message "m":never "transferred":before "17:59"
  seen:inferred "once the time has come":message "m":delivered_to "tim":between("18:00", "18:01")
end

function scenario.fixed(seen)
  seen:inferred():message "m":held():never()
  seen:inferred():message "m":delivered_to "tim":before "17:01"
end

scenario.case("daylight-saving time is disabled", {
  drive = function(run, org)
    send(run, org)
    run:at("17:20", function() org:server "S1":clock():zone "UTC-8" end)
    run:at("17:30", function() org:send { from = "ann", to = "tim", as = "after" } end)
    run:to "20:00"
  end,
  expect = function(seen)
    seen:message "after":held():never()
    seen:message "after":delivered_to "tim":before "17:31"
  end,
  unfixed = function(seen)
    seen:message "m":held():once()
    seen:inferred():message "m":delivered_to "tim":between("17:20", "17:21")
  end,
})

scenario.case("in winter", {
  drive = function(run, org)
    run:at("1996-12-02 17:00", function() org:send { from = "ann", to = "tim", as = "m" } end)
    run:to "1996-12-02 20:00"
  end,
  expect = function(seen)
    seen:message "m":held():never()
    seen:inferred():message "m":delivered_to "tim":before "1996-12-02 17:01"
  end,
})

return scenario
