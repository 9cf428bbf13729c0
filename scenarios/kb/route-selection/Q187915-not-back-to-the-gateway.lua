-- A gateway and an X.400 Connector that bear the same space: what came in by the gateway may go
-- back to it, until the MTA looks where it came from.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q187915",
  title    = "Mail is routed back to the EDK connector that it came from",
  says     = { "an EDK connector and an X.400 Connector with the same space c=*: mail for the one may leave by the other",
               "mail that came in from the EDK connector may be routed right back to it",
               "from SP2 a duplicate route that is equal in all categories is tried rather than the origin" },
  products = { "5.5 SP1", "5.5 SP2" },
  fixed    = { "5.5 SP2" },
  mutant   = { "GATEWAY_ORIGIN_LAST" },
}

-- The gateway is an Internet Mail Service: one EDK gateway is like another to the MTA (ours).
local function build(cost)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    server:add_connector { kind = "ims", name = "G", spaces = { { "X400:c=*", cost = 1 } } }
    server:add_connector { kind = "x400", name = "X", to = org:add_host "PARTNER",
                           spaces = { { "X400:c=*", cost = cost } } }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

local MARIE = "X400:c=FR;a= ;p=P;s=marie;"

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "mail.example.com":send { from = "x@example.com", to = MARIE, via = "S1", as = "in" }
  end)
  run:at("10:00", function() org:send { from = "ann", to = MARIE, as = "out" } end)
  run:to "12:00"
end

scenario.case("equal in all categories", {
  build = build(1),
  fixed = function(seen)
    seen:message "in":goes_by "X"
    seen:decision("in", "S1"):takes "X":by_rule "GATEWAY_ORIGIN_LAST"
  end,
  unfixed = function(seen) seen:decision("in", "S1"):survivors { "G", "X" } end,
  expect = function(seen)                               -- by either: chance decides
    seen:decision("out", "S1"):survivors { "G", "X" }
  end,
})

-- Not equal: the bar does not hold (our reading of "equally weighted in all categories").
scenario.case("the other route costs more", {
  build = build(2),
  expect = function(seen) seen:inferred():message "in":goes_by "G" end,
})

return scenario
