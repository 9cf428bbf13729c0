-- A disk that runs full: 9406, and below 10 MB the MTA shuts down.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q173458",
  title    = "Event ID 9406 occurs when memory or free disk space is low",
  says     = { "the MTA may shut down and 9406 may be recorded",
               "at least 10 MB of free space or the MTA will shut down automatically" },
  products = { "5.5 SP4" },
  mutant   = { "DISK_TEST", "DISK_LOW_COUNTERS" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  org:add_site "PARIS":add_server "S2":add_mailbox "bob"
  s1:add_mailbox "ann"
  org:pair("x400", { name = "X", s1, "S2" })
  s1:disk():set { free = "11 MB" }                             -- (ours)
end

function scenario.drive(run, org)
  run:at("09:00", function() org:link "X":cut() end)
  run:at("09:01", function()
    for i = 1, 3 do org:send { from = "ann", to = "bob", as = "m" .. i } end
  end)
  run:at("09:30:30", function() org:disk "S1":fill "2 MB" end)
  run:at("10:00", function()
    org:link "X":restore()
    org:disk "S1":free "100 MB"
    org:service("S1", "mta"):start()
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:event(9406, { server = "S1" }):text "There is not enough Performance Monitor memory":once()
  seen:inferred():event(9411, { server = "S1" }):at "09:31":once()
  seen:queue("S1", "X"):at "09:59":holds(3)                    -- nothing moves: it is stopped
  seen:event(9411, { server = "S1" }):before "10:00"
  for i = 1, 3 do seen:inferred():message("m" .. i):delivered_to "bob":after "10:00" end
end

return scenario
