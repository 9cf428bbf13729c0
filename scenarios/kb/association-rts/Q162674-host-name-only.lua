-- The Stack page has the bare host name, and only DNS resolves: it has the full name for the caller, and
-- the connection is reset.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q162674",
  title    = "Event 9221, sockets error 10054",
  says     = { "9221: sockets error 10054 on a WSARecvEx() call, control block index 1, at the local MTA",
               "the connection to the remote MTA fails",
               "when only DNS is used, and only the host name stands on the Stack page",
               "the FQDN or the IP address cures it" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "CALLER_ADDRESS_CHECKED", "CALLER_NAME_LOOKED_UP" },
}

local function build(stack1, stack2)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "EXCHSRV1", org:add_site "B":add_server "EXCH2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    s1:set { ip_address = "10.0.0.1", fqdn = "exchsrv1.org.com" }
    s2:set { ip_address = "10.0.0.2", fqdn = "exch2.org.com" }
    org:pair("x400", { name = "X", s1, s2 })
    org:connector("X", "EXCHSRV1"):set { stack_address = stack1 }
    org:connector("X", "EXCH2"):set { stack_address = stack2 }
  end
end

local function drive(cure1, cure2)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
    run:at("09:25", function()
      org:connector("X", "EXCHSRV1"):set { stack_address = cure1 }
      org:connector("X", "EXCH2"):set { stack_address = cure2 }
    end)
    run:to "10:00"
  end
end

local function fails(seen)
  seen:event(9221, { server = "EXCHSRV1" }):times(3)
    :text "A sockets error 10054 on a WSARecvEx() call was detected."
  seen:queue("EXCHSRV1", "X"):at "09:24":holds(1)
  seen:message "m":delivered_to "bob":between("09:30", "09:31")
end

for name, cure in pairs {
  ["the FQDN"] = { "exch2.org.com", "exchsrv1.org.com" }, ["the IP address"] = { "10.0.0.2", "10.0.0.1" },
} do
  scenario.case("host names, and then " .. name, {
    build = build("EXCH2", "EXCHSRV1"), drive = drive(cure[1], cure[2]), expect = fails,
  })
end

return scenario
