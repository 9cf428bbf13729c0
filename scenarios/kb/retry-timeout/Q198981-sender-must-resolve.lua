-- A host that looks the sender up answers 451 until the reverse record is there: mail waits, and goes back
-- when its time is over.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q198981",
  title    = "Mail for some domains stays in the outbound queue",
  says     = { "mail stays in Outgoing Messages Awaiting delivery until there is a non-delivery report",
               "the log has 451 Sender domain must resolve, or 421 SERVICE NOT AVAILABLE, TEMPORARY DNS FAILURE",
               "a reverse record for the server is needed" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "SMTP_PER_RECIPIENT", "IMS_TIMEOUT", "IMS_RETRY_LIST" },
}

local replies = { "451 <name@domain.com>... Sender domain must resolve", "421 SERVICE NOT AVAILABLE, TEMPORARY DNS FAILURE" }

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function drive(verb, reply, cured)
  return function(run, org)
    local host = org:host "mail.example.com"
    run:at("09:00", function()
      host:answers { verb, reply }
      org:send { from = "ann", to = "doe@example.com", as = "m" }
    end)
    if cured then run:at("12:00", function() host:answers {} end) end
    run:to "1998-03-05 09:00"
  end
end

for i, verb in ipairs { "RCPT", "CONNECT" } do
  scenario.case(verb .. ", left as it is", {
    build = scenario.build, drive = drive(verb, replies[i], false),
    expect = function(seen)
      seen:message "m":smtp { said = replies[i] }:at_least(10)
      seen:queue("S1", "out"):between("09:05", "1998-03-04 08:59"):always():holds(1)
      seen:inferred():message "m":returned { diagnostic = "maximum-time-expired" }:once():between("1998-03-04 09:00", "1998-03-04 09:01")
    end,
  })

  scenario.case(verb .. ", a reverse record is made", {
    build = scenario.build, drive = drive(verb, replies[i], true),
    expect = function(seen)
      seen:inferred "tries at 0:15, 0:45, 1:45 and 5:45":message "m":delivered():once():between("14:45", "14:46")
    end,
  })
end

return scenario
