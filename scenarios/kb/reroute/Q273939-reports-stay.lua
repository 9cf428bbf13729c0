-- A report waits for a server of its own site that is down: it stays, though there is another way.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q273939",
  title    = "Reports are not rerouted when a server of the site is down",
  says     = { "reports in the queue for a server of the site that is down are not rerouted (a fact without stated outcomes)" },
  products = { "5.5.2654.4", "5.5.2654.5" },
  fixed    = { "5.5.2654.5" },
  mutant   = { "REPORT_NOT_REROUTED" },
}

-- Mail comes in by S1's service and leaves by S2's, or by S1's X.400 Connector, which costs more (ours).
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IN", spaces = { { "FAX:*", cost = 1 } } }
  s1:add_connector { kind = "x400", name = "X", to = org:add_host "RELAY", spaces = { { "SMTP:*", cost = 90 } } }
  s2:add_connector { kind = "ims", name = "OUT", spaces = { { "SMTP:*", cost = 1 } } }
  org:add_host("mail.x.com", { mx_for = "x.com" })
end

function scenario.drive(run, org)
  run:at("08:59", function() org:service("S2", "mta"):stop() end)
  run:at("09:00", function()
    org:host "mail.x.com":send { from = "a@x.com", to = "X400:c=FR;a= ;p=P;s=nobody;", via = "S1", as = "m" }
    org:send { from = "ann", to = "b@x.com", as = "mail" }
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "mail":rerouted { from = "OUT", to = "X" }
end

function scenario.unfixed(seen)
  seen:inferred():queue("S1", "S2"):at "11:59":holds(1)
  seen:inferred():report "m":to "a@x.com":delivered():never()
end

function scenario.fixed(seen)
  seen:inferred():report "m":to "a@x.com":once():via "X"
  seen:inferred():queue("S1", "S2"):at "11:59":holds(0)
end

return scenario
