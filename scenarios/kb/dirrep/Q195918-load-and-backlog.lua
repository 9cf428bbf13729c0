-- How many messages replication between sites makes a day, and what happens when a bridgehead cannot
-- keep up with them.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q195918",
  title    = "Slow directory replication between sites",
  says     = { "the schedule is once every three hours by default, up to four times an hour",
               "N sites make N * ((N - 1) * 2 * F * 2) messages a day: 2880 for ten sites by the default schedule",
               "every request gets an answer: one for each context of each inbound site",
               "a selected hour activates the connector four times",
               "what was not answered before the next activation is asked for again, and the inbox grows" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "ASKS_AGAIN" },
  start    = "1998-03-02 00:30",
}

local sites = 10
local spokes = sites - 1

-- A hub and its spokes.
local function build(org, schedule)
  local hub = org:add_site("HUB"):add_server "HUB1"
  for i = 1, spokes do
    local spoke = org:add_site("SPOKE" .. i):add_server("S" .. i)
    org:pair("site", { name = "SC" .. i, hub, spoke })
    org:pair("dirrep", { name = "REP" .. i, hub, spoke, schedule = schedule })
  end
end

function scenario.build(org) build(org, nil) end

function scenario.drive(run) run:to "1998-03-03 00:30" end

local of_one = spokes * 2 * 8                                                          -- requests of a site a day

function scenario.expect(seen)
  seen:directory "HUB1":asked():times(of_one)
  for i = 1, spokes do
    seen:directory("S" .. i):asked():times(of_one)
    seen:directory("S" .. i):answered { to = "HUB1" }:times(2 * 8)
    seen:directory "HUB1":answered { to = "S" .. i }:times(of_one)
  end
end

-- Each activation is one request for each of two contexts of nine sites.
scenario.case("an hour is four activations", {
  build = function(org) build(org, "12:00-13:00") end,
  expect = function(seen)
    seen:directory "HUB1":asked():times(spokes * 2 * 4)
    seen:directory "S1":asked { to = "HUB1", site = "SPOKE9", context = "site" }:times(4)
    seen:directory "S1":asked { site = "SPOKE9", context = "site" }:once():at "1998-03-02 12:45"
  end,
})

-- A quarter-hourly schedule, and a Directory Service that needs a minute for a message (ours).
scenario.case("a backlog", {
  build = function(org)
    build(org, "00:00-24:00")
    org:server "HUB1":set { letter_time = "60 s" }
  end,
  drive = function(run, org)
    run:at("06:30", function()
      for i = 1, spokes do
        for _, home in ipairs { "HUB1", "S" .. i } do
          org:replication("REP" .. i, home):set { schedule = "08:00-08:15" }
        end
      end
    end)
    run:to "07:30"
  end,
  expect = function(seen)
    local inbox = seen:counter("HUB1", "Directory Service Inbox")
    inbox:at "02:00":is_at_least(100)
    inbox:at "04:00":is_at_least(1200)
    inbox:at "06:30":is_at_least(2700)
    seen:directory "S1":asked { site = "SPOKE9", context = "site" }:at_least(20):before "06:30"
    seen:inferred "what is there is worked off":counter("HUB1", "Directory Service Inbox"):after "06:40":always():is_at_most(4000)
    seen:directory "S1":asked():never():after "06:31"
  end,
})

return scenario
