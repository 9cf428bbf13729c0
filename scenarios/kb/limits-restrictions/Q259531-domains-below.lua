-- A domain that is relayed to a smart host whatever the restrictions say, with all domains below it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q259531",
  title    = "Relaying for a domain and its subdomains",
  says     = { "a row for a domain is for all domains below it, unless it begins with #",
               "an E-Mail Domain row forwards all messages for the domain to a host",
               "a row of the Routing page overrides the restrictions on relaying" },
  products = { "5.5 SP2", "5.5 SP4" },
  mutant   = { "DOMAINS_BELOW", "RELAY_OVERRIDE", "RELAY_FLAGS" },
}

local function build(row)
  return function(org)                                           -- names ours
    local s1 = org:add_site "SITE":add_server "S1"
    s1:add_connector { kind = "ims", spaces = "SMTP:*", reroute_inbound = true, registry = { RelayFlags = 2 },
                       routing_domains = { { row, override = true } },
                       mail_domains = { { "relayed.com", forward_to = org:add_host "smart" } } }
    org:add_host("outside", { ip = "10.0.0.1" })
  end
end

local function drive(run, org)
  run:at("09:00", function()
    for _, domain in ipairs { "relayed.com", "sub.relayed.com", "else.com", "unrelayed.com" } do
      org:host "outside":send { from = "x@foreign.com", to = "doe@" .. domain, via = "S1", as = domain }
    end
  end)
  run:to "10:00"
end

scenario.case("with those below", {
  build = build "relayed.com",
  drive = drive,
  expect = function(seen)
    seen:session "smart":times(2)
    seen:inferred():session "outside":hears "550":times(2)
  end,
})

scenario.case("that domain alone", {
  build = build "#relayed.com",
  drive = drive,
  expect = function(seen)
    seen:session "smart":times(1)
    seen:inferred():session "outside":hears "550":times(3)
  end,
})

return scenario
