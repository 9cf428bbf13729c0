-- Messages that wait for one X.400 Connector move to another's queue: make its space invalid or
-- delete it, recalculate, restart the MTA.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q230650",
  title    = "Moving messages from one X.400 Connector's queue to another's",
  says     = { "method one: an invalid address space, recalculation, restart of the MTA",
               "method two: the connector deleted, recalculation, restart",
               "the messages are then in the queue of the other connector" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4", "5.5 SP2" },
  mutant   = { "ROUTED_ANEW" },
}

-- Houston to Florida at cost 1, to Arizona at 100; Florida to Arizona. The connector to Arizona bears
-- the space by which the mail goes (ours: X.400 users of Arizona who are no mailboxes of ours), and
-- opens at night, so that it waits.
local ARIZONA = "X400:c=US;a= ;p=ARIZONA"

function scenario.build(org)
  local houston, florida = org:add_site "HOUSTON":add_server "A", org:add_site "FLORIDA":add_server "F1"
  local partner = org:add_host "PARTNER"
  houston:add_mailbox "ann"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
  org:pair("x400", { name = "FLORIDA", houston, florida, cost = 1 })
  houston:add_connector { kind = "x400", name = "ARIZONA", to = partner, schedule = "22:00-23:00",
                          spaces = { { ARIZONA, cost = 1 } } }
  florida:add_connector { kind = "x400", name = "T1", to = partner, spaces = { { ARIZONA, cost = 100 } } }
end

local function drive(method)
  return function(run, org)
    run:at("08:30", function() org:link "FLORIDA":cut() end)
    run:at("08:40", function() org:connector("FLORIDA", "A"):set { schedule = "12:00-13:00" } org:replicate() end)
    run:at("09:00", function()
      org:connector "ARIZONA":set { schedule = "09:15-09:30" }
      org:link "ARIZONA":refuse()
      for i = 1, 3 do org:send { from = "ann", to = ARIZONA .. ";o=AZ;s=user;", as = "m " .. i } end
    end)
    run:at("10:00", function()
      method(org)
      org:replicate()
      org:site "HOUSTON":calculate()
    end)
    run:at("11:00", function() org:service("A", "mta"):stop() end)
    run:at("11:01", function() org:service("A", "mta"):start() end)
    run:at("11:30", function() org:link "FLORIDA":restore() end)
    run:to "14:00"
  end
end

local function moved(seen)
  for i = 1, 3 do
    local m = seen:message("m " .. i)
    m:is_in("A", "FLORIDA"):at "11:02"
    m:via "T1"
    seen:inferred():message("m " .. i):path { "A", "F1" }
  end
end

scenario.case("an invalid space", {
  drive = drive(function(org) org:connector "ARIZONA":set { spaces = "X400:c=US;a= ;p=NOBODY" } end),
  expect = function(seen)
    moved(seen)
    seen:inferred("recalculation alone moves nothing"):queue("A", "ARIZONA"):at "10:59":holds(3)
  end,
})

scenario.case("deleted", {
  drive = drive(function(org) org:connector "ARIZONA":remove() end),
  expect = moved,
})

return scenario
