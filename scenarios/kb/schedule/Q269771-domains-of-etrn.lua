-- For which domains ETRN is said depends on the Routing page.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q269771",
  title    = "Domains for which ETRN is sent",
  says     = { "\"Do not reroute incoming SMTP mail\": for the SMTP domain of Site Addressing",
               "\"Reroute incoming SMTP mail\": for all domains of the routing table" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "ETRN_FOR_TABLE", "ALWAYS_USE_ETRN" },
}

local function build(reroute)
  return function(org)
    local server = org:add_site "A":add_server "S1"
    server:add_mailbox("ann", { proxies = { "SMTP:ann@b.com" } })
    server:add_mailbox "bob"
    local isp = org:add_host("isp.net", { mx_for = "isp.net", etrn = true })
    isp:holds { from = "x@ext.com", to = "ann@b.com" }
    isp:holds { from = "x@ext.com", to = "bob" }
    isp:holds { from = "x@ext.com", to = "bob" }
    server:set { handoff_time = "10 s" }                       -- (ours): so that it stands in MTS-IN for a while
    server:add_connector { kind = "ims", spaces = "SMTP:*", to = isp, reroute_inbound = reroute,
                           routing_domains = { "b.com", "c.com" }, registry = { AlwaysUseETRN = 1 } }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "bob", to = "x@ext.com", as = "first" } end)
  run:at("10:00", function() org:send { from = "bob", to = "x@ext.com", as = "second" } end)
  run:to "11:00"
end

scenario.case("do not reroute", {
  build = build(false),
  expect = function(seen)
    seen:session "isp.net":said "ETRN a.org.com":times(2)
    seen:session "isp.net":said "ETRN":times(2)
    seen:inferred():queue("S1", "mts-in"):at "09:00:15":holds(2)
  end,
})

scenario.case("reroute", {
  build = build(true),
  expect = function(seen)
    seen:session "isp.net":said "ETRN b.com":times(2)
    seen:session "isp.net":said "ETRN c.com":times(2)
    seen:session "isp.net":said "ETRN a.org.com":never()
    seen:inferred():queue("S1", "mts-in"):at "09:00:15":holds(1)
  end,
})

return scenario
