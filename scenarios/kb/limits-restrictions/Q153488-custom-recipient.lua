-- The size limit of a custom recipient does nothing before 5.0 SP2.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q153488",
  title    = "Limits on a custom recipient do not stop large messages",
  says     = { "messages to a custom recipient that are over its limit are delivered: it was never implemented",
               "5.0: corrected in the service pack" },
  products = { "4.0 SP5", "5.0", "5.0 SP1", "5.0 SP2", "5.5 SP4" },
  fixed    = { "5.0 SP2", "5.5" },
  mutant   = { "CUSTOM_SIZE_LIMIT" },
}

-- Names and sizes ours.
function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_recipient("max", { target = "SMTP:max@example.com", incoming_limit = "25 K" })
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "max", size = "50 K", as = "large" }
    org:send { from = "ann", to = "max", size = "20 K", as = "small" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():message "small":delivered()
end

function scenario.fixed(seen)
  seen:inferred():message "large":returned { diagnostic = "content-too-long" }
  seen:inferred():message "large":restricted { object = "max", limit = "Incoming message size 25 K" }
end

function scenario.unfixed(seen)
  seen:message "large":delivered()
end

return scenario
