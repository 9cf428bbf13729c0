-- What 5.5 SP1 added: connectors closed to a kind or a priority, queues that wait until there is
-- enough in them, and lives of 0.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q186714",
  title    = "Heuristics bits, queue thresholds and message time-outs of 0",
  says     = { "the bits of Heuristics keep system, non-system, urgent, normal or low messages off a connector",
               "131072: urgent messages go at once whatever the schedule says; the others wait for it",
               "mail is stored in the queue until it holds so many messages, or so many KB, whichever comes first",
               "Urgent Overrides Thresholds 1: urgent messages are sent at once; 0: they wait too",
               "a threshold of 0 is ignored",
               "a message time-out of 0: mail of that importance is never sent; not for system messages" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "BARS_SYSTEM", "BARS_NON_SYSTEM", "BARS_URGENT", "BARS_NORMAL", "BARS_LOW", "QUEUE_THRESHOLD",
               "CONTENT_THRESHOLD", "URGENT_OVER_THRESHOLDS", "URGENT_OPENS_LINK", "ZERO_LIFE_NEVER_SENT",
               "SYSTEM_KEEPS_LIFE" },
}

-- A cheap X.400 Connector of this kind, and a dear one without restrictions (names and costs ours).
local function two_ways(org, options)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }         -- (ours)
  org:link(org:pair("x400", { name = "CHEAP", a, b, cost = 1, stack_address = "10.0.0.2" }).name)
    :set { latency = "0 s" }
  org:pair("x400", { name = "DEAR", a, b, cost = 10, stack_address = "10.0.0.3" })
  org:connector("CHEAP", "A1"):set(options)
end

-- Every kind and priority once: those of `barred` go by DEAR, the rest by CHEAP.
local everything = {
  { as = "urgent", priority = "urgent" }, { as = "normal" }, { as = "low", priority = "non-urgent" },
  { as = "system", kind = "system" },
}

local function send_everything(run, org)
  run:at("09:00", function()
    for _, mail in ipairs(everything) do
      org:send { from = "ann", to = "bob", as = mail.as, priority = mail.priority, kind = mail.kind }
    end
  end)
  run:to "10:00"
end

local function bits(value, barred)
  return {
    build = function(org) two_ways(org, { heuristics = value }) end,
    drive = send_everything,
    fixed = function(seen)
      for _, mail in ipairs(everything) do
        local rule = barred[mail.as]
        seen:message(mail.as):goes_by(rule and "DEAR" or "CHEAP")
        if rule then seen:decision(mail.as, "A1"):first():fells("CHEAP", rule):by_rule(rule) end
        seen:message(mail.as):delivered_to "bob"
      end
    end,
    unfixed = function(seen)
      for _, mail in ipairs(everything) do seen:message(mail.as):goes_by "CHEAP" end
    end,
  }
end

scenario.case("4096: no system messages", bits(4096, { system = "BARS_SYSTEM" }))
scenario.case("8192: no others", bits(8192, { urgent = "BARS_NON_SYSTEM", normal = "BARS_NON_SYSTEM",
                                              low = "BARS_NON_SYSTEM" }))
scenario.case("16384: no urgent messages", bits(16384, { urgent = "BARS_URGENT" }))
scenario.case("32768: no normal messages", bits(32768, { normal = "BARS_NORMAL", system = "BARS_NORMAL" }))
scenario.case("65536: no low messages", bits(65536, { low = "BARS_LOW" }))
scenario.case("the sum of two", bits(16384 + 65536, { urgent = "BARS_URGENT", low = "BARS_LOW" }))

-- Nothing else is left: it goes back, and the decision says why.
scenario.case("no other way", {
  build = function(org)
    two_ways(org, { heuristics = 32768 })
    org:connector("DEAR", "A1"):set { heuristics = 32768 }
  end,
  drive = send_everything,
  fixed = function(seen)
    seen:inferred():decision("normal", "A1"):first():fells("CHEAP", "BARS_NORMAL"):fells("DEAR", "BARS_NORMAL")
    seen:inferred():report "normal":once():text "barred to its kind or priority"
    seen:message "normal":delivered():never()
    seen:message "urgent":goes_by "CHEAP"
  end,
  unfixed = function(seen) seen:message "normal":goes_by "CHEAP" end,
})

-- The same for a Site Connector: these restrictions belong to connectors that use the MTA.
scenario.case("a Site Connector", {
  build = function(org)
    local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    local site = org:pair("site", { name = "CHEAP", a, b, cost = 1 })
    site:set { heuristics = 16384 }
    org:pair("x400", { name = "DEAR", a, b, cost = 10 })
  end,
  drive = send_everything,
  fixed = function(seen)
    seen:message "urgent":goes_by "DEAR"
    seen:message "normal":goes_by "CHEAP"
  end,
  unfixed = function(seen) seen:message "urgent":goes_by "CHEAP" end,
})

