-- A queue to another server of the site is not displayed any more when it was idle for long.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q297539",
  title    = "The queue for a server of the site is not displayed",
  says     = { "a queue to another server of the site that was idle for long is not displayed, at last on neither side",
               "a message to a mailbox there brings it back",
               "by design; directory replication inside a site does not pass the queues of the MTA" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "IDLE_QUEUE_HIDDEN" },
}

-- How long is long is not told: a day if nothing is set (ours).
function scenario.build(org)
  local site = org:add_site "SITE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "there" } end)
  run:at("12:00", function() org:send { from = "bob", to = "ann", as = "back" } end)
  run:every("1 h", { from = "13:30", times = 24 }, function() org:replicate() end)
  run:at("1998-03-04 09:00", function() org:send { from = "ann", to = "bob", as = "again" } end)
  run:to "1998-03-04 12:00"
end

function scenario.expect(seen)
  seen:queue("S1", "S2"):at "09:01":shown()
  seen:queue("S2", "S1"):at "12:01":shown()
  seen:inferred():queue("S1", "S2"):at "1998-03-03 08:59":shown()
  seen:queue("S1", "S2"):at "1998-03-03 10:00":hidden()
  seen:queue("S2", "S1"):at "1998-03-03 11:59":shown()
  seen:queue("S2", "S1"):at "1998-03-04 08:59":hidden()
  seen:queue("S1", "S2"):at "1998-03-04 08:59":hidden()
  seen:queue("S1", "S2"):at "1998-03-04 09:01":shown()
  seen:message "again":delivered_to "bob"
  seen:inferred():queue("S2", "S1"):at "1998-03-04 09:01":hidden()
end

-- Mail that waits is no idle queue.
scenario.case("mail waits", {
  drive = function(run, org)
    run:at("09:00", function()
      org:service("S2", "mta"):stop()
      org:send { from = "ann", to = "bob", as = "waits" }
    end)
    run:to "1998-03-03 08:00"
  end,
  build = function(org)
    scenario.build(org)
    org:server "S1":set { queue_display_time = "1 h" }                          -- (ours)
  end,
  expect = function(seen)
    seen:inferred():queue("S1", "S2"):after "09:01":always():shown()
  end,
})

return scenario
