-- A Site Connector needs a trust or an override account; an X.400 Connector needs neither.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q230602",
  title    = "Site Connectors, X.400 Connectors and trusts",
  says     = { "a Site Connector between domains needs trusts, or an override account of the other site",
               "an X.400 Connector does not" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RPC_ACCOUNT", "OVERRIDE_ACCOUNT" },
}

local function build(kind, overrides)
  return function(org)
    local a, b = org:add_site "A", org:add_site "B"
    local s1, s2 = a:add_server "S1", b:add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    a:set { service_account = "NTA\\EXCHANGE" }
    b:set { service_account = "NTB\\EXCHANGE" }
    org:pair(kind, { name = "LINK", s1, s2 })
    if overrides then
      org:connector("LINK", "S1"):set { override_account = "NTB\\EXCHANGE" }
      org:connector("LINK", "S2"):set { override_account = "NTA\\EXCHANGE" }
    end
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "10:00"
end

local function flows(seen) seen:message "m":delivered_to "bob":before "09:01" end

scenario.case("a Site Connector", {
  build = build("site", false),
  expect = function(seen)
    seen:message "m":never "transferred"
    seen:inferred():event(9318, { server = "S1" }):at_least(1)
  end,
})
scenario.case("a Site Connector, overridden", { build = build("site", true), expect = flows })
scenario.case("an X.400 Connector", { build = build("x400", false), expect = flows })

return scenario
