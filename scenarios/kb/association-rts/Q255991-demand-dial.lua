-- X.400 over a demand-dial line of Routing and Remote Access: the server has two addresses, and a registry
-- value says which one it calls from.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q255991",
  title    = "X.400 Connector over Routing and Remote Access",
  says     = { "override: checkpoint size 15, recovery timeout 30, max open retries 7, open interval 120, lifetime 15, disconnect 15",
               "the address of the WAN wrapper may be used; it does not match the remote's Stack page, the association fails",
               "event 9301 on the remote server",
               "Stack IP Address Override with the address of the card: a match is found" },
  products = { "5.5 SP2", "5.5 SP4" },
  mutant   = { "STACK_ADDRESS_OVERRIDE", "CALLER_ADDRESS_CHECKED" },
}

local function build(override)
  return function(org)
    local a, b = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    a:set { ip_address = "10.0.0.1", fqdn = "s1.org.com" }
    b:set { ip_address = "192.168.100.15", fqdn = "s2.org.com" }
    org:pair("x400", { name = "DIAL", a, b })
    for server, stack in pairs { S1 = "192.168.100.15", S2 = "10.0.0.1" } do
      org:connector("DIAL", server):set { stack_address = stack, checkpoint_size = 15, recovery_timeout = 30,
                                          max_open_retries = 7, open_interval = 120, lifetime = 15, disconnect = 15 }
    end
    org:connector("DIAL", "S1"):set { source_address = "192.168.1.2",
                                      registry = { ["Stack IP Address Override"] = override } }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "10:00"
end

scenario.case("without the value", {
  build = build "",
  expect = function(seen)
    seen:event(9301, { server = "S2" }):before "10:00":at_least(7):text "uses the network address C0A80102"
    seen:association("S1", "DIAL"):opened():never()
    local inferred = seen:inferred()
    inferred:association("S1", "DIAL"):tried():times(7)
    inferred:message "m":returned { diagnostic = "mts-congestion" }:between("09:14", "09:15")
  end,
})

scenario.case("with the value", {
  build = build "10.0.0.1",
  expect = function(seen)
    seen:association("S1", "DIAL"):opened():once()
    seen:inferred():message "m":delivered_to "bob":before "09:01"
    seen:inferred():event(9301):never()
    seen:inferred():association("S1", "DIAL"):closed():within "20 s":of "09:00":once()   -- 15 s idle
  end,
})

return scenario
