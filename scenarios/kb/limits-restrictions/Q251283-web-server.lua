-- A web server that mails by the Internet Mail Service has to be on the list of those that may relay.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q251283",
  title    = "550 Relaying is prohibited, says the service to a web server",
  says     = { "the web server gets 550 Relaying is prohibited for a recipient elsewhere",
               "its address with the mask 255.255.255.255 on the list lets exactly that address relay",
               "127.0.0.1 if it is the same computer" },
  products = { "5.5 SP4" },
  mutant   = { "RELAY_FLAGS", "RELAY_ALLOW_LIST" },
}

function scenario.build(org)                                     -- addresses ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*", reroute_inbound = true,
                     registry = { RelayFlags = 2 } }
  for name, ip in pairs { web = "10.0.0.9", other = "10.0.0.8", ["same computer"] = "127.0.0.1" } do
    org:add_host(name, { ip = ip })
  end
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  local function write(when)
    for _, name in ipairs { "web", "other", "same computer" } do
      org:host(name):send { from = "form@web.com", to = "doe@example.com", via = "S1", as = name .. " " .. when }
    end
  end
  run:at("09:00", function() write "before" end)
  run:at("10:00", function()
    org:connector "IMS":set { registry = { RelayAllowList = "10.0.0.9;255.255.255.255, 127.0.0.1;255.255.255.255" } }
    org:service("S1", "ims"):stop()
    org:service("S1", "ims"):start()
    write "after"
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:session "web":hears "550 Relaying is prohibited":once()
  seen:session "same computer":hears "550":at "09:00":once()
  seen:session "other":hears "550 Relaying is prohibited":times(2)
  seen:session "mail.example.com":times(2)
end

return scenario
