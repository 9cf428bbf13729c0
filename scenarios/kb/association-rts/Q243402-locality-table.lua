-- An MTA has room for about 240 associations over RPC. A bridgehead with many Site Connectors fills
-- it; what goes over X.400 does not count.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q243402",
  title    = "Exchange Server MTA event ID 9280",
  says     = { "about 240 concurrent associations over RPC for each MTA; then event 9280: the locality table is full",
               "event 57 is likely seen with it: the limit is 9",
               "message backlogs are likely",
               "X.400 connections do not count" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "LOCALITY_TABLE", "LOCALITY_TABLE_IS_RPC", "ONE_PER_THRESHOLD" },
}

local SITES = 27                                              -- times nine is 243

-- One association for every five messages, on lines where 1 M takes days (ours).
function scenario.build(org)
  local hub = org:add_site "HUB":add_server "HUB1"
  hub:add_mailbox "ann"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", bandwidth = 10, threshold = 5 }
  for i = 1, SITES do
    local far = org:add_site("SITE" .. i):add_server("R" .. i)
    far:add_mailbox("bob" .. i)
    org:pair("site", { name = "SC" .. i, hub, far })
  end
  local x400 = org:add_site "X":add_server "X1"
  x400:add_mailbox "max"
  org:pair("x400", { name = "X400", hub, x400 })
end

local function drive(sites)
  return function(run, org)
    run:at("09:00", function()
      for i = 1, sites do
        for k = 1, 46 do
          org:send { from = "ann", to = "bob" .. i, as = ("m %d %d"):format(i, k), size = "1 M" }
        end
      end
    end)
    run:at("09:05", function() org:send { from = "ann", to = "max", as = "x400", size = "1 M" } end)
    run:to "09:09"
  end
end

scenario.case("27 Site Connectors", {
  drive = drive(SITES),
  expect = function(seen)
    for i = 1, SITES do                                       -- 24 times 9, and 3 times 8: 240
      seen:association("HUB1", "SC" .. i):at "09:04":count(i <= 24 and 9 or 8)
    end
    seen:event(9280, { server = "HUB1" }):times(3)
      :text "A resource limit has been reached when attempting to open an association. The locality table is full."
    seen:event(57, { server = "HUB1" }):at_least(1):text "The limit is 9."
    seen:queue("HUB1", "SC27"):at "09:08":holds(46)
    seen:association("HUB1", "X400"):opened():within "1 s":of "09:05":once()
  end,
})

scenario.case("26 of them", {
  drive = drive(26),
  expect = function(seen)
    for i = 1, 26 do seen:association("HUB1", "SC" .. i):at "09:04":count(9) end
    seen:event(9280):never()
  end,
})

return scenario