-- The schedule is closed; urgent mail goes at once, the rest when it opens.
scenario.case("131072: urgent messages ignore the schedule", {
  build = function(org)
    two_ways(org, { heuristics = 131072, schedule = "20:00-08:00" })
    org:connector("DEAR", "A1"):remove()
  end,
  drive = function(run, org)
    run:at("10:00", function() org:send { from = "ann", to = "bob", as = "normal" } end)
    run:at("10:20", function() org:send { from = "ann", to = "bob", as = "urgent", priority = "urgent" } end)
    run:to "21:00"
  end,
  fixed = function(seen) seen:message "urgent":delivered_to "bob":within "2 s":of "10:20" end,
  unfixed = function(seen) seen:inferred():message "urgent":delivered_to "bob":within "2 s":of "20:00" end,
})

-- ---- thresholds ----

local function gathers(registry)
  return function(org)
    two_ways(org, { registry = registry })
    org:connector("DEAR", "A1"):remove()
  end
end

-- One message a minute, 10 K each; then an urgent one.
local function one_a_minute(count, urgent_at)
  return function(run, org)
    run:every("1 min", { from = "09:00", times = count }, function(i)
      org:send { from = "ann", to = "bob", as = "m" .. i, size = "10 K" }
    end)
    if urgent_at then
      run:at(urgent_at, function()
        org:send { from = "ann", to = "bob", as = "urgent", priority = "urgent", size = "1 K" }
      end)
    end
    run:to "10:00"
  end
end

scenario.case("until five messages wait", {
  build = gathers { ["Queue Length Threshold"] = 5 },
  drive = one_a_minute(7),
  fixed = function(seen)
    seen:queue("A1", "CHEAP"):at "09:03:59":holds(4)
    seen:message "m1":delivered():within "2 s":of "09:04"
    seen:message "m5":delivered():within "2 s":of "09:04"
    seen:inferred():queue("A1", "CHEAP"):at "09:59":are { "m6", "m7" }       -- the next five are counted anew
  end,
  unfixed = function(seen) seen:message "m1":delivered():within "2 s":of "09:00" end,
})

scenario.case("until 30 K wait", {
  build = gathers { ["Content Length Threshold"] = 30, ["Queue Length Threshold"] = 0 },
  drive = one_a_minute(4),
  fixed = function(seen)
    seen:queue("A1", "CHEAP"):at "09:01:59":holds(2)
    seen:message "m1":delivered():within "2 s":of "09:02"
    seen:inferred():queue("A1", "CHEAP"):at "09:59":are { "m4" }
  end,
  unfixed = function(seen) seen:message "m1":delivered():within "2 s":of "09:00" end,
})

scenario.case("until either is reached", {
  build = gathers { ["Content Length Threshold"] = 1000, ["Queue Length Threshold"] = 2 },
  drive = one_a_minute(2),
  fixed = function(seen)
    seen:queue("A1", "CHEAP"):at "09:00:59":holds(1)
    seen:message "m1":delivered():within "2 s":of "09:01"
  end,
  unfixed = function(seen) seen:message "m1":delivered():within "2 s":of "09:00" end,
})

scenario.case("a threshold of 0 is none", {
  build = gathers { ["Content Length Threshold"] = 0, ["Queue Length Threshold"] = 0 },
  drive = one_a_minute(1),
  expect = function(seen) seen:message "m1":delivered():within "2 s":of "09:00" end,
})

scenario.case("urgent mail overrides", {
  build = gathers { ["Queue Length Threshold"] = 5, ["Urgent Overrides Thresholds"] = 1 },
  drive = one_a_minute(2, "09:02"),
  fixed = function(seen)
    seen:message "urgent":delivered():within "2 s":of "09:02"
    seen:queue("A1", "CHEAP"):at "09:59":are { "m1", "m2" }
  end,
  unfixed = function(seen) seen:message "m1":delivered():within "2 s":of "09:00" end,
})

scenario.case("urgent mail waits too", {
  build = gathers { ["Queue Length Threshold"] = 3, ["Urgent Overrides Thresholds"] = 0 },
  drive = function(run, org)
    run:at("08:59", function() org:send { from = "ann", to = "bob", as = "urgent", priority = "urgent" } end)
    one_a_minute(2)(run, org)
  end,
  fixed = function(seen)
    seen:queue("A1", "CHEAP"):at "09:00:59":are { "urgent", "m1" }
    seen:message "urgent":delivered():within "2 s":of "09:01"
  end,
  unfixed = function(seen) seen:message "urgent":delivered():within "2 s":of "08:59" end,
})

-- ---- time-outs ----

scenario.case("lives in the registry", {
  build = function(org)
    two_ways(org, {})
    org:connector("DEAR", "A1"):remove()
    org:server "A1":set { registry = { ["Message timeout (normal)"] = 0, ["Message timeout (non-urgent)"] = 30 } }
    org:link "CHEAP":cut()
  end,
  drive = send_everything,
  fixed = function(seen)
    seen:message "normal":transfer_started():never()
    seen:inferred():report "normal":at "09:00":diagnostic "maximum-time-expired"
    seen:message "low":returned { diagnostic = "maximum-time-expired" }:at "09:30"
    seen:message "system":is_in("A1", "CHEAP"):at "09:59"
    seen:inferred():message "urgent":is_in("A1", "CHEAP"):at "09:59"
  end,
})

return scenario
