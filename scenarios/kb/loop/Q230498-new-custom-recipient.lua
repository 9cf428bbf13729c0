-- A custom recipient that the Internet Mail Service's site does not know yet: mail for it comes back by its DN.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q230498",
  title    = "Mail to a new custom recipient is returned as looping",
  says     = { "mail to a new SMTP custom recipient goes to the Internet Mail Service of another site",
               "whose server does not know it, routes by its DN and passes it back: a loop, and an NDR",
               "after replication it is delivered" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CUSTOM_DN_TRAVELS", "LOOP_BY_TRACE" },
}

function scenario.build(org)
  local s1, s2 = org:add_site "SITE1":add_server "S1", org:add_site "SITE2":add_server "S2"
  s1:add_mailbox "ann"
  org:add_host("mail.example.com", { mx_for = "example.com" })
  s2:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  org:pair("site", { name = "SC", s1, s2, targets = { "S1", "S2" } })
  org:pair("dirrep", { name = "REP", s1, s2 })                 -- every three hours
end

function scenario.drive(run, org)
  local function write(name) return function() org:send { from = "ann", to = "max", as = name } end end
  run:at("10:00", function() org:server "S1":add_recipient("max", { target = "SMTP:max@example.com" }) end)
  run:at("10:01", write "at once")
  run:at("15:00", write "later")
  run:to "18:00"
end

function scenario.expect(seen)
  seen:message "at once":path { "S1", "S2", "S1" }
  seen:message "at once":loop():once()
  seen:report "at once":to "ann":diagnostic "loop-detected":once()
  seen:message "at once":never "delivered"
  seen:message "later":delivered():once()
  seen:message "later":never "loop"
end

return scenario
