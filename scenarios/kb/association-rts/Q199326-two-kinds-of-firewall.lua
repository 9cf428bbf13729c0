-- A firewall between two MTAs: through a proxy both connectors point to its near side, through one that
-- passes packets on to each other.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q199326",
  title    = "Using the X.400 Connector through a firewall",
  says     = { "proxy: the packet seems to come from the firewall; the Stack pages have its internal and its external address",
               "pass-through: the packet keeps its source address; the Stack pages have each other's address or FQDN" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "STACK_ADDRESS_DIALLED", "CALLER_ADDRESS_CHECKED" },
}

local INSIDE, OUTSIDE = "172.16.1.11", "192.168.1.1"           -- of the firewall

local function build(is_proxy, stack_a, stack_b)
  return function(org)
    local a, b = org:add_site "A":add_server "SRVA", org:add_site "B":add_server "SRVB"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    a:set { ip_address = "172.16.1.10", fqdn = "srva.org.com" }
    b:set { ip_address = "192.168.1.2", fqdn = "srvb.org.com" }
    org:pair("x400", { name = "X", a, b })
    org:connector("X", "SRVA"):set { stack_address = stack_a, firewall_address = is_proxy and INSIDE or "" }
    org:connector("X", "SRVB"):set { stack_address = stack_b, firewall_address = is_proxy and OUTSIDE or "" }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "there" } end)
  run:at("09:30", function() org:send { from = "bob", to = "ann", as = "back" } end)
  run:to "10:00"
end

local function works(seen)
  seen:message "there":delivered_to "bob":before "09:01"
  seen:message "back":delivered_to "ann":before "09:31"
end

local function does_not(seen)
  local inferred = seen:inferred()
  inferred:message "there":never "transferred"
  inferred:message "back":never "transferred"
  inferred:queue("SRVA", "X"):at "09:59":holds(1)
  inferred:queue("SRVB", "X"):at "09:59":holds(1)
end

scenario.case("a proxy, and its addresses", { build = build(true, INSIDE, OUTSIDE), expect = works })
scenario.case("a proxy, and each other's", {
  build = build(true, "192.168.1.2", "172.16.1.10"), expect = does_not,
})
scenario.case("passed through, and each other's", {
  build = build(false, "192.168.1.2", "172.16.1.10"), expect = works,
})
scenario.case("passed through, and each other's FQDN", {
  build = build(false, "srvb.org.com", "srva.org.com"), expect = works,
})
scenario.case("passed through, and the firewall's", { build = build(false, INSIDE, OUTSIDE), expect = does_not })

-- One end is set right: its calls are refused all the same.
scenario.case("passed through, and the firewall's at one end", {
  build = build(false, "192.168.1.2", OUTSIDE),
  expect = function(seen)
    seen:inferred():event(9301, { server = "SRVB" }):at_least(1):text "uses the network address AC10010A"
    seen:inferred():message "there":never "transferred"
  end,
})

return scenario
