-- The size limit on the page of a connector to Notes binds what leaves, not what comes in.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q195696",
  title    = "The size of messages from Lotus Notes is not limited",
  says     = { "messages from Notes to users of Exchange ignore the message size of the connector",
               "the MTA verifies it for messages to Notes alone",
               "the connector itself has no limit for what comes in" },
  products = { "5.5 SP4" },
  mutant   = { "GATEWAY_LIMIT_OUTBOUND", "CONNECTOR_SIZE_LIMIT" },
}

-- Names and sizes ours.
function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "notes", name = "NOTES", to = org:add_host "DOMINO", spaces = "NOTES:*",
                     size_limit = "100 K" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "DOMINO":send { from = "NOTES:Doe@ACME", to = "ann", via = "S1", by = "notes", size = "500 K",
                             as = "in" }
    org:send { from = "ann", to = "NOTES:Doe@ACME", size = "500 K", as = "out" }
    org:send { from = "ann", to = "NOTES:Doe@ACME", size = "50 K", as = "small" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "in":delivered_to "ann"
  seen:message "out":returned { diagnostic = "content-too-long" }
  seen:report "out":signed "MSExchangeMTA":once()
  seen:message "out":restricted { object = "NOTES" }
  seen:inferred():message "out":queued():never()
  seen:inferred():message "small":delivered()
end

return scenario
