-- From SP2 on a row of the Routing page can override the restrictions on relaying.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q195969",
  title    = "Overriding the restrictions on relaying for a domain",
  says     = { "from 5.5.2424.0, a row of the Routing page can override the relay restrictions for its domain" },
  products = { "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "RELAY_OVERRIDE", "RELAY_FLAGS" },
}

function scenario.build(org)                                     -- names ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_connector { kind = "ims", spaces = "SMTP:*", reroute_inbound = true, registry = { RelayFlags = 8 },
                     routing_domains = { { "example.com", override = true } } }
  org:add_host("outside", { ip = "10.0.0.1" })
  org:add_host("mail", { mx_for = { "example.com", "example.org" } })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, domain in ipairs { "example.com", "example.org" } do
      org:host "outside":send { from = "x@foreign.com", to = "doe@" .. domain, via = "S1", as = domain }
    end
  end)
  run:to "10:00"
end

function scenario.fixed(seen)
  seen:session "mail":times(1)
  seen:session "outside":hears "550":once()
end

function scenario.unfixed(seen)
  seen:session "outside":hears "550":times(2)
end

return scenario
