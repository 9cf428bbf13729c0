-- An object that was changed on two servers before either knew of it: one change is lost.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q195911",
  title    = "Conflicts of directory replication, and event 1074",
  says     = { "the higher Object-Version is committed, a lower one is ignored",
               "of equal versions with different DSA-Signatures the more recent When-Changed is kept",
               "event 1074 names the object and the directory whose modifications were lost",
               "the event is not seen unless logging of the category Replication is increased" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "CONFLICT_VERSION", "CONFLICT_WHEN_CHANGED" },
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  local a, b = site:add_server "A", site:add_server "B"
  a:add_mailbox "ann"
  a:set { log_replication = 1 }
  b:set { log_replication = 1 }
end

-- B's change is the later one, but B's directory is the first to be told of the other (ours).
function scenario.drive(run, org)
  run:at("09:00", function() org:server "B":modify("ann", "telephone 2") end)
  run:at("08:59", function() org:server "A":modify("ann", "telephone 1") end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:directory "A":at "10:00":says("ann", "telephone 2")
  seen:directory "B":at "10:00":says("ann", "telephone 2")
  seen:event(1074, { server = "A" }):once():text "cn=ann by directory A"
  seen:inferred():directory "A":conflict { object = "ann", writer = "A" }:once()
  seen:inferred():directory "B":conflict { object = "ann", writer = "B" }:never()
end

-- Two changes on A against one later one on B: the higher version wins over the later time.
scenario.case("the higher version", {
  drive = function(run, org)
    run:at("08:58", function() org:server "A":modify("ann", "telephone 1") end)
    run:at("08:59", function() org:server "A":modify("ann", "telephone 3") end)
    run:at("09:00", function() org:server "B":modify("ann", "telephone 2") end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:directory "A":at "10:00":says("ann", "telephone 3")
    seen:directory "B":at "10:00":says("ann", "telephone 3")
  end,
})

-- The same with the times in the order of the servers' names, so that only the time decides.
scenario.case("the other one later", {
  drive = function(run, org)
    run:at("08:59", function() org:server "B":modify("ann", "telephone 2") end)
    run:at("09:00", function() org:server "A":modify("ann", "telephone 1") end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:directory "A":at "10:00":says("ann", "telephone 1")
    seen:directory "B":at "10:00":says("ann", "telephone 1")
    seen:event(1074, { server = "B" }):once():text "directory B"
  end,
})

scenario.case("no logging", {
  build = function(org)
    scenario.build(org)
    org:server "A":set { log_replication = 0 }
    org:server "B":set { log_replication = 0 }
  end,
  expect = function(seen)
    seen:event(1074):never()
    seen:directory "A":at "10:00":says("ann", "telephone 2")
  end,
})

return scenario
