-- ETRN, which asks a host for the mail that it holds, is said over dial-up connections only, unless a
-- registry value says otherwise.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q175494",
  title    = "Dequeuing SMTP mail outside of dial-up connections",
  says     = { "ETRN, from 5.0 SP1 on, prompts another host to send what waits there for a domain",
               "by default limited to dial-up connections",
               "AlwaysUseETRN 1: to any ESMTP host that it connects to and that advertises ETRN",
               "for the domains of the routing table" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "ALWAYS_USE_ETRN", "ETRN_WHEN_DIALLED" },
}

local function build(options)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox("ann", { proxies = "SMTP:ann@a.com" })
    local isp = org:add_host("isp.net", { mx_for = "isp.net", etrn = options.etrn ~= false })
    for _ = 1, 2 do isp:holds { from = "x@ext.com", to = "ann@a.com" } end
    server:set { handoff_time = "10 s" }                       -- (ours): so that it stands in MTS-IN for a while
    server:add_connector { kind = "ims", spaces = "SMTP:*", to = isp, dial = options.dial, reroute_inbound = true,
                           routing_domains = { "a.com", "b.com" }, registry = { AlwaysUseETRN = options.always } }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "x@ext.com", as = "out" } end)
  run:to "12:00"
end

local function asked(time)
  return function(seen)
    local isp = seen:session "isp.net"
    isp:said "ETRN a.com":once()
    isp:said "ETRN b.com":once()
    seen:inferred():queue("S1", "mts-in"):at(time):holds(2)
  end
end

local function not_asked(seen)
  seen:session "isp.net":said "ETRN":never()
  seen:inferred():message "out":delivered():before "09:01"
end

scenario.case("the value is 1", { build = build { always = 1 }, expect = asked "09:00:15" })
scenario.case("no value", { build = build { always = 0 }, expect = not_asked })
scenario.case("the host does not know ETRN", { build = build { always = 1, etrn = false }, expect = not_asked })
scenario.case("a dial-up connection", { build = build { always = 0, dial = "daily 10:00" }, expect = asked "10:00:35" })

return scenario
