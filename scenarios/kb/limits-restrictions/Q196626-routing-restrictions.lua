-- The Routing Restrictions of 5.5 SP1: one host, a net, and those that may never relay.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q196626",
  title    = "Routing restrictions of the Internet Mail Service",
  says     = { "listed hosts may relay: a host with the mask 255.255.255.255, 1.1.1.1 to 1.1.1.254 as 1.1.1.0 with " ..
               "255.255.255.0",
               "hosts on the list of those that never relay do not",
               "without restrictions all mail is routed; before SP1 none can be set" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "RELAY_FLAGS", "RELAY_DENY_LIST", "RELAY_ALLOW_LIST" },
}

local hosts = { "1.1.1.1", "1.1.1.254", "1.1.2.1", "1.1.1.9" }

function scenario.build(org)                                     -- the last two hosts ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_connector { kind = "ims", spaces = "SMTP:*", reroute_inbound = true,
                     registry = { RelayFlags = 3, RelayAllowList = "1.1.1.0;255.255.255.0",
                                  RelayDenyList = "1.1.1.9;255.255.255.255" } }
  for _, ip in ipairs(hosts) do org:add_host("host " .. ip, { ip = ip }) end
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, ip in ipairs(hosts) do
      org:host("host " .. ip):send { from = "x@foreign.com", to = "doe@example.com", via = "S1", as = "from " .. ip }
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:session "host 1.1.1.1":hears "550":never()
  seen:session "host 1.1.1.254":hears "550":never()
end

function scenario.fixed(seen)
  seen:inferred():session "host 1.1.2.1":hears "550 Relaying is prohibited":once()
  seen:session "host 1.1.1.9":hears "550 Relaying is prohibited":once()
  seen:session "mail.example.com":times(2)
end

function scenario.unfixed(seen)
  seen:session "mail.example.com":times(4)
end

return scenario
