-- Site Connector and X.400 Connector compared: the Site Connector has neither schedule nor size limit,
-- the X.400 Connector has both.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q190022",
  title    = "Comparison of X.400 and Site Connectors",
  says     = { "a Site Connector is always active and cannot be scheduled; no size limit can be set on it",
               "the MTA's size limit also limits all other connectors and RPC within the site",
               "remotely initiated: nothing is sent until the remote MTA connects; two-way alternate on both, on one side only",
               "never: mail never flows; always: continuously active; selected times: slots of an hour or 15 minutes",
               "size limits can be enforced on individual X.400 Connectors",
               "the difference in delivery time is a matter of milliseconds" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "TWO_WAY_ALTERNATE", "BOTH_WAYS", "SCHEDULE_BINDS", "MTA_SIZE_LIMIT", "CONNECTOR_SIZE_LIMIT" },
  start    = "1998-03-02 08:00",
}

local function two_sites(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local a, a2, b = one:add_server "A", one:add_server "A2", two:add_server "B"
  a:add_mailbox "ann"
  a2:add_mailbox "amy"
  b:add_mailbox "bob"
  return a, b
end

local function x400(org, options)
  local a, b = two_sites(org)
  org:pair("x400", { name = "X", a, b })
  for server, values in pairs(options) do org:connector("X", server):set(values) end
end

-- A's mail at ten, B's at noon.
local function drive(run, org)
  run:at("10:00", function() org:send { from = "ann", to = "bob", as = "there" } end)
  run:at("12:00", function() org:send { from = "bob", to = "ann", as = "back" } end)
  run:to "Tue 12:00"
end

scenario.case("Site Connector: always active", {
  build = function(org)
    local a, b = two_sites(org)
    org:pair("site", { name = "SITE", a, b })
  end,
  drive = drive,
  expect = function(seen)
    seen:message "there":delivered_to "bob":between("10:00", "10:00:01")
    seen:message "back":delivered_to "ann":between("12:00", "12:00:01")
  end,
})

scenario.case("X.400: always", {
  build = function(org) x400(org, {}) end,
  drive = drive,
  expect = function(seen)
    seen:message "there":delivered_to "bob":between("10:00", "10:00:01")   -- no more than a Site Connector takes
    seen:message "back":delivered_to "ann":between("12:00", "12:00:01")
  end,
})

scenario.case("X.400: selected times", {
  build = function(org) x400(org, { A = { schedule = "10:15-10:30" } }) end,
  drive = drive,
  expect = function(seen)
    seen:association("A", "X"):tried():before "10:15":never()
    seen:message "there":delivered_to "bob":between("10:15", "10:15:01")
  end,
})

scenario.case("X.400: never", {
  build = function(org) x400(org, { A = { schedule = "never" }, B = { schedule = "never" } }) end,
  drive = drive,
  expect = function(seen)
    seen:association("A", "X"):tried():never()
    seen:message "there":never "delivered"
    seen:message "back":never "delivered"
    seen:inferred():message "there":at "Tue 12:00":is_in("A", "X")
  end,
})

scenario.case("X.400: remotely initiated", {
  build = function(org) x400(org, { A = { schedule = "remote" } }) end,
  drive = drive,
  expect = function(seen)
    seen:message "there":at "11:59":is_in("A", "X")
    seen:message "there":delivered_to "bob":between("12:00", "12:00:01")
    seen:association("A", "X"):tried():never()
  end,
})

scenario.case("X.400: remotely initiated without two-way alternate here", {
  build = function(org) x400(org, { A = { schedule = "remote", two_way_alternate = false } }) end,
  drive = drive,
  expect = function(seen)
    seen:message "there":never "delivered"
    seen:inferred():message "back":delivered_to "ann"
  end,
})

scenario.case("X.400: remotely initiated without two-way alternate there", {
  build = function(org) x400(org, { A = { schedule = "remote" }, B = { two_way_alternate = false } }) end,
  drive = drive,
  expect = function(seen) seen:message "there":never "delivered" end,
})

scenario.case("X.400: both remotely initiated", {
  build = function(org) x400(org, { A = { schedule = "remote" }, B = { schedule = "remote" } }) end,
  drive = drive,
  expect = function(seen)
    seen:message "there":never "delivered"
    seen:message "back":never "delivered"
  end,
})

-- 2,000 K against a limit of 1,000 K (ours).
local function drive_large(run, org)
  run:at("10:00", function()
    org:send { from = "ann", to = "bob", size = "2000 K", as = "large" }
    org:send { from = "ann", to = "bob", size = "1000 K", as = "just" }
    org:send { from = "ann", to = "amy", size = "2000 K", as = "within the site" }
  end)
  run:to "11:00"
end

local function both_are_refused(seen)
  seen:message "large":returned { diagnostic = "content-too-long" }
  seen:message "within the site":returned { diagnostic = "content-too-long" }
  seen:message "just":delivered_to "bob"
end

scenario.case("the MTA's size limit, over a Site Connector", {
  build = function(org)
    local a, b = two_sites(org)
    org:pair("site", { name = "SITE", a, b })
    a:set { mta_size_limit = "1000 K" }
  end,
  drive = drive_large,
  expect = both_are_refused,
})

scenario.case("the MTA's size limit, over an X.400 Connector", {
  build = function(org)
    x400(org, {})
    org:server "A":set { mta_size_limit = "1000 K" }
  end,
  drive = drive_large,
  expect = both_are_refused,
})

scenario.case("the MTA's size limit on the way", {
  build = function(org)
    local a, b = two_sites(org)
    org:pair("site", { name = "SITE", a, b })
    b:set { mta_size_limit = "1000 K" }
  end,
  drive = drive_large,
  expect = function(seen)
    seen:inferred():message "large":returned { diagnostic = "content-too-long" }
    seen:inferred():message "large":path { "A", "B" }
    seen:inferred():message "within the site":delivered_to "amy"
  end,
})

scenario.case("the size limit of an X.400 Connector", {
  build = function(org) x400(org, { A = { size_limit = "1000 K" } }) end,
  drive = drive_large,
  expect = function(seen)
    seen:message "large":never "delivered"
    seen:message "just":delivered_to "bob"
    seen:message "within the site":delivered_to "amy"
    seen:inferred():message "large":returned { diagnostic = "content-too-long" }
  end,
})

return scenario
