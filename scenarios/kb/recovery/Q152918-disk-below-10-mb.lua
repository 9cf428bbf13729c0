-- An MTA whose disk has less than 10 MB free stops itself, and does not start again before there is
-- room.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152918",
  title    = "Mail delivery slow and disk space consumed",
  says     = { "9411: the MTA is terminating, the disk of MTADATA has less than 10 MB of space",
               "free up some disk space and restart the MTA" },
  products = { "4.0 SP5" },
  mutant   = { "DISK_TEST", "DISK_TEST_AT_START" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  org:site "SEATTLE":add_server "S2":add_mailbox "bob"
  s1:add_mailbox "ann"
  s1:disk():set { free = "12 MB" }                             -- (ours)
  s1:set { disk_test_time = "1 min" }                          -- (ours)
end

function scenario.drive(run, org)
  run:at("09:00:20", function() org:disk "S1":fill "3 MB" end)
  run:at("09:10", function() org:send { from = "ann", to = "bob", as = "late" } end)
  run:at("09:20", function() org:service("S1", "mta"):start() end)      -- 9 MB are free still
  run:at("09:30", function()
    org:disk "S1":free "41 MB"
    org:service("S1", "mta"):start()
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:event(9411, { server = "S1" }):text "has less than 10 MB of space":text "[BASE IL TIMER 3]"
    :at "09:01":once()
  local inferred = seen:inferred()
  inferred:event(9411, { server = "S1" }):text "[BASE IL MAIN BASE 1]":at "09:20":once()
  inferred:event(9411):times(2)
  inferred:message "late":never "transferred":before "09:30"
  seen:message "late":delivered_to "bob":between("09:30", "09:31")
end

-- 10 MB are enough.
scenario.case("10 MB", {
  drive = function(run, org)
    run:at("09:00:20", function() org:disk "S1":fill "2 MB" end)
    run:at("09:10", function() org:send { from = "ann", to = "bob", as = "late" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:event(9411):never()
    seen:inferred():message "late":delivered_to "bob":before "09:11"
  end,
})

return scenario
