-- 5.5 SP2: each time the other side recovers an association on which this side waits for the turn, a
-- control block is lost; when all are, the MTA takes no more associations until it is started again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q229643",
  title    = "9156 errors occur after applying Exchange 5.5 SP2",
  says     = { "9156: no free control blocks for network type 1, the configured count is 40",
               "then the MTA may stop processing messages until it is started again",
               "lost when an association is active and waits for the response to a Turn-Please, and the other side recovers it",
               "one control block for each association, whoever initiates it, and one to listen",
               "first corrected in 5.5 SP3; build 2590" },
  products = { "5.5 SP1", "5.5 SP2", "5.5.2589.0", "5.5.2590.0", "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5.2590.0" },
  mutant   = { "RECOVERY_LOSES_BLOCK", "CONTROL_BLOCK_EACH" },
}

-- S1 only answers, so its mail waits for the turn. 1 K a second (ours).
local function build(two_way)
  return function(org)
    local s1, r = org:add_site "A":add_server "S1", org:add_site "B":add_server "R"
    s1:add_mailbox "ann"
    r:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
    s1:set { registry = { ["TCP/IP control blocks"] = 40 } }
    org:pair("x400", { name = "X", s1, r })
    org:connector("X", "S1"):set { schedule = "remote" }
    for _, server in ipairs { "S1", "R" } do
      org:connector("X", server):set { max_transfer_retries = 100, transfer_interval = "5 s",
                                       two_way_alternate = two_way }
    end
    org:link "X":set { bandwidth = 8192 }
  end
end

-- While R sends for most of an hour, the line breaks for a moment every minute, 39 times.
local function drive(answers)
  return function(run, org)
    run:at("09:00", function()
      org:send { from = "bob", to = "ann", as = "long", size = "3000 K" }
      if answers then org:send { from = "ann", to = "bob", as = "waits" } end
    end)
    run:every("1 min", { from = "09:01", times = 39 }, function() org:link "X":cut() end)
    run:every("1 min", { from = "09:01:01", times = 39 }, function() org:link "X":restore() end)
    run:at("11:00", function()                                 -- the association has ended
      org:send { from = "bob", to = "ann", as = "to S1" }
      org:send { from = "ann", to = "bob", as = "from S1" }
    end)
    run:at("12:00", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
    end)
    run:to "12:30"
  end
end

local function whole(seen)
  seen:inferred():event(9156):never()
  seen:inferred():message "to S1":delivered_to "ann":before "11:01"
end

local function lost(seen)
  seen:event(9156, { server = "S1" }):at_least(1)
    :text "There are no free control blocks available for network type 1. The configured count is 40."
  seen:queue("R", "X"):at "11:59":holds(1)
  seen:queue("S1", "X"):at "11:59":holds(1)
  seen:message "to S1":delivered_to "ann":between("12:00", "12:11")
  seen:inferred():message "from S1":delivered_to "bob":between("12:00", "12:11")
end

-- The build before SP2 does not have it.
scenario.case("S1 waits for the turn", {
  since = "5.5 SP2", build = build(true), drive = drive(true), unfixed = lost, fixed = whole,
})
scenario.case("S1 has nothing to send", { build = build(true), drive = drive(false), expect = whole })
scenario.case("a monologue has no turn", { build = build(false), drive = drive(true), expect = whole })

return scenario
