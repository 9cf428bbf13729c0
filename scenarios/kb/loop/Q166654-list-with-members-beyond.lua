-- A list has a member in the system that the message comes from: what the list makes of it has its
-- correlation ID, and the gateway takes that for a loop.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166654",
  title    = "Gateways take members of a list for a loop",
  says     = { "a user of the foreign system sends to a list, which is expanded in Exchange; some members are in the foreign system",
               "the connector recognizes the correlation ID of the original message, and writes a log entry",
               "DISABLETRACECHECKEX = YES takes the check away, and with it all protection against loops" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CORRELATION_KEPT" },
}

-- Names ours.
local function build(off)
  return function(org)
    local site = org:add_site "SITE"
    local s1 = site:add_server "S1"
    org:add_host "NOTES"
    s1:add_connector { kind = "notes", name = "N", to = "NOTES", spaces = "NOTES:*", disable_trace_check_ex = off }
    s1:add_mailbox "ann"
    s1:add_recipient("norma", { target = "NOTES:norma/Domain" })
    site:add_list("ALL", { members = { "ann", "norma" }, proxies = "NOTES:all/Domain" })
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:host "NOTES":send { from = "NOTES:nick/Domain", to = "NOTES:all/Domain", via = "S1", by = "notes", as = "from Notes" }
    org:send { from = "ann", to = "ALL", as = "from Exchange" }
  end)
  run:to "10:00"
end

local function both(seen)
  seen:message "from Notes":expanded { list = "ALL" }:once()
  seen:message "from Notes":delivered_to "ann"
  seen:inferred():message "from Exchange":delivered_to "norma"
end

scenario.case("as it is", {
  build = build(false), drive = drive,
  expect = function(seen)
    both(seen)
    seen:message "from Notes":loop { rule = "CORRELATION_KEPT" }:once()
    seen:message "from Notes":never("delivered_to", "norma")
    seen:inferred():report "from Notes":never()
  end,
})

scenario.case("without the check", {
  build = build(true), drive = drive,
  expect = function(seen)
    both(seen)
    seen:inferred():message "from Notes":delivered_to "norma"
  end,
})

return scenario
