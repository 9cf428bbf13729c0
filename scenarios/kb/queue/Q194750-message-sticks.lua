-- On a fast network under load a message may be sent before the receiver is ready. It sticks, and
-- other messages flow by over a second association.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q194750",
  title    = "Message sticks in MTA queue while other messages flow by",
  says     = { "a message sent before the receiver is back from its call is stuck until it times out and is sent again",
               "when the threshold is reached a second association is opened, and others flow by",
               "when the MTA is stopped and started it is delivered",
               "when its priority is changed it may be delivered",
               "fixed in MTA 5.5.2427.0 (SP2)" },
  products = { "5.5", "5.5 SP1", "5.5.2426.0", "5.5.2427.0", "5.5 SP4" },
  fixed    = { "5.5.2427.0" },
  mutant   = { "STUCK_BY_RACE", "ONE_PER_THRESHOLD" },
}

-- A second for each message (ours); transfer time-out 2000 s a K, as by default.
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", latency = "1 s" }
end

local function drive(count, rescue)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "first", size = "1 K" } end)
    run:at("09:00:00.5", function() org:link("S1", "S2"):stick() end)
    run:at("09:01", function()
      for i = 1, count do org:send { from = "ann", to = "bob", as = "m " .. i } end
    end)
    if rescue then run:at("09:20", function() rescue(org) end) end
    run:to "10:00"
  end
end

local function not_stuck(stated)
  local seen = stated:inferred()
  seen:message "first":delivered_to "bob":before "09:00:02"
  seen:association("S1", "S2"):opened():before "09:01":once()
end

local function flows_by(seen, count)
  seen:association("S1", "S2"):opened():within "1 s":of "09:01":once()
  for i = 1, count do seen:message("m " .. i):delivered_to "bob":before "09:03" end
  seen:message "first":at "09:19":is_in("S1", "S2")
end

scenario.case("others flow by", {
  drive = drive(60), fixed = not_stuck,
  unfixed = function(seen)
    flows_by(seen, 60)
    seen:message "first":delivered_to "bob":between("09:33:20", "09:33:23")
    seen:message "first":transfer_started():times(2)
  end,
})

scenario.case("below the threshold", {
  drive = drive(48), fixed = not_stuck,
  unfixed = function(stated)
    local seen = stated:inferred()
    seen:association("S1", "S2"):opened():before "09:30":once()
    seen:queue("S1", "S2"):at "09:30":holds(49)
    seen:queue("S1", "S2"):at "09:40":is "empty"
  end,
})

scenario.case("its priority is changed", {
  drive = drive(60, function(org) org:set_priority("first", "urgent") end),
  since = nil,
  unfixed = function(seen)
    flows_by(seen, 60)
    seen:message "first":delivered_to "bob":between("09:20", "09:20:03")
  end,
})

scenario.case("the MTA is stopped and started", {
  drive = drive(60, function(org)
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()
  end),
  unfixed = function(seen)
    flows_by(seen, 60)
    seen:message "first":delivered_to "bob":between("09:20", "09:20:03")
  end,
})

return scenario
