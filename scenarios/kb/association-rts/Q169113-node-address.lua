-- An MTA on a cluster calls from the address of its node, not from that of the cluster, which the other
-- side's connector has: 9301.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169113",
  title    = "X.400 Connector on a cluster",
  says     = { "the MTA binds with the node's address; 9301 at the other side, and no mail flows",
               "a host name on the Stack page, that resolves from both addresses, is a way round" },
  products = { "5.5 SP4" },
  mutant   = { "CALLER_ADDRESS_CHECKED", "CALLER_NAME_LOOKED_UP" },
}

-- The cluster is 10.0.0.10, its node 10.0.0.11.
local function build(stack, address)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "CLUSTER", org:add_site "B":add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    s1:set { ip_address = address, fqdn = "cluster.org.com" }
    s2:set { ip_address = "10.0.0.2", fqdn = "s2.org.com" }
    org:pair("x400", { name = "X", s1, s2 })
    org:connector("X", "CLUSTER"):set { stack_address = "10.0.0.2" }
    org:connector("X", "S2"):set { stack_address = stack }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "10:00"
end

scenario.case("the address of the cluster", {
  build = build("10.0.0.10", "10.0.0.11"),
  expect = function(seen)
    seen:event(9301, { server = "S2" }):at_least(1):text "uses the network address 0A00000B"
    seen:queue("CLUSTER", "X"):at "09:59":holds(1)
  end,
})
scenario.case("the name", {
  build = build("cluster.org.com", "10.0.0.11"),
  expect = function(seen) seen:message "m":delivered_to "bob":before "09:01" end,
})

return scenario
