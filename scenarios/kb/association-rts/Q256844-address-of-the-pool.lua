-- A server that dials gets an address out of the pool of the server that it dials; X.400 does not know it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q256844",
  title    = "Event 9301 over Routing and Remote Access",
  says     = { "the receiving server may refuse the connection and log 9301",
               "with the hexadecimal digits of an address out of its own RAS pool",
               "the Stack page has the address of the originating server; the two do not match",
               "Stack IP Address Override, and a start of the MTA: the address for outbound X.400 connections" },
  products = { "4.0 SP5", "5.0 SP2", "5.5", "5.5.2430.0", "5.5.2431.0", "5.5 SP4" },
  fixed    = { "5.5.2431.0" },
  mutant   = { "STACK_ADDRESS_OVERRIDE", "CALLER_ADDRESS_CHECKED" },
}

function scenario.build(org)
  local a, b = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  a:set { ip_address = "10.0.0.1", fqdn = "s1.org.com" }
  b:set { ip_address = "192.168.1.1", fqdn = "s2.org.com" }
  org:pair("x400", { name = "TCP to MTA B", a, b })
  org:connector("TCP to MTA B", "S1"):set { stack_address = "192.168.1.1", source_address = "192.168.1.2" }
  org:connector("TCP to MTA B", "S2"):set { stack_address = "10.0.0.1" }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:at("09:30", function()
    org:connector("TCP to MTA B", "S1"):set { registry = { ["Stack IP Address Override"] = "10.0.0.1" } }
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()
  end)
  run:to "10:00"
end

local function refused(seen)
  seen:event(9301, { server = "S2" }):before "09:30":at_least(3):text "uses the network address C0A80102"
  seen:queue("S1", "TCP to MTA B"):at "09:29":holds(1)
end

scenario.case("the value is set", {
  fixed = function(seen)
    refused(seen)
    seen:message "m":delivered_to "bob":between("09:30", "09:31")
  end,
  unfixed = function(seen)
    refused(seen)
    seen:inferred():message "m":never "transferred"
  end,
})

return scenario
