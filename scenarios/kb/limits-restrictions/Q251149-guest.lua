-- Who fails to log on is let in as Guest, and relays.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q251149",
  title    = "Relaying by way of the Guest account",
  says     = { "hosts that are not authenticated may relay if the Guest account is enabled: after authentication failed " ..
               "some clients use it",
               "disable the account" },
  products = { "5.5 SP4" },
  mutant   = { "RELAY_AS_GUEST", "RELAY_LOGON" },
}

function scenario.build(org)                                     -- names ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_connector { kind = "ims", spaces = "SMTP:*", reroute_inbound = true, registry = { RelayFlags = 8 } }
  s1:set { guest_enabled = true }
  org:add_host("outside", { ip = "10.0.0.1" })
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  local function write(name, logged_on)
    org:host "outside":send { from = "x@foreign.com", to = "doe@example.com", via = "S1", as = name,
                              logged_on = logged_on }
  end
  run:at("09:00", function()
    write("as Guest", "failed")
    write("without a try", false)
  end)
  run:at("10:00", function()
    org:server "S1":set { guest_enabled = false }
    write("disabled", "failed")
    write("a user", true)
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:session "outside":hears "550":times(2)
  seen:session "outside":hears "550":at "10:00":once()
  seen:session "mail.example.com":times(2)
end

return scenario
