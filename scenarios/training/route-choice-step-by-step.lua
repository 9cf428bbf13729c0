-- Route choice step by step: one morning in which each row of the list decides once. To be read
-- beside its timeline, and beside what the MTA had before it each time:
--
--   exsim run scenarios/training/route-choice-step-by-step.lua --timeline
--   exsim explain scenarios/training/route-choice-step-by-step.lua --message "09:40"
--
-- SEATTLE has ann on S1, and S2 beside it; TACOMA has tom on T1. Every lesson has a country of its own,
-- so that its connectors are the only candidates, and every message is named after the time at which
-- it is sent. All names, costs and times are (ours); which route is taken is not.
--
-- A candidate that falls is out for good: what a later row thinks of it is never asked. So read each
-- lesson from the top: which rows leave both standing, and which is the first that does not?

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "Route choice step by step",
  says     = { "first the address: a better match, whatever it costs",
               "1: not back over the connector that the message came in on",
               "2: not a connector that the message has tried to the maximum",
               "3: the soonest to connect", "4: the fewest tries", "5: not one whose retry timer runs",
               "5 is passed over when a candidate is on another server", "6: the lowest cost",
               "7: this server before another", "one that already carries the message to somebody else",
               "8: what is left is equal: chance", "with Only Use Least Cost Routes, cost before tries" },
  products = { "5.5 SP4" },
  mutant   = { "MATCH_CLASS_FIRST", "STEP_1_NOT_INBOUND", "STEP_2_BELOW_MAXIMUM", "STEP_3_ACTIVATION",
               "STEP_4_FEWEST_TRIES", "STEP_5_NOT_RETRYING", "STEP_5_OWN_TIMERS", "STEP_6_COST", "STEP_7_LOCAL",
               "USED_FOR_MESSAGE", "EQUALS_SHARE", "LEAST_COST_ONLY" },
  start    = "1998-03-02 08:00",
}

-- ---- the organisation: for every lesson a country, and two or three ways there ----

local function space(country) return "X400:c=" .. country .. ";a= ;p=PARTNER" end
local function address(country, name) return space(country) .. ";o=OFFICE;s=" .. name .. ";" end

-- An X.400 Connector to the partner, a link and a host of its own.
local function way(org, server, country, name, cost, more)
  local options = { kind = "x400", name = name, to = org:add_host("PARTNER " .. name),
                    spaces = { { space(country), cost = cost } } }
  for key, value in pairs(more or {}) do options[key] = value end
  return server:add_connector(options)
end

function scenario.build(org)
  local seattle, tacoma = org:add_site "SEATTLE", org:add_site "TACOMA"
  local s1, s2, t1 = seattle:add_server "S1", seattle:add_server "S2", tacoma:add_server "T1"
  s1:add_mailbox "ann"
  t1:add_mailbox "tom"

  s1:add_connector { kind = "ims", name = "BLANK", spaces = { { "SMTP:", cost = 1 } } }
  s2:add_connector { kind = "ims", name = "STAR", spaces = { { "SMTP:*", cost = 50 } } }

  org:pair("x400", { name = "BRIDGE", s1, t1, cost = 1, spaces = { { space "FR", cost = 1 } } })
  way(org, s1, "FR", "FRENCH", 9)

  way(org, s1, "DE", "ONCE", 1, { max_open_retries = 1 })
  way(org, s1, "DE", "PATIENT", 9)

  way(org, s1, "IT", "TONIGHT", 1, { schedule = "22:00-06:00" })
  way(org, s1, "IT", "AT NOON", 5, { schedule = "12:00-13:00" })
  way(org, s1, "IT", "BY INVITATION", 1, { schedule = "remote" })

  way(org, s1, "ES", "TRIED", 1)
  way(org, s1, "ES", "UNTRIED", 9)

  way(org, s1, "NO", "RETRYING", 1)
  way(org, s1, "NO", "IDLE", 9)

  way(org, s1, "SE", "RETRYING HERE", 1)
  way(org, s2, "SE", "SOMEWHERE ELSE", 9)

  way(org, s1, "PT", "CHEAP", 1)
  way(org, s1, "PT", "DEAR", 9)

  way(org, s1, "BE", "HERE", 5)
  way(org, s2, "BE", "THERE", 5)

  way(org, s1, "NL", "DUTCH", 5)
  way(org, s1, "NL", "BENELUX", 5, { spaces = { { space "NL", cost = 5 }, { space "LU", cost = 5 } } })

  way(org, s1, "CH", "LEFT", 5)
  way(org, s1, "CH", "RIGHT", 5)
