-- An MTA whose disk has less than 10 MB free stops itself, and does not start again before there is
-- room. In old builds its own files fill the disk, each larger than the one before.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152918",
  title    = "Mail delivery slow and disk space consumed",
  says     = { "9411: the MTA is terminating, the disk of MTADATA has less than 10 MB of space",
               "free up some disk space and restart the MTA",
               "MTA operations become very slow, and mail delivery appears to stop",
               "MTADATA fills with .DAT files, each larger than the last, to more than 20 MB, until the disk is full",
               "mtacheck eliminates them, and the MTA returns to normal operation",
               "fixed in the latest service pack: 4.0 SP3" },
  products = { "4.0 SP2", "4.0 SP3", "4.0 SP5" },
  fixed    = { "4.0 SP3" },
  mutant   = { "DISK_TEST", "DISK_TEST_AT_START", "DAT_FILES_GROW", "GROWN_FILES_REMOVED" },
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
    :text "NT Error code returned: 0":at "09:01":once()
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

-- Each message leaves a file, 1 MB larger than the last, written at 1 MB a second (ours).
scenario.case("files that grow", {
  build = function(org)
    scenario.build(org)
    org:disk "S1":set { free = "400 MB" }                      -- (ours)
  end,
  drive = function(run, org)
    run:at("09:00", function() org:server "S1":fault "dat files grow" end)
    run:every("1 min", { from = "09:01", times = 40 }, function(i)
      org:send { from = "ann", to = "bob", as = "m " .. i }
    end)
    run:at("10:00", function()
      if not org:service("S1", "mta"):is_running() then
        org:server "S1":mtacheck()
        org:service("S1", "mta"):start()
      end
    end)
    run:at("10:10", function() org:send { from = "ann", to = "bob", as = "after" } end)
    run:to "11:00"
  end,
  unfixed = function(seen)
    seen:message "m 20":delivered_to "bob":between("09:20:20", "09:20:21")        -- a file of 20 MB
    seen:message "m 30":delivered():before "10:00":never()
    seen:event(9411, { server = "S1" }):text "[BASE IL TIMER 3]":before "10:00":once()
    seen:mtacheck "S1":text "Database repaired":at "10:00"
    seen:message "m 30":delivered_to "bob":between("10:00", "10:01")
    seen:message "m 40":delivered_to "bob":between("10:00", "10:01")
    seen:message "after":delivered_to "bob":within "1 s":of "10:10"
  end,
  fixed = function(seen)
    local inferred = seen:inferred()
    inferred:event(9411):never()
    inferred:message "m 40":delivered_to "bob":within "1 s":of "09:40"
  end,
})

return scenario
