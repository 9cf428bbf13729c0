-- RelayFlags: the order in which deny list, allow list, local address and logon decide.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193922",
  title    = "Preventing the Internet Mail Service from relaying",
  says     = { "bit 1 and on RelayDenyList: not allowed; bit 2 and on RelayAllowList: allowed; bit 3 and connected to an " ..
               "address on RelayLocalIPList: allowed; bit 4 and authenticated: allowed; bit 1 alone: allowed; else not",
               "refused at RCPT for a recipient that is not local: 550 relaying prohibited",
               "an address fits if (address AND mask) = net; a mask left out is 255.255.255.255; order does not matter" },
  products = { "5.5 SP4" },
  mutant   = { "RELAY_FLAGS", "RELAY_DENY_LIST", "RELAY_DENY_FIRST", "RELAY_ALLOW_LIST", "RELAY_LOCAL_ADDRESS",
               "RELAY_LOGON" },
}

-- The clients ours, by their addresses.
local clients = { ".1.3", ".1.40", ".17.5", ".99.1" }

local function build(registry)
  return function(org)
    local s1 = org:add_site "SITE":add_server "S1"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ims", spaces = "SMTP:*", reroute_inbound = true, registry = registry }
    for _, client in ipairs(clients) do org:add_host("host" .. client, { ip = "192.168" .. client }) end
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

local function drive(how)
  return function(run, org)
    local own = org:mailbox "ann":proxies()[2]:sub(6)
    run:at("09:00", function()
      for _, client in ipairs(clients) do
        local mail = { from = "spam@foreign.com", via = "S1" }
        for key, value in pairs(how or {}) do mail[key] = value end
        mail.to, mail.as = "doe@example.com", "from " .. client
        org:host("host" .. client):send(mail)
        mail.to, mail.as = own, "local from " .. client
        org:host("host" .. client):send(mail)
      end
    end)
    run:to "10:00"
  end
end

-- `may`: which of the clients.
local function expect(may)
  return function(seen)
    for i, client in ipairs(clients) do
      seen:message("local from " .. client):delivered_to "ann"
      if may[i] then
        seen:session("host" .. client):hears "550":never()
      else
        seen:session("host" .. client):hears "550 Relaying is prohibited":once()
      end
    end
    local count = 0
    for i = 1, #clients do count = count + (may[i] and 1 or 0) end
    if count > 0 then seen:session "mail.example.com":times(count) end
  end
end

local function case(name, registry, may, how)
  scenario.case(name, { build = build(registry), drive = drive(how), expect = expect(may) })
end

local yes, no <const> = true, false

case("no flags", {}, { yes, yes, yes, yes })
case("1: all but those denied", { RelayFlags = 1, RelayDenyList = "192.168.17.0;255.255.255.0" },
     { yes, yes, no, yes })
case("2: only those allowed", { RelayFlags = 2, RelayAllowList = "10.0.0.1, 192.168.1.0;255.255.255.0" },
     { yes, yes, no, no })
case("3: denied goes first", { RelayFlags = 3, RelayDenyList = "192.168.1.0;255.255.255.248",
                               RelayAllowList = "192.168.1.0;255.255.255.0" }, { no, yes, no, no })
case("2: without a mask", { RelayFlags = 2, RelayAllowList = "192.168.1.40" }, { no, yes, no, no })
case("4: the inner address", { RelayFlags = 4, RelayLocalIPList = "10.1.1.1" }, { yes, yes, yes, yes },
     { on = "10.1.1.1" })
case("4: the outer address", { RelayFlags = 4, RelayLocalIPList = "10.1.1.1" }, { no, no, no, no },
     { on = "131.107.1.1" })
case("8: authenticated", { RelayFlags = 8 }, { yes, yes, yes, yes }, { logged_on = true })
case("8: not authenticated", { RelayFlags = 8 }, { no, no, no, no })
case("9: neither", { RelayFlags = 9, RelayDenyList = "192.168.17.0;255.255.255.0" }, { no, no, no, no })

return scenario