end

-- ---- the morning ----

local TIMES = 16 -- throws of the die

function scenario.drive(run, org)
  local function send(time, country, more)
    run:at(time, function()
      org:send { from = more and more.from or "ann", to = country and address(country, "otto") or more.to, as = time }
    end)
  end
  local function cut(time, ...)
    local links = { ... }
    run:at(time, function() for _, link in ipairs(links) do org:link(link):cut() end end)
  end

  send("09:00", nil, { to = "otto@example.com" })     -- * against nothing at all: 50 against 1
  send("09:10", "FR", { from = "tom" })               -- came in by BRIDGE, which is the cheapest

  cut("09:19", "ONCE", "PATIENT")                     -- neither answers; ONCE may be tried once
  send("09:20", "DE")

  send("09:30", "IT")                                 -- noon is two and a half hours away

  cut("09:39", "TRIED")
  send("09:40", "ES")                                 -- the first try fails; the message is routed again at once

  cut("09:44", "RETRYING")
  run:at("09:45", function() org:send { from = "ann", to = address("NO", "scout"), as = "scout 1" } end)
  send("09:50", "NO")                                 -- never tried with this message, but its timer runs

  cut("09:54", "RETRYING HERE")
  run:at("09:55", function() org:send { from = "ann", to = address("SE", "scout"), as = "scout 2" } end)
  send("10:00", "SE")                                 -- the same, and yet: the timer is not asked

  send("10:10", "PT")
  send("10:20", "BE")

  run:at("10:30", function()                          -- equals for the second; but one has the message already
    org:send { from = "ann", to = { address("LU", "luc"), address("NL", "otto") }, as = "10:30" }
  end)
  run:every("1 min", { from = "10:40", times = TIMES }, function(i)
    org:send { from = "ann", to = address("CH", "otto"), as = "die " .. i }
  end)

  run:at("11:00", function() org:server "S1":set { only_use_least_cost_routes = true } end)
  send("11:10", "ES")                                 -- TRIED is still cut
  run:to "13:00"
end

-- ---- which row decided ----

function scenario.expect(seen)
  seen:decision("09:00", "S1"):takes "STAR":by_rule "MATCH_CLASS_FIRST"
  seen:decision("09:10", "S1"):takes "FRENCH":by_rule "STEP_1_NOT_INBOUND"
  seen:decision("09:20", "S1"):last():takes "PATIENT":by_rule "STEP_2_BELOW_MAXIMUM"

  seen:decision("09:30", "S1"):takes "AT NOON":by_rule "STEP_3_ACTIVATION"
  seen:message "09:30":delivered():after "12:00"

  seen:decision("09:40", "S1"):takes "TRIED":by_rule "STEP_6_COST"
  seen:decision("09:40", "S1"):last():takes "UNTRIED":by_rule "STEP_4_FEWEST_TRIES"
  seen:message "09:40":rerouted { from = "TRIED", to = "UNTRIED" }:once()

  seen:decision("09:50", "S1"):takes "IDLE":by_rule "STEP_5_NOT_RETRYING"
  seen:decision("10:00", "S1"):takes "RETRYING HERE":by_rule "STEP_6_COST"
  -- the timer fires at 10:05, the open fails again: now it has a try, and row 4 comes before row 6
  seen:message "10:00":rerouted { from = "RETRYING HERE", to = "SOMEWHERE ELSE" }:after "10:05"

  seen:decision("10:10", "S1"):takes "CHEAP":by_rule "STEP_6_COST"
  seen:decision("10:20", "S1"):takes "HERE":by_rule "STEP_7_LOCAL"
  seen:decision("10:30", "S1"):last():takes "BENELUX":by_rule "USED_FOR_MESSAGE"
  seen:message "10:30":queued { queue = { "S1", "BENELUX" } }:once()

  for i = 1, TIMES do seen:decision("die " .. i, "S1"):survivors { "LEFT", "RIGHT" } end
  seen:queue("S1", "LEFT"):becomes(1)
  seen:queue("S1", "RIGHT"):becomes(1)

  seen:decision("11:10", "S1"):last():takes "TRIED":by_rule "LEAST_COST_ONLY"
  seen:message "11:10":never "rerouted"
end

return scenario
