-- Some builds say that the name is not recognized, where the connector's size limit is the reason.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q270910",
  title    = "The report does not say that the message is too large for the X.400 Connector",
  says     = { "MTA 5.5.2651.92 or later: over an X.400 Connector with a smaller size limit the report reads: " ..
               "the recipient name is not recognized",
               "it should say that the message is too large",
               "corrected in 5.5 SP4" },
  products = { "5.5.2651.92", "5.5.2653.15", "5.5 SP4" },
  fixed    = { "5.5.2653.15" },
  mutant   = { "CONNECTOR_SIZE_LIMIT", "LIMIT_REASON_LOST" },
}

-- Names and sizes ours.
local function build(product)
  return function(org)
    local a = org:add_site "A":add_server("A1", { product = product })
    local b = org:add_site "B":add_server("B1", { product = product })
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    org:pair("x400", { name = "LINE", a, b }):set { size_limit = "100 K" }
  end
end

scenario.build = build()

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "bob", size = "200 K", as = "large" }
    org:send { from = "ann", to = "bob", size = "50 K", as = "small" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "large":delivered():never()
  seen:message "large":restricted { object = "LINE", limit = "Message size limit 100 K" }
  seen:inferred():message "small":delivered_to "bob"
end

local function says_too_large(seen)
  seen:report "large":text "The content length of the message is too long":signed "MSExchangeMTA":once()
  seen:inferred():report "large":diagnostic "content-too-long"
end

scenario.fixed = says_too_large

function scenario.unfixed(seen)
  seen:report "large":text "The recipient name is not recognized":signed "MSExchangeMTA":once()
  seen:inferred():message "large":returned { diagnostic = "unrecognized-or-name", rule = "LIMIT_REASON_LOST" }
end

scenario.case("SP3 as released", {
  build = build "5.5 SP3",
  fixed = says_too_large,
  unfixed = says_too_large,
})

return scenario
