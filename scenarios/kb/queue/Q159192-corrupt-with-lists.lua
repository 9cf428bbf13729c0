-- A corrupt message with distribution lists takes all of the MTA's time: nothing leaves its queues.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159192",
  title    = "MTA uses nearly 100 percent of the CPU, and messages do not move",
  says     = { "very high use of the CPU for extended periods, and messages do not move from their queues",
               "in rare cases of corruption, while messages with distribution lists are processed",
               "corrected in the latest service pack of 4.0" },
  products = { "4.0 SP3", "4.0 SP4", "4.0 SP5" },
  fixed    = { "4.0 SP4" },
  mutant   = { "SPINS_ON_LISTS" },
  start    = "1996-09-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "bob", as = "corrupt", flaw = "corrupt with lists" }
  end)
  run:every("10 min", { from = "09:10", times = 5 }, function(i)
    org:send { from = "ann", to = "bob", as = "m " .. i }
  end)
  run:to "18:00"
end

function scenario.unfixed(seen)
  seen:counter("S1", "Work Queue Length"):at "10:00":is(6)
  seen:inferred():counter("S1", "Work Queue Length"):at "18:00":is(6)
  seen:message "m 5":never "transferred"
end

function scenario.fixed(seen)
  seen:inferred():message "corrupt":delivered_to "bob":before "09:01"
  seen:message "m 5":delivered_to "bob":before "10:00"
end

return scenario
