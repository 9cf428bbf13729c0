-- user@[IP] comes in only where the address is the server's own and somebody has that proxy.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193316",
  title    = "Inbound mail for user@[IP]",
  says     = { "5.5 handles user@[IP] inbound, outbound and rerouted",
               "inbound it is delivered only if a proxy matches" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "PROXY_SCAN", "IP_LITERALS" },
}

function scenario.build(org)
  local s1 = org:add_site "HQ":add_server "S1"
  s1:add_mailbox("user", { proxies = "SMTP:user@[10.1.1.1]" })
  org:add_host("far", { ip = "10.9.9.9" })
  org:add_host "outside"
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, to in ipairs { "user@[10.1.1.1]", "nobody@[10.1.1.1]", "user@[10.9.9.9]" } do
      org:host "outside":send { from = "x@ext.com", to = to, via = "S1", as = to }
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "user@[10.1.1.1]":delivered_to "user"
  seen:inferred():message "nobody@[10.1.1.1]":returned()
  seen:message "user@[10.9.9.9]":smtp { host = "far" }
  seen:message "user@[10.9.9.9]":delivered()
end

return scenario
