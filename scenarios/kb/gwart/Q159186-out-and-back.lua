-- The circular route over a neighbour stays in the table: when the right one fails, mail leaves for
-- the dearer site and comes back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159186",
  title    = "Mail sent outside the site by X.400 takes an illogical route",
  says     = { "two routes for c=US;a=SOME-NAME;p=COMPANY: ROUTE1, cost 1, and out to UNITED KINGDOM and back, cost 2",
               "mail may be rerouted there, come back and leave by ROUTE1; some is returned",
               "the calculation finds circular routes as well, and filters them out; it fails to for the last",
               "not if the address space is not shared with other X.400 systems",
               "a table is made anew about 10 minutes after a change, on schedule, and by command" },
  products = { "4.0 SP3", "4.0 SP4", "4.0 SP5", "5.5 SP4" },
  fixed    = { "4.0 SP4", "5.5" },
  mutant   = { "CIRCULAR_FILTER", "LAST_CIRCLE_STAYS", "PROXY_SPACE_LEFT_OUT" },
}

local SPACE = "X400:c=US;a=SOME-NAME;p=COMPANY"
local ADDRESS = SPACE .. ";s=roe;"

local function build(shared, second)
  return function(org)
    local york, kingdom = org:add_site "NEW-YORK", org:add_site "UNITED KINGDOM"
    york:set { x400_address = SPACE:sub(6), share_address_space = shared }
    local ny1, uk1 = york:add_server "NY1", kingdom:add_server "UK1"
    ny1:add_mailbox "ann"
    org:add_host "COMPANY"
    ny1:add_connector { kind = "x400", name = "ROUTE1", to = "COMPANY", spaces = { { SPACE, cost = 1 } },
                        open_interval = 30 }
    ny1:add_connector { kind = "site", name = "TO-UK", to = uk1, cost = 1 }
    uk1:add_connector { kind = "site", name = "TO-NY", to = ny1, cost = 1 }
    if second then -- ours: no MTA sends a message back by the connector that it came in on
      uk1:add_connector { kind = "x400", name = "SECOND", to = ny1, cost = 2, connected_sites = "NEW-YORK" }
      org:set { latency = "20 s" } -- ours: when it is back, ROUTE1 has been tried again
    end
  end
end

local function drive(run, org)
  run:at("08:30", function() org:site "NEW-YORK":calculate() end)
  run:at("08:58", function() org:host "COMPANY":down() end) -- ours: the partner refuses the first open
  run:at("09:00", function() org:send { from = "ann", to = ADDRESS, as = "out" } end)
  run:at("09:01", function() org:host "COMPANY":up() end)
  run:at("12:00", function() org:connector "ROUTE1":set { spaces = { { SPACE, cost = 1 }, { "X400:c=DE", cost = 1 } } } end)
  run:to "13:00"
end

local filtered = { space = "EX:/o=ORG/ou=NEW-YORK", path = { "TO-UK", "TO-NY" } }
local circle = { space = SPACE, cost = 2, path = { "TO-UK", "TO-NY" } }

scenario.case("the address space is shared", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:routes "NEW-YORK":at "08:45":has { space = SPACE, cost = 1, path = { "ROUTE1" } }
    seen:routes "NEW-YORK":always():lacks(filtered)
    seen:message "out":goes_by "ROUTE1"
    seen:routes "NEW-YORK":at "12:09":lacks { space = "X400:c=DE" }
    seen:routes "NEW-YORK":at "12:11":has { space = "X400:c=DE" }
  end,
  unfixed = function(seen)
    seen:routes "NEW-YORK":at "08:45":has(circle)
    seen:message "out":rerouted { from = "ROUTE1", to = "TO-UK" }
    seen:message "out":returned()
  end,
  fixed = function(seen)
    seen:inferred():routes "NEW-YORK":always():lacks(circle)
    seen:inferred():message "out":never "rerouted"
  end,
})

scenario.case("another connector leads back", {
  build = build(true, true), drive = drive,
  unfixed = function(seen)
    seen:message "out":rerouted { from = "ROUTE1", to = "TO-UK" }
    seen:message "out":transferred { to = "UK1" }
    seen:message "out":transferred { to = "NY1" }:before "09:02"
    seen:message "out":transferred { to = "COMPANY" }
  end,
  fixed = function(seen) seen:inferred():message "out":never "rerouted" end,
})

scenario.case("it is not shared", {
  build = build(false), drive = function(run, org)
    run:at("08:30", function() org:site "NEW-YORK":calculate() end)
    run:to "09:00"
  end,
  expect = function(seen) seen:routes "NEW-YORK":always():lacks(circle) end,
})

return scenario
