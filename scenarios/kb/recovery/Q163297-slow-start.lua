-- A starting MTA makes its queues in memory first. With many files that takes long, and is no hang.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163297",
  title    = "MTA taking a long time to start",
  says     = { "at its start the MTA rebuilds the queues in memory: many DB*.DAT files take long",
               "Field Engineering at Maximum: 2166 for an object added to a queue, 2167 for one removed, with the count",
               "the queues must have as many items as there are files before one may speak of a hang" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "REBUILDS_QUEUES" },
  start    = "1998-03-02 08:00",
}

-- (ours): a thousand messages, 20 ms each; the article speaks of 100,000 files and gives no time.
local COUNT <const> = 1000

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  org:site "ONE":add_server "S2":add_mailbox "sue"
  s1:add_mailbox "ann"
  s1:set { start_time = "20 ms", log_field_engineering = 5 }
  org:set { submit_time = "1 ms", mta_time = "1 ms" }
end

function scenario.drive(run, org)
  run:at("08:59", function() org:service("S2", "mta"):stop() end)
  run:at("09:00", function()
    for i = 1, COUNT do org:send { from = "ann", to = "sue", as = "m " .. i } end
  end)
  run:at("10:00", function()
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()
  end)
  run:at("10:00:10", function() org:service("S2", "mta"):start() end)
  run:to "11:00"
end

function scenario.expect(seen)
  local added = function() return seen:event(2166, { server = "S1" }) end
  -- half of the time, half of the items: it is at work
  added():text "now contains 500 items":at "10:00:10":once()
  added():text "now contains 501 items":before "10:00:10":after "09:30":never()
  added():text(("now contains %d items"):format(COUNT)):at "10:00:20":at_least(1)
  seen:message "m 1":transferred():after "10:00:20":once()
  seen:message "m 1":transferred():before "10:00:20":never()
  seen:event(2167, { server = "S1" }):text "removing object 06":between("10:00:20", "11:00"):times(2 * COUNT)
  seen:event(2167, { server = "S1" }):text "now contains 0 items":after "10:00:20":at_least(1)
  seen:inferred():message(("m %d"):format(COUNT)):delivered():after "10:00:20"
  seen:inferred():event(2219):never()
end

-- Nobody asked for the events: it takes as long all the same.
scenario.case("without the events", {
  build = function(org)
    scenario.build(org)
    org:server "S1":set { log_field_engineering = 0 }
  end,
  expect = function(seen)
    seen:event(2166):never()
    seen:message "m 1":transferred():before "10:00:20":never()
    seen:message "m 1":transferred():after "10:00:20":once()
  end,
})

-- Who thinks that it hangs, and stops it: it begins anew.
scenario.case("stopped halfway", {
  drive = function(run, org)
    run:at("08:59", function() org:service("S2", "mta"):stop() end)
    run:at("09:00", function()
      for i = 1, COUNT do org:send { from = "ann", to = "sue", as = "m " .. i } end
    end)
    run:at("10:00", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
      org:service("S2", "mta"):start()
    end)
    run:at("10:00:15", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
    end)
    run:to "11:00"
  end,
  expect = function(seen)
    local inferred = seen:inferred()
    inferred:event(2166, { server = "S1" }):text "now contains 500 items":between("10:00", "10:00:26"):times(2)
    inferred:message "m 1":transferred():before "10:00:35":never()
    inferred:message "m 1":delivered():after "10:00:35":once()
  end,
})

return scenario
