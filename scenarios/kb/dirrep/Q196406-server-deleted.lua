-- A server that was deleted from its site does not replicate any more, restored or not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q196406",
  title    = "No replication with a server that was deleted from the site",
  says     = { "a server removed from the site is purged by all others from those that they replicate with",
               "restored, it starts without an error, and replicates with none of them" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "DELETED_SERVER" },
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  for i = 1, 3 do site:add_server("S" .. i) end
  org:server "S1":add_mailbox "ann"
  org:server "S3":add_mailbox "cid"
end

-- S3 is down while it is deleted; then it is there again as it was.
function scenario.drive(run, org)
  run:at("09:00", function() org:server "S3":stop() end)
  run:at("09:01", function() org:server "S1":delete_server "S3" end)
  run:at("10:00", function() org:server "S3":start() end)
  run:at("10:30", function()
    org:server "S1":modify("ann", "telephone 1")
    org:server "S3":modify("cid", "telephone 3")
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:directory "S2":at "09:10":lacks "S3"
  seen:directory "S2":at "12:00":says("ann", "telephone 1")
  seen:directory "S1":notified { to = "S3" }:never()
  seen:directory "S2":updated { from = "S3" }:never():after "09:30"
  seen:directory "S3":updated():never():after "09:30"
  seen:directory "S3":lacks("S1"):never()                                             -- it still knows the others
  seen:directory "S1":at "12:00":lacks "S3"
  seen:inferred():directory "S3":replicated { object = "ann" }:never()
  seen:inferred():directory "S1":replicated { object = "cid" }:never()
end

return scenario
