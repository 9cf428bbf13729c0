-- A host drops the connection in the middle of a message: it is sent again at once, and again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q228725",
  title    = "499 No routing hosts are reachable: the connection was dropped",
  says     = { "backlog in Outbound Awaiting Delivery, and repeated attempts to a remote host",
               "after 354: 499 No routing hosts are reachable for tool.com. ... Rescheduling delivery for later.",
               "the TCP connection has been dropped, by a reset of the host for one",
               "interrupted, with a 400 series response: the messages are sent again immediately" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "IMS_RESENDS_BROKEN", "IMS_RETRY_LIST" },
}

-- A transaction takes two seconds (ours).
local function build(reply)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s" }
    server:add_connector { kind = "ims", spaces = "SMTP:*", handoff_time = "0 s", mts_out_poll = "0 s", smtp_time = "2 s" }
    org:add_host("r40.domain.com", { mx_for = "tool.com" }):answers { "DATA", reply, times = 10 }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "sam@tool.com", as = "m" } end)
  run:to "18:00"
end

scenario.case("reset after 354", {
  build = build "reset",
  expect = function(seen)
    local host = seen:session "r40.domain.com"
    host:said "354 Enter mail, end with":times(10)
    host:said "499 No routing hosts are reachable for tool.com.":times(10)
    host:said "Rescheduling delivery for later.":times(10)
    host:said "499":within "5 s":of "09:00":at_least(2)
    host:said "499":before "09:00:21":times(10)
    seen:queue("S1", "out"):at "09:00:10":holds(1)
    seen:inferred():message "m":delivered():before "09:01"
  end,
})

-- A 4xx reply alone: by the retry list.
scenario.case("451 and no reset", {
  build = build "451 try again later",
  expect = function(seen)
    local host = seen:inferred():session "r40.domain.com"
    host:said "451":before "09:14":once()
    host:said "451":between("09:15", "09:16"):once()
    host:said "499":never()
  end,
})

return scenario
