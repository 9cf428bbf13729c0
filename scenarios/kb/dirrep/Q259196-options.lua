-- What a synchronization was asked for by is seen by the options that event 1068 prints.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q259196",
  title    = "Option values of the directory replication agent",
  says     = { "3 is normal replication inside a site, 4041 that of bridgeheads and of contexts of other sites",
               "4000 is Request Now of updates, c000 of all objects",
               "904041 is asked by the restart of a Directory Service" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "STARTUP_SYNC", "NOTIFY_AFTER_PAUSE" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, s1, bh2 = one:add_server "BH1", one:add_server "S1", two:add_server "BH2"
  org:pair("site", { name = "SC", bh1, bh2 })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "12:00-12:15" })
  bh1:add_mailbox "ann"
  bh2:add_mailbox "bob"
  bh1:set { log_replication = 5 }
  s1:set { log_replication = 5 }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:server "BH1":modify("ann", "telephone 1") end)
  run:at("09:10", function() org:server "BH2":modify("bob", "telephone 2") end)
  run:at("10:00", function() org:replication "REP":request_now { site = "TWO" } end)
  run:at("10:30", function() org:replication "REP":request_now { site = "TWO", all = true } end)
  run:at("11:00", function() org:service("BH1", "ds"):stop() end)
  run:at("11:01", function() org:service("BH1", "ds"):start() end)
  run:to "13:00"
end

local function options(seen, server, value) return seen:event(1068, { server = server }):text("with options " .. value .. ".") end

function scenario.expect(seen)
  options(seen, "S1", "3"):once():at "09:05"
  options(seen, "S1", "4041"):at_least(1):between("10:00", "10:10")                    -- the other site's, of its bridgehead
  options(seen, "BH1", "4000"):times(2):at "10:00"
  options(seen, "BH1", "c000"):times(2):at "10:30"
  options(seen, "BH1", "904041"):times(2):at "11:06"
  options(seen, "BH1", "4041"):times(2):at "12:00"
  seen:inferred "all objects are asked for again":directory "BH2":answered { context = "site", objects = 1 }:times(2)
end

return scenario
