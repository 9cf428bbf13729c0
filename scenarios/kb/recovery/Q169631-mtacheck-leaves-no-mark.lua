-- Before 5.5 the command-line mtacheck did not write Dbbitmp.dat: the MTA checks again when it starts.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169631",
  title    = "MTA runs internal mtacheck after command-line version",
  says     = { "without Dbbitmp.dat the MTA runs an internal mtacheck at its start",
               "in 4.0 and 5.0 the command-line version does not create this file",
               "fixed in 5.5" },
  products = { "4.0 SP5", "5.0 SP2", "5.5" },
  fixed    = "5.5",
  mutant   = { "MTACHECK_NO_MARK", "CHECK_AFTER_UNCLEAN" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  org:add_site "SEATTLE":add_server "S1":add_mailbox "ann"
end

function scenario.drive(run, org)
  run:at("09:00", function() org:service("S1", "mta"):stop() end)
  run:at("09:10", function() org:server "S1":mtacheck() end)
  run:at("09:20", function() org:service("S1", "mta"):start() end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():mtacheck "S1":text "Database clean, no errors detected."
end

function scenario.unfixed(seen)
  seen:event(2219, { server = "S1" }):at "09:20":once()
  seen:inferred():event(2206, { server = "S1" }):times(4)
  seen:inferred():event(2207, { server = "S1" }):once()
end

function scenario.fixed(seen)
  for _, number in ipairs { 2219, 2206, 2207 } do seen:event(number):never() end
end

-- A clean stop and no mtacheck: the file is there.
scenario.case("no mtacheck", {
  drive = function(run, org)
    run:at("09:00", function() org:service("S1", "mta"):stop() end)
    run:at("09:20", function() org:service("S1", "mta"):start() end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:inferred():event(2219):never()
  end,
})

-- The file is missing for another reason.
scenario.case("file lost", {
  drive = function(run, org)
    run:at("09:00", function() org:service("S1", "mta"):stop() end)
    run:at("09:10", function() org:server "S1":fault("file lost", "DBBITMP.DAT") end)
    run:at("09:20", function() org:service("S1", "mta"):start() end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:event(2219, { server = "S1" }):at "09:20":once()
  end,
})

return scenario
