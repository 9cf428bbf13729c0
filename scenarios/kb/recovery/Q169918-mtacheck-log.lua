-- The MTA checks its database when it was not stopped cleanly, and writes a log of that: if it cannot,
-- it does not start.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169918",
  title    = "MTA does not start because of Mtacheck.log",
  says     = { "event 2152 and error 2140: Mtacheck.log in Mtacheck.out is corrupt, or read-only",
               "the MTA attempts a check while it starts",
               "the file moved or deleted, or its attribute removed: it starts" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "RECOVERY_NEEDS_LOG" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

-- All times are ours.
function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("08:30", function() s1:fault "mtacheck log read-only" end)
  run:at("09:00", function() s1:service "mta":crash() s1:service "mta":start() end)
  run:at("09:30", function() org:send { from = "bob", to = "ann", as = "m" } end)
  run:at("10:00", function()
    s1:repair "mtacheck log read-only"
    s1:service "mta":start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(2152, { server = "S1" }):text "the database recovery operation was not successful":text "Mtacheck.log"
    :at "09:00":once()
  seen:message "m":never "transferred":before "10:00"
  seen:message "m":delivered_to "ann":after "10:00"
  seen:inferred():event(2207, { server = "S1" }):after "10:00":once()
end

-- After a clean stop nothing is checked.
scenario.case("clean stop", {
  drive = function(run, org)
    local s1 = org:server "S1"
    run:at("08:30", function() s1:fault "mtacheck log read-only" end)
    run:at("09:00", function() s1:service "mta":stop() s1:service "mta":start() end)
    run:at("09:30", function() org:send { from = "bob", to = "ann", as = "m" } end)
    run:to "12:00"
  end,
  expect = function(seen)
    seen:inferred():event(2152):never()
    seen:inferred():message "m":delivered_to "ann":before "09:31"
  end,
})

return scenario
