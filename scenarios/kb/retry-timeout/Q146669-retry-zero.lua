-- A retry interval of 0 means no retry, whatever the SMTP log says.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q146669",
  title    = "The SMTP log reports rescheduled delivery when retries are off",
  says     = { "default intervals: 15 minutes, 30 minutes, 1 hour, 4 hours",
               "0: no retries are attempted",
               "the log says that delivery is rescheduled all the same" },
  products = { "4.0 SP5" },
  mutant   = { "IMS_ZERO_NO_RETRY", "IMS_SAYS_RESCHEDULING", "IMS_RETRY_LIST" },
}

-- A host that never has time; the services take no time (ours).
local function build(retries)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s" }
    server:add_connector { kind = "ims", spaces = "SMTP:*", retry_interval = retries, handoff_time = "0 s",
                           mts_out_poll = "0 s", smtp_time = "0 s" }
    org:add_host("mail.example.com", { mx_for = "example.com" }):answers { "RCPT", "451 not now" }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
  run:to "1998-03-06 09:00"
end

scenario.case("no retries", {
  build = build "0",
  expect = function(seen)
    seen:session "mail.example.com":said "451 not now":once()
    seen:session "mail.example.com":said "451 not now":at "09:00"
    seen:session "mail.example.com":said "Rescheduling delivery for later.":once()
    seen:message "m":never "delivered"
    seen:inferred("what becomes of the message is not said"):report "m":once()
  end,
})

scenario.case("the default list", {
  build = build ".25, .5, 1, 4",
  expect = function(seen)
    local host = seen:session "mail.example.com"
    host:said "451":at "09:00":once()
    host:said "451":at "09:15":once()
    host:said "451":at "09:45":once()
    host:said "451":at "10:45":once()
    host:said "451":at "14:45":once()
    seen:inferred("the last one goes on"):session "mail.example.com":said "451":at "18:45":once()
    seen:inferred():session "mail.example.com":said "Rescheduling delivery for later.":at_least(5)
  end,
})

return scenario
