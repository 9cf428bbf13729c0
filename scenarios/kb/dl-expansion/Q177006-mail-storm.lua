-- Replies to a large list, and replies to these, all to the list: an MTA of 5.0 fails again and again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q177006",
  title    = "A mail storm on a large list stops the MTA",
  says     = { "a brief, intense flurry of messages and replies to a very large list: the MTA may fail repeatedly",
               "events 2051 and 9405 come before, with the error code 0xe0050803",
               "delivery restrictions on the list stop the growth; when the traffic drops the MTAs stop failing",
               "corrected in the latest service pack of 5.0" },
  products = { "5.0 SP1", "5.0 SP2" },
  since    = { "5.0" },
  fixed    = { "5.0 SP2" }, -- (inferred)
  mutant   = { "STORM_BREAKS", "RECIPIENT_SENDERS" },
}

local MEMBERS <const>, REPLIES <const> = 1000, 60 -- (ours)

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  local members = {}
  for i = 1, MEMBERS do members[i] = s1:add_mailbox("m" .. i) end
  site:add_list("all", { members = members })
end

-- The MTA is started again every ten minutes; from 09:25 on the list takes mail of one mailbox alone.
function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "m1", to = "all", as = "first" } end)
  run:every("300 ms", { from = "09:01", times = REPLIES }, function(i)
    org:send { from = "m" .. i + 1, reply_all = "first", as = "reply " .. i }
  end)
  run:every("10 min", { from = "09:10", times = 6 }, function()
    org:service("S1", "mta"):start()
  end)
  run:at("09:25", function() org:list "all":set { accept_from = "m1" } end)
  run:at("10:30", function() org:send { from = "m1", to = "all", as = "last" } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:message "first":delivered():times(MEMBERS)
  seen:message "last":delivered():times(MEMBERS)
  seen:inferred():event(9405, { server = "S1" }):after "09:40":never()
end

function scenario.unfixed(seen)
  seen:event(2051, { server = "S1" }):at_least(2)
  seen:event(9405, { server = "S1" }):text "0xe0050803":at_least(2)
  seen:inferred("the last replies come when nobody else may write"):report("reply " .. REPLIES):once()
end

function scenario.fixed(seen)
  seen:event(9405, { server = "S1" }):never()
  seen:inferred():message("reply " .. REPLIES):delivered():at_least(MEMBERS)
end

return scenario
