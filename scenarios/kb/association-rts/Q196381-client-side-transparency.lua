-- A proxy firewall that leaves calls from outside their source address: the MTA inside does not know who
-- calls. What waits outside goes when the inside calls.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q196381",
  title    = "X.400 through a firewall: messages queue outside",
  says     = { "messages accumulate on the MTA outside, and are delivered when the MTA inside contacts it",
               "outside: 1290 (provider 0, reason 0, type 1), 289, 1294; inside: 1293 (control block 1, type 1)",
               "both connectors point to the firewall; with client-side transparency the source address stays that of the external computer",
               "calls of the inside come from the firewall, and are allowed; two-way alternate fetches the mail",
               "cure: a local tunnel, with both connectors pointing to each other",
               "cure: a second connector inside, remote initiated, cost 99, pointing to the computer outside",
               "cure: transparency off" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CALLER_ADDRESS_CHECKED", "BOTH_WAYS" },
}

function scenario.build(org)
  local inside, outside = org:add_site "IN":add_server "I", org:add_site "OUT":add_server "O"
  inside:add_mailbox "ann"
  outside:add_mailbox "bob"
  inside:set { ip_address = "10.0.0.2", fqdn = "i.org.com" }
  outside:set { ip_address = "192.168.1.2", fqdn = "o.org.com" }
  org:pair("x400", { name = "X", inside, outside })
  org:connector("X", "I"):set { stack_address = "10.0.0.1", firewall_address = "10.0.0.1" }
  org:connector("X", "O"):set { stack_address = "192.168.1.1", firewall_address = "192.168.1.1",
                                firewall_keeps_source = true }
end

-- At ten it is cured.
local function drive(cure)
  return function(run, org)
    run:at("09:00", function() org:send { from = "bob", to = "ann", as = "in" } end)
    run:at("09:35", function() org:send { from = "ann", to = "bob", as = "out" } end)
    run:at("10:00", function() cure(org) end)
    run:at("10:15", function() org:send { from = "bob", to = "ann", as = "later" } end)
    run:to "10:30"
  end
end

local function expect(seen)
  seen:queue("O", "X"):at "09:34":holds(1)
  seen:event(1290, { server = "O" }):before "09:35":times(4)
    :text "The failure reason provider was 0 and the reason was 0."
  seen:event(289, { server = "O" }):before "09:35":times(4):text "/CN=Connections/CN=X"
  seen:event(1294, { server = "O" }):before "09:35":times(4):text "/CN=Connections/CN=X"
  seen:event(1293, { server = "I" }):before "09:35":times(4):text "Control block index 1. Type 1."
  seen:message "out":delivered_to "bob":between("09:35", "09:36")
  seen:message "in":delivered_to "ann":between("09:35", "09:36")
  seen:message "later":delivered_to "ann":between("10:15", "10:16")
end

scenario.case("transparency off", {
  drive = drive(function(org) org:connector("X", "O"):set { firewall_keeps_source = false } end),
  expect = expect,
})

scenario.case("a second connector inside", {
  drive = drive(function(org)
    org:server "I":add_connector { kind = "x400", name = "SECOND", to = "O", cost = 99, schedule = "remote",
                                   stack_address = "192.168.1.2" }
  end),
  expect = expect,
})

scenario.case("a local tunnel", {
  drive = drive(function(org)
    org:connector("X", "I"):set { stack_address = "192.168.1.2", firewall_address = "" }
    org:connector("X", "O"):set { stack_address = "i.org.com", firewall_address = "" }
  end),
  expect = expect,
})

scenario.case("no cure", {
  drive = drive(function() end),
  expect = function(seen)
    seen:queue("O", "X"):at "10:29":holds(1)
    seen:inferred():message "later":never "transferred"
  end,
})

return scenario
