-- Inside a site a change is announced five minutes after it was made, to one server after the other.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q137203",
  title    = "The two pauses of replication inside a site",
  says     = { "a server waits the pause after a modification, 300 s, before it notifies the first of the others",
               "between two servers it waits the pause between DSAs, 30 s",
               "changes that are made meanwhile push out no notification of their own",
               "both pauses are registry values of each server" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "NOTIFY_AFTER_PAUSE", "NOTIFY_ONE_BY_ONE" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  for i = 1, 4 do site:add_server("S" .. i) end
  org:server "S1":add_mailbox "ann"
  org:server "S1":add_mailbox "bob"
end

function scenario.drive(run, org)
  run:at("09:00", function() org:server "S1":modify("ann", "telephone 1") end)
  run:at("09:01:40", function() org:server "S1":modify("bob", "telephone 2") end)
  run:to "10:00"
end

function scenario.expect(seen)
  local s1 = seen:inferred "computed from the two defaults":directory "S1"
  s1:notified { to = "S2" }:once():at "09:05"
  s1:notified { to = "S3" }:once():at "09:05:30"
  s1:notified { to = "S4" }:once():at "09:06"
  seen:directory "S1":notified():times(3)                 -- for both changes
  seen:inferred "it asks at once":directory "S2":at "09:05":says("ann", "telephone 1")
  seen:inferred():directory "S2":at "09:05":says("bob", "telephone 2")
  seen:inferred():directory "S4":at "09:05:59":knows "ann"
  seen:inferred():directory "S4":replicated { object = "ann", says = "telephone 1" }:once():at "09:06"
end

-- Other values move the times: 60 s and 10 s (ours).
scenario.case("other pauses", {
  build = function(org)
    scenario.build(org)
    org:server "S1":set { registry = { ["Replicator notify pause after modify (secs)"] = 60,
                                       ["Replicator notify pause between DSAs (secs)"] = 10 } }
  end,
  expect = function(seen)
    local s1 = seen:inferred():directory "S1"
    s1:notified { to = "S2" }:at "09:01"
    s1:notified { to = "S3" }:at "09:01:10"
    s1:notified { to = "S4" }:at "09:01:20"
    seen:directory "S1":notified():times(6)               -- the second change came after the first round
  end,
})

return scenario
