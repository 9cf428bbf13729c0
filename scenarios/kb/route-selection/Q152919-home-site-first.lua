-- Mail for an SMTP custom recipient visits its home site before it can leave by any Internet Mail
-- Connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152919",
  title    = "Custom recipients are not reached by another Internet Mail Connector",
  says     = { "all mail for an SMTP custom recipient travels to its home site first, which resolves it to an SMTP address",
               "while the server there is down it does not go by another connector, though one is available",
               "corrected in a service pack of 4.0 (SP3 by its list of fixes)" },
  products = { "4.0 SP2", "4.0 SP3" },
  fixed    = { "4.0 SP3" },
  mutant   = { "CUSTOM_AT_HOME" },
}

-- Names and costs ours.
function scenario.build(org)
  for i = 1, 2 do
    org:add_site("SITE" .. i):add_server("S" .. i):add_connector { kind = "ims", name = "IMC" .. i, spaces = { { "SMTP:*", cost = 1 } } }
  end
  org:pair("site", { name = "SC", "S1", "S2", cost = 1 })
  org:server "S1":add_mailbox "ann"
  org:server "S2":add_recipient("custom", { target = "SMTP:c@x.com" })
  org:add_host("mail.x.com", { mx_for = "x.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "custom", as = "both up" } end)
  run:at("09:30", function() org:server "S2":stop() end)
  run:at("09:31", function()
    org:send { from = "ann", to = "custom", as = "home down" }
    org:send { from = "ann", to = "d@x.com", as = "one-off" }
  end)
  run:at("09:40", function() org:server "S2":start() end)                           -- before it is rerouted a second time
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "one-off":via "IMC1"
end

function scenario.unfixed(seen)
  seen:message "both up":path { "S1", "S2" }
  seen:message "both up":via "IMC2"
  seen:queue("S1", "S2"):at "09:39":holds(1)
  seen:message "home down":never("via", "IMC1")
  seen:inferred():message "home down":via "IMC2":after "09:40"
end

function scenario.fixed(seen)
  seen:inferred():message "both up":via "IMC1"
  seen:inferred():message "home down":via "IMC1":before "09:32"
end

return scenario
