-- An MTA believes what it read of the directory for a minute: mail for a mailbox that was moved
-- meanwhile goes to its old server, and back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q172364",
  title    = "Mail for a mailbox that is being moved goes back",
  says     = { "the MTA keeps what it read of the directory for up to 60 seconds, and may think the mailbox on its old server",
               "the originator gets a report of the MTA: unable to deliver the message due to a communications failure",
               "with ds_read cache latency (secs) = 0 and a restart of the MTA the problem is gone" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "MOVED_GOES_BACK", "DS_READ_CACHED" },
}

-- The sender is on a third server (ours).
local function build(latency)
  return function(org)
    local site = org:add_site "50SITE"
    for _, name in ipairs { "A", "B", "C" } do
      site:add_server(name):set { registry = { ["ds_read cache latency (secs)"] = latency } }
    end
    org:server "C":add_mailbox "sender"
    org:server "A":add_mailbox "user"
  end
end

local function drive(run, org)
  local function send(as) return function() org:send { from = "sender", to = "user", as = as } end end
  run:at("09:00:00", send "before")
  run:at("09:00:20", function() org:mailbox "user":move "B" end)
  run:at("09:00:30", send "in the window")
  run:at("09:01:30", send "after it")
  run:to "10:00"
end

scenario.case("the default", {
  build = build(60), drive = drive,
  expect = function(seen)
    seen:message "before":delivered_to "user"
    seen:message "in the window":path { "C", "A" }
    seen:message "in the window":returned { diagnostic = "communications-failure" }:once()
    seen:report "in the window":to "sender":signed "MSExchangeMTA":text "communications failure":once()
    seen:message "in the window":never "delivered"
    seen:inferred():message "after it":path { "C", "B" }
    seen:inferred():message "after it":delivered_to "user"
  end,
})

scenario.case("no cache", {
  build = build(0), drive = drive,
  expect = function(seen)
    seen:message "in the window":delivered_to "user"
    seen:message "in the window":path { "C", "B" }
  end,
})

return scenario
