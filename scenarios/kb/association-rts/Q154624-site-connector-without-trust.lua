-- A Site Connector between domains that do not trust each other: it takes the same account and password
-- in both, or an override account on both sides.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q154624",
  title    = "Site Connector between untrusted domains",
  says     = { "accounts of the same name with the same password in both domains",
               "or the override account of the connector, on both sides",
               "otherwise the bind is refused, and mail queues" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RPC_ACCOUNT", "OVERRIDE_ACCOUNT" },
}

-- The service account of each site, and what the connector of each has instead.
local function build(of_a, of_b, at_a, at_b)
  return function(org)
    local a, b = org:add_site "A", org:add_site "B"
    local s1, s2 = a:add_server "S1", b:add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    a:set { service_account = of_a[1], service_password = of_a[2] }
    b:set { service_account = of_b[1], service_password = of_b[2] }
    org:pair("site", { name = "SC", s1, s2 })
    org:connector("SC", "S1"):set { override_account = at_a and at_a[1] or "", override_password = at_a and at_a[2] or "" }
    org:connector("SC", "S2"):set { override_account = at_b and at_b[1] or "", override_password = at_b and at_b[2] or "" }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "there" } end)
  run:at("09:01", function() org:send { from = "bob", to = "ann", as = "back" } end)
  run:to "10:00"
end

local function flows(seen)
  seen:message "there":delivered_to "bob":before "09:01"
  seen:message "back":delivered_to "ann":before "09:02"
end

local function queues(seen)
  seen:queue("S1", "S2"):at "09:59":holds(1)
  seen:queue("S2", "S1"):at "09:59":holds(1)
  seen:inferred():event(9318, { server = "S1" }):at_least(1):text "Windows NT error code: 5."
end

local A, B = { "EXCHANGE", "apple" }, { "SERVICE", "pear" }

scenario.case("the same name and password", { build = build(A, { "exchange", "apple" }), expect = flows })
scenario.case("the same name, another password", { build = build(A, { "EXCHANGE", "pear" }), expect = queues })
scenario.case("other names", { build = build(A, B), expect = queues })
scenario.case("an override on both sides", { build = build(A, B, B, A), expect = flows })
scenario.case("an override on one side", { build = build(A, B, B), expect = queues })

return scenario
