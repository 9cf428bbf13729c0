-- After SP3 an MTA says by name whom to bind back to; one that cannot resolve the name does not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q279537",
  title    = "Post-Service Pack 3 MTA bindback string changes",
  says     = { "in earlier builds the bind holds an address, which the other MTA ignores: it uses the address that the packet came from",
               "in later builds it holds a name, which the other MTA must resolve",
               "else 9322: an MtaBindBack over RPC has failed, error 1722, and 9318: unable to bind over RPC, error 1722",
               "may be seen where only one computer has the later build",
               "a hosts file entry for the FQDN on the computer that binds back is a way round" },
  products = { "5.5 SP3", "5.5.2651.74", "5.5.2651.75", "5.5 SP4" },
  fixed    = { "5.5.2651.75" },                                -- when the change came
  mutant   = { "BINDBACK_BY_NAME", "BINDBACK" },
}

-- S1 has two cards; the name of the one bound first is not in DNS.
local function build(far)
  return function(org)
    local a = org:add_site "A"
    local s1, s2 = a:add_server "S1", a:add_server("S2", { builds = far and { mta = far } })
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    s1:set { ip_address = "10.0.0.1", fqdn = "s1.net0.org.com" }
    s2:set { ip_address = "10.1.0.2", names_unknown = "s1.net0.org.com, other.org.com" }
  end
end

local function drive(from, to)
  return function(run, org)
    run:at("09:00", function() org:send { from = from, to = to, as = "m" } end)
    run:at("09:25", function() org:server "S2":set { hosts_file = "s1.net0.org.com" } end)
    run:to "10:00"
  end
end

local function at_once(to)
  return function(seen) seen:message "m":delivered_to(to):before "09:01" end
end

local function fails(seen)
  seen:event(9322, { server = "S2" }):times(3):text "NT/MTA error code: 1722."
    :text "ncacn_ip_tcp:s1.net0.org.com"
  seen:event(9318, { server = "S1" }):times(3):text "Windows NT error code: 1722."
  seen:queue("S1", "S2"):at "09:24":holds(1)
  seen:message "m":delivered_to "bob":between("09:30", "09:31")
end

scenario.case("both of one build", {
  build = build(), drive = drive("ann", "bob"), fixed = fails, unfixed = at_once "bob",
})
scenario.case("S2 has the earlier build", {
  build = build "5.5.2650.24", drive = drive("ann", "bob"), fixed = fails, unfixed = at_once "bob",
})

-- S2 cannot call S1 by that name either. The other way it is called by its own.
scenario.case("DNS knows the name", {
  build = function(org)
    build()(org)
    org:server "S2":set { names_unknown = "other.org.com" }
  end,
  drive = drive("ann", "bob"), expect = at_once "bob",
})

return scenario
