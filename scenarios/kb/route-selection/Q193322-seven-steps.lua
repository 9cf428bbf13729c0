-- How the MTA chooses among connectors that could all carry a message: seven steps, each a case that
-- only this step decides, then the conflicts between steps, then "Use Lowest Cost Routes Only".

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193322",
  title    = "Route selection criteria",
  says     = { "1: not an inbound connector that delivered the message from another site",
               "2: connectors that are not at maximum retry",
               "3: the soonest to connect: active now, later, never, remote initiated",
               "4: the connectors tried the fewest times",
               "5: not currently retrying; bypassed if the connectors are on different computers",
               "6: the lowest cost",
               "7: local before remote",
               "with Use Lowest Cost Routes Only the cheapest always, unless it is inactive and a dearer one active",
               "* is chosen over blank and overrides cost" },
  products = { "4.0 SP3", "4.0 SP4", "4.0 SP5", "5.0", "5.0 SP1", "5.0 SP2", "5.5 SP4" },
  fixed    = { "4.0 SP4", "5.0 SP1", "5.5" },   -- the flag
  mutant   = { "STEP_1_NOT_INBOUND", "STEP_2_BELOW_MAXIMUM", "STEP_3_ACTIVATION", "STEP_4_FEWEST_TRIES",
               "STEP_5_NOT_RETRYING", "STEP_5_OWN_TIMERS", "STEP_6_COST", "STEP_7_LOCAL",
               "LEAST_COST_ONLY", "LEAST_COST_ACTIVE", "LEAST_COST_CHECK_BOX", "MATCH_CLASS_FIRST", "NOT_BACK_INSIDE",
               "ANY_SERVER_SENDS" },
}

local SPACE = "X400:c=FR;a= ;p=PARTNER"
local MARIE = "X400:c=FR;a= ;p=PARTNER;o=LYON;s=marie;"

