-- How far replication has come is seen by two counters.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178925",
  title    = "The progress of directory replication",
  says     = { "the progress of replication is seen by Pending Replication Synchronizations and Remaining Replication Updates" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "SITE_PACKETS" },
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  site:add_server "S1"
  site:add_server "S2":set { sync_time = "10 s" }                                      -- (ours)
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 250 do org:server "S1":add_mailbox("new" .. i) end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  local remaining = "Remaining Replication Updates"
  seen:counter("S2", "Pending Replication Synchronizations"):at "09:05:05":is(1)
  seen:counter("S2", "Pending Replication Synchronizations"):at "09:06":is(0)
  seen:inferred "of 250, after the first hundred":counter("S2", remaining):at "09:05:15":is(150)
  seen:inferred():counter("S2", remaining):at "09:05:25":is(50)
  seen:counter("S2", remaining):at "09:06":is(0)
end

return scenario
