-- A called MTA whose connector has the caller's name looks the caller's address up. Without a PTR record
-- it does not find who calls, and mail stands in one direction.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193380",
  title    = "X.400 Connector by FQDN: mail flows in one direction only",
  says     = { "mail is not transferred in one direction, and may be in the other; no events on the server with the backlog",
               "9301 at the receiving one: network address 91F5C11B, the caller's address in hexadecimal digits",
               "9301 again if the reverse lookup fails as well: 52656d6f74654d5441",
               "9202: sockets error 0 on an accept() call; the connection attempt is terminated",
               "the address is compared with that of each connector; then the hosts file, then DNS",
               "a PTR record for the calling server is needed" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CALLER_ADDRESS_CHECKED", "CALLER_NAME_LOOKED_UP" },
}

local function build(stack)
  return function(org)
    local a, b = org:add_site "A":add_server "RemoteMTA", org:add_site "B":add_server "LocalMTA"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    a:set { ip_address = "145.245.193.27", fqdn = "remotemta.org.com" }
    b:set { ip_address = "145.245.193.28", fqdn = "localmta.org.com", addresses_unknown = "145.245.193.27" }
    org:pair("x400", { name = "LINK", a, b })
    org:connector("LINK", "RemoteMTA"):set { stack_address = "localmta.org.com" }
    org:connector("LINK", "LocalMTA"):set { stack_address = stack or "remotemta.org.com", schedule = "08:45-09:00" }
  end
end

-- B calls before nine and at ten only, so that it does not fetch what waits at A.
local function drive(change)
  return function(run, org)
    run:at("09:05", function() org:send { from = "ann", to = "bob", as = "there" } end)
    run:at("09:06", function() org:send { from = "bob", to = "ann", as = "back" } end)
    run:at("09:40", function() org:server "LocalMTA":set(change) end)
    run:at("10:20", function() org:connector("LINK", "LocalMTA"):set { schedule = "always" } end)
    run:to "11:00"
  end
end

local function flows(seen)
  seen:message "there":delivered_to "bob":between("09:45", "09:46")     -- the next try
end

local function stands(seen)
  seen:queue("RemoteMTA", "LINK"):at "09:39":holds(1)
  for _, number in ipairs { 289, 1290, 1294, 4284, 9215 } do
    seen:event(number, { server = "RemoteMTA" }):never()
  end
  seen:event(9301, { server = "LocalMTA" }):before "09:10":times(2)
  seen:event(9301, { server = "LocalMTA" }):before "09:10":once():text "uses the network address 91F5C11B and the transport stack"
    :text "/cn=Configuration/cn=Servers/cn=LocalMTA/cn=TCP (LocalMTA) could not be found."
  seen:event(9301, { server = "LocalMTA" }):before "09:10":once():text "uses the network address 52656d6f74654d5441"
  seen:event(9202, { server = "LocalMTA" }):before "09:10":once():text "A sockets error 0 on an accept() call was detected."
end

scenario.case("the PTR record is added", {
  build = build(), drive = drive { addresses_unknown = "" },
  expect = function(seen)
    stands(seen)
    flows(seen)
  end,
})

scenario.case("it stands in the hosts file", {
  build = build(), drive = drive { hosts_file = "145.245.193.27" },
  expect = function(seen)
    stands(seen)
    seen:inferred():message "there":delivered_to "bob":between("09:45", "09:46")
  end,
})

-- The other direction works all the while, and takes what waits with it.
scenario.case("B calls A", {
  build = build(), drive = drive {},
  expect = function(seen)
    stands(seen)
    seen:message "back":delivered_to "ann":between("10:20", "10:21")
    seen:inferred():message "there":delivered_to "bob":between("10:20", "10:21")
  end,
})

scenario.case("the connector has the address", {
  build = build "145.245.193.27", drive = drive {},
  expect = function(seen)
    seen:inferred():message "there":delivered_to "bob":before "09:06"
    seen:inferred():event(9301):never()
  end,
})

return scenario