-- S1 with ann, S2 beside it, and a foreign MTA that both can reach.
local function one_site(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  return s1, s2, org:add_host "PARTNER"
end

local function link(server, host, name, cost, more)
  local options = { kind = "x400", name = name, to = host, spaces = { { SPACE, cost = cost } } }
  for key, value in pairs(more or {}) do options[key] = value end
  return server:add_connector(options)
end

local function send(org, as)
  org:send { from = "ann", to = MARIE, as = as }
end

-- Sends "m" at nine and looks what became of it by ten.
local function send_at_nine(run, org)
  run:at("09:00", function() send(org, "m") end)
  run:to "10:00"
end

-- The link of CHEAP is cut before "m" is sent.
local function cheap_is_cut(run, org)
  run:at("08:59", function() org:link "CHEAP":cut() end)
  send_at_nine(run, org)
end

-- CHEAP is already in open retry when "m" is sent.
local function cheap_retries(run, org)
  run:at("08:55", function() org:link "CHEAP":cut() send(org, "scout") end)
  send_at_nine(run, org)
end

scenario.case("step 1: not the way it came", {
  build = function(org)
    local a1, b1 = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    b1:add_mailbox "ann"
    org:pair("x400", { name = "LINK", b1, a1, cost = 1, spaces = { { SPACE, cost = 1 } } })
    link(a1, org:add_host "PARTNER", "OUT", 9)
  end,
  drive = send_at_nine,
  expect = function(seen)
    seen:decision("m", "A1"):takes "OUT":by_rule "STEP_1_NOT_INBOUND"
    seen:inferred():message "m":delivered()
  end,
})

scenario.case("step 2: not at maximum retry", {
  build = function(org)
    local s1, _, host = one_site(org)
    link(s1, host, "CHEAP", 1, { max_open_retries = 1 })
    link(s1, host, "DEAR", 9)
  end,
  drive = function(run, org)
    run:at("08:59", function() org:link "CHEAP":cut() org:link "DEAR":cut() end)
    send_at_nine(run, org)
  end,
  expect = function(seen)
    seen:decision("m", "S1"):last():takes "DEAR":by_rule "STEP_2_BELOW_MAXIMUM"
  end,
})

scenario.case("step 3: the soonest to connect", {
  build = function(org)
    local s1, _, host = one_site(org)
    link(s1, host, "NIGHT", 5, { schedule = "22:00-06:00" })
    link(s1, host, "NOON", 5, { schedule = "12:00-13:00" })
    link(s1, host, "NOW", 5, { schedule = "08:00-09:30" })
  end,
  drive = function(run, org)
    run:at("09:45", function() send(org, "later") end)
    send_at_nine(run, org)
  end,
  expect = function(seen)
    seen:decision("m", "S1"):takes "NOW":by_rule "STEP_3_ACTIVATION"
    seen:decision("later", "S1"):takes "NOON":by_rule "STEP_3_ACTIVATION"
  end,
})

scenario.case("step 3 beats step 6", {
  build = function(org)
    local s1, _, host = one_site(org)
    link(s1, host, "CHEAP", 1, { schedule = "18:00-19:00" })
    link(s1, host, "DEAR", 9)
  end,
  drive = send_at_nine,
  expect = function(seen)
    seen:decision("m", "S1"):takes "DEAR":by_rule "STEP_3_ACTIVATION"
  end,
})

-- Both Resource Kits put never last; the article prints it before remote initiated.
scenario.case("step 3: the far side may yet connect", {
  build = function(org)
    local s1, _, host = one_site(org)
    link(s1, host, "NEVER", 1, { schedule = "never" })
    link(s1, host, "REMOTE", 9, { schedule = "remote" })
  end,
  drive = send_at_nine,
  expect = function(seen)
    seen:inferred():decision("m", "S1"):takes "REMOTE":by_rule "STEP_3_ACTIVATION"
  end,
})

scenario.case("step 4: the fewest tries, though it is dearer and elsewhere", {
  build = function(org)
    local s1, s2, host = one_site(org)
    link(s1, host, "CHEAP", 1)
    link(s2, host, "DEAR", 9)
  end,
  drive = cheap_is_cut,
  expect = function(seen)
    seen:decision("m", "S1"):takes "CHEAP"
    seen:decision("m", "S1"):last():takes "DEAR":by_rule "STEP_4_FEWEST_TRIES"
    seen:inferred():message "m":rerouted { from = "CHEAP", to = "DEAR" }
  end,
})

scenario.case("step 5: not one in open retry, though it is cheaper", {
  build = function(org)
    local s1, _, host = one_site(org)
    link(s1, host, "CHEAP", 1)
    link(s1, host, "DEAR", 9)
  end,
  drive = cheap_retries,
  expect = function(seen)
    seen:decision("m", "S1"):takes "DEAR":by_rule "STEP_5_NOT_RETRYING"
  end,
})

scenario.case("step 5 is bypassed: the candidates are on different computers", {
  build = function(org)
    local s1, s2, host = one_site(org)
    link(s1, host, "CHEAP", 1)
    link(s2, host, "DEAR", 9)
  end,
  drive = cheap_retries,
  expect = function(seen)
    seen:decision("m", "S1"):takes "CHEAP":by_rule "STEP_6_COST"
  end,
})

scenario.case("step 6: the lowest cost", {
  build = function(org)
    local s1, _, host = one_site(org)
    link(s1, host, "DEAR", 9)
    link(s1, host, "CHEAP", 1)
  end,
  drive = send_at_nine,
  expect = function(seen)
    seen:decision("m", "S1"):takes "CHEAP":by_rule "STEP_6_COST"
  end,
})

scenario.case("step 6 beats step 7", {
  build = function(org)
    local s1, s2, host = one_site(org)
    link(s1, host, "HERE", 5)
    link(s2, host, "THERE", 1)
  end,
  drive = send_at_nine,
  expect = function(seen)
    seen:decision("m", "S1"):takes "THERE":by_rule "STEP_6_COST"
  end,
})

scenario.case("step 7: local before remote", {
  build = function(org)
    local s1, s2, host = one_site(org)
    link(s2, host, "THERE", 5)
    link(s1, host, "HERE", 5)
  end,
  drive = send_at_nine,
  expect = function(seen)
    seen:decision("m", "S1"):takes "HERE":by_rule "STEP_7_LOCAL"
  end,
})

-- A Site Connector without a fixed bridgehead is local everywhere in its site.
local function site_and_x400(org, bridgehead)
  local s1, s2 = one_site(org)
  local far = org:add_site "FAR":add_server "F1"
  far:add_mailbox "bob"
  s2:add_connector { kind = "site", name = "SITE LINK", to = far, cost = 5, bridgehead = bridgehead and s2 or nil }
  org:pair("x400", { name = "X", bridgehead and s1 or s2, far, cost = 5 })
end

local function send_to_bob(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "10:00"
end

scenario.case("step 7: a Site Connector made on another server is local", {
  build = function(org) site_and_x400(org, false) end,
  drive = send_to_bob,
  expect = function(seen)
    seen:inferred():decision("m", "S1"):takes "SITE LINK":by_rule "STEP_7_LOCAL"
    seen:inferred():message "m":path { "S1", "F1" }
  end,
})

scenario.case("step 7: one with a bridgehead is where that is", {
  build = function(org) site_and_x400(org, true) end,
  drive = send_to_bob,
  expect = function(seen)
    seen:inferred():decision("m", "S1"):takes "X":by_rule "STEP_7_LOCAL"
  end,
})

scenario.case("* over blank", {
  build = function(org)
    local s1, s2 = one_site(org)
    s1:add_connector { kind = "ims", name = "BLANK", spaces = { { "SMTP:", cost = 1 } } }
    s2:add_connector { kind = "ims", name = "STAR", spaces = { { "SMTP:*", cost = 50 } } }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "u@example.com", as = "m" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:decision("m", "S1"):takes "STAR"
    seen:decision("m", "S1"):fells("BLANK", "MATCH_CLASS_FIRST")
  end,
})

-- The flag: a registry value of 4.0 and 5.0, from 5.5 a check box of the MTA.
local flags = {
  { since = { "4.0", "5.0" }, set = { registry = { ["Use Lowest Cost Routes Only"] = 1 } }, name = " (registry)" },
  { since = { "5.5" }, set = { only_use_least_cost_routes = true }, name = " (check box)" },
}

for _, flag in ipairs(flags) do
  scenario.case("least cost only: tries do not count" .. flag.name, {
    since = flag.since,
    build = function(org)
      local s1, s2, host = one_site(org)
      link(s1, host, "CHEAP", 1)
      link(s2, host, "DEAR", 9)
      s1:set(flag.set)
    end,
    drive = cheap_is_cut,
    fixed = function(seen)
      seen:decision("m", "S1"):last():takes "CHEAP":by_rule "LEAST_COST_ONLY"
      seen:message "m":never "rerouted"
    end,
    unfixed = function(seen)
      seen:decision("m", "S1"):last():takes "DEAR":by_rule "STEP_4_FEWEST_TRIES"
    end,
  })

  scenario.case("least cost only: open retry does not count" .. flag.name, {
    since = flag.since,
    build = function(org)
      local s1, _, host = one_site(org)
      link(s1, host, "CHEAP", 1)
      link(s1, host, "DEAR", 9)
      s1:set(flag.set)
    end,
    drive = cheap_retries,
    fixed = function(seen)
      seen:decision("m", "S1"):takes "CHEAP":by_rule "LEAST_COST_ONLY"
    end,
    unfixed = function(seen)
      seen:decision("m", "S1"):takes "DEAR":by_rule "STEP_5_NOT_RETRYING"
    end,
  })

  scenario.case("least cost only: but for an inactive one" .. flag.name, {
    since = flag.since,
    build = function(org)
      local s1, _, host = one_site(org)
      link(s1, host, "CHEAP", 1, { schedule = "18:00-19:00" })
      link(s1, host, "DEAR", 9)
      s1:set(flag.set)
    end,
    drive = send_at_nine,
    fixed = function(seen)
      seen:decision("m", "S1"):takes "DEAR":by_rule "LEAST_COST_ACTIVE"
    end,
  })
end

return scenario
