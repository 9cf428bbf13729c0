-- The MTA does not look whether the next link works when it chooses a route. (The FAQ's core files
-- and its placeholder file: the scenarios of the database.)

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q240759",
  title    = "MTA FAQ: why SMTP mail goes on to a service that does not work",
  says     = { "5.5 and earlier: the MTA does not check the state of the next link in its routing calculations" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "NO_LINK_STATE" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMS1", spaces = { { "SMTP:*", cost = 1 } } }
  s2:add_connector { kind = "ims", name = "IMS2", spaces = { { "SMTP:*", cost = 5 } } }   -- (ours)
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:service("S1", "ims"):stop() end)
  run:at("09:01", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
  run:at("12:00", function() org:site "SITE":calculate() end)
  run:at("12:30", function() org:send { from = "ann", to = "x@example.com", as = "after" } end)
  run:to "1998-03-03 09:01"
end

function scenario.expect(seen)
  seen:decision("m", "S1"):takes "IMS1"
  seen:decision("after", "S1"):takes "IMS1"
  seen:message "m":goes_by "IMS1"
  seen:inferred():queue("S1", "ims"):at "1998-03-03 09:01":are { "m", "after" }
  seen:inferred():queue("S2", "ims"):always():holds(0)
end

return scenario
