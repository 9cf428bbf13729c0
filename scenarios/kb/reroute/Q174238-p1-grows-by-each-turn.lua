-- Two ways to a server that is down: mail goes from one to the other and back, and in old builds its
-- P1 header grows with every turn.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q174238",
  title    = "Rerouted messages fill the disk",
  says     = { "messages cycle through all the possible routes until the hop count is exceeded",
               "4.0 and 5.0: P1 grows with each turn at a connector; the hop count is 512 for each: with two, it grows 1,024 times",
               "no disk space left: services stop; space freed: route selection and hops go on",
               "5.5 adds nothing: the message size does not change",
               "reroutes that span servers make P1 grow: the information is needed there" },
  products = { "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP4" },
  fixed    = "5.5",
  mutant   = { "P1_GROWS_BY_TURN", "P1_GROWS_BY_HOP", "TURN_LIMIT" },
}

local RECORD = 100                                  -- bytes that a turn or hop adds: (ours)

-- Two connectors to PARIS. Max open retries and the interval are (ours): the hop count is to end it.
function scenario.build(org)
  local s1, s2 = org:add_site "SEATTLE":add_server "S1", org:add_site "PARIS":add_server "S2"
  org:set { max_open_retries = 9999, open_interval = "60 s", p1_record_size = RECORD }
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  for _, name in ipairs { "C1", "C2" } do
    org:pair("x400", { name = name, s1, s2, cost = 1, max_open_retries = 9999, open_interval = "60 s" })
  end
end

local function send_to_dead_server(run, org)
  run:at("09:00", function()
    org:server "S2":stop()
    org:send { from = "ann", to = "bob", as = "m" }
  end)
end

function scenario.drive(run, org)
  send_to_dead_server(run, org)
  run:to "1998-03-03 09:00"
end

function scenario.expect(seen)
  seen:message "m":rerouted { from = "C1", to = "C2" }:at_least(300)     -- or the same again, by chance
  seen:message "m":rerouted { from = "C2", to = "C1" }:at_least(300)
  seen:association("S1", "C1"):failed():times(512)
  seen:association("S1", "C2"):failed():times(512)
  seen:inferred():message "m":returned { diagnostic = "mts-congestion" }
  seen:inferred():decision("m", "S1"):last():by_rule "STEP_2_BELOW_MAXIMUM"
end

function scenario.unfixed(seen)
  seen:message "m":grown():times(1023)                       -- 1,024 turns; at the last one it goes back
  seen:message "m":grown { growth = 1023 * RECORD }
end

function scenario.fixed(seen) seen:message "m":grown():never() end

-- Little room on the disk: the MTA stops, and goes on where it was once there is more.
scenario.case("no disk space", {
  build = function(org)
    scenario.build(org)
    org:disk "S1":set { free = "10260 K" }
    org:server "S1":set { disk_test_time = "1 min" }
  end,
  drive = function(run, org)
    send_to_dead_server(run, org)
    run:at("15:00", function()
      org:disk "S1":set { free = "50 MB" }
      org:service("S1", "mta"):start()
    end)
    run:at("15:30", function() org:server "S2":start() end)
    run:to "16:00"
  end,
  unfixed = function(seen)
    seen:event(9411, { server = "S1" }):once():before "15:00"
    seen:message "m":rerouted():after "15:00"
    seen:inferred():message "m":delivered_to "bob":after "15:30"
  end,
  fixed = function(seen) seen:event(9411):never() end,
})

-- From HUB1 to HUB2, each with a way of its own: every hop adds to P1, in 5.5, too.
scenario.case("across servers", {
  build = function(org)
    local seattle, s2 = org:add_site "SEATTLE", org:add_site "PARIS":add_server "S2"
    local hub1, hub2 = seattle:add_server "HUB1", seattle:add_server "HUB2"
    org:set { p1_record_size = RECORD }
    hub1:add_mailbox "ann"
    s2:add_mailbox "bob"
    org:pair("x400", { name = "C1", hub1, s2, cost = 1 })
    org:pair("x400", { name = "C2", hub2, s2, cost = 1 })
  end,
  drive = function(run, org)
    send_to_dead_server(run, org)
    run:to "12:00"
  end,
  fixed = function(seen)
    seen:message "m":transferred { target = "HUB2" }
    seen:message "m":grown { growth = RECORD }
    seen:message "m":grown { growth = 2 * RECORD }
  end,
  unfixed = function(seen) seen:inferred():message "m":grown { growth = 4 * RECORD } end,
})

return scenario
