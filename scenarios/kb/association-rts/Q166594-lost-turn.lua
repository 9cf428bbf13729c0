-- The turn is lost with the association that carried it: both sides think that the other has it,
-- until the queue passes the threshold.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166594",
  title    = "Messages are not delivered over the first association",
  says     = { "a backlog up to the threshold (50) waits on an RPC association over which nothing is sent",
               "the turn was passed and the association lost: nobody has it",
               "past the threshold a new association is made, and mail flows",
               "fixed in 4.0 SP5 and 5.0 SP2" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2" },
  fixed    = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "LOST_TURN", "BOTH_WAYS", "DEAD_COUNTS" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
end

-- S1 opens; S2 answers and so gets the turn: in that moment the line is away, for an instant.
function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "first" } end)
  run:at("09:00:10", function() org:send { from = "bob", to = "ann", as = "answer", size = "1 M" } end)
  run:at("09:00:11", function() org:link("S1", "S2"):cut() end)
  run:at("09:00:12", function() org:link("S1", "S2"):restore() end)
  run:every("10 s", { from = "09:00:20", times = 51 }, function(i)
    org:send { from = "ann", to = "bob", as = "m " .. i }
  end)
  run:to "09:30"
end

function scenario.expect(seen)
  seen:association("S1", "S2"):turned():at "09:00:10":once()
  seen:message "first":delivered_to "bob":before "09:00:10"
  seen:inferred():message "m 51":delivered_to "bob"
  seen:inferred():message "answer":delivered_to "ann"
end

function scenario.fixed(seen)
  seen:inferred("after the transfer interval"):message "answer":delivered_to "ann":before "09:02:30"
  seen:inferred():message "m 1":delivered_to "bob":before "09:02:30"
  seen:inferred():association("S1", "S2"):opened():once()
end

function scenario.unfixed(seen)
  seen:association("S1", "S2"):at "09:08:30":count(1)
  seen:queue("S1", "S2"):at "09:08:35":holds(50)
  seen:message "m 1":transfer_started():before "09:08:40":never()
  seen:message "answer":transfer_started():between("09:00:11", "09:08:40"):never()
  seen:association("S1", "S2"):opened():within "1 s":of "09:08:40":once()
  seen:message "m 50":delivered_to "bob":within "10 s":of "09:08:40"
  seen:queue("S1", "S2"):at "09:09":is "empty"
end

return scenario
