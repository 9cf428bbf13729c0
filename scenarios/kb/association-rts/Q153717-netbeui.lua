-- The MTA binds by the protocols of its binding order only, one after the other; NetBEUI is not among
-- them unless it is added, at both ends.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q153717",
  title    = "Dynamic RAS Connector and NetBEUI",
  says     = { "over NetBEUI no mail is delivered, though the modem connection stands and NetBEUI is installed",
               "by default the MTA supports TCP/IP, IPX/SPX and Banyan Vines IP only",
               "NCACN_NB_NB added to RPC_SVR_BINDING_ORDER on both servers: a common protocol; the MTA is started again",
               "the order is read serially: first in it, NetBEUI is tried first; last, with TCP/IP loaded, TCP/IP is used" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RPC_BINDING_ORDER" },
}

local DEFAULT = "ncacn_ip_tcp,ncacn_spx,ncacn_vns_spp"
local LAST, FIRST = DEFAULT .. ",NCACN_NB_NB", "NCACN_NB_NB," .. DEFAULT

local function build(installed, order_a, order_b)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    org:set { protocols = installed }
    if order_a then s1:set { registry = { RPC_SVR_BINDING_ORDER = order_a } } end
    if order_b then s2:set { registry = { RPC_SVR_BINDING_ORDER = order_b } } end
    org:pair("ras", { name = "CALL", s1, s2 })
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "10:00"
end

local function nothing(basis)
  return function(seen)
    seen = basis and seen or seen:inferred()
    seen:message "m":never "transferred"
    seen:association("S1", "CALL"):tried():at_least(2)
    seen:queue("S1", "CALL"):at "09:59":holds(1)
  end
end

local function by(protocol)
  return function(seen)
    seen:association("S1", "CALL"):bound { protocol = protocol }:once()
    seen:message "m":delivered_to "bob":before "09:01"
  end
end

local NB, BOTH = "ncacn_nb_nb", "ncacn_ip_tcp, ncacn_nb_nb"

scenario.case("NetBEUI only, the default order", { build = build(NB), expect = nothing(true) })
scenario.case("added on one server", { build = build(NB, LAST), expect = nothing(false) })
scenario.case("added on the other", { build = build(NB, nil, LAST), expect = nothing(false) })
scenario.case("added on both", { build = build(NB, LAST, LAST), expect = by "ncacn_nb_nb" })
scenario.case("last, and TCP/IP loaded", { build = build(BOTH, LAST, LAST), expect = by "ncacn_ip_tcp" })
scenario.case("first, and TCP/IP loaded", { build = build(BOTH, FIRST, FIRST), expect = by "ncacn_nb_nb" })

return scenario
