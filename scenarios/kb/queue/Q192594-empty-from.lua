-- Internet mail with an empty From, for a user of cc:Mail, stays in MTS-OUT of the cc:Mail Connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q192594",
  title    = "cc:Mail: a message with an empty From is stuck in MTS-OUT",
  says     = { "Internet mail with an empty From, addressed to a cc:Mail user, is stuck in the MTS_OUT queue",
               "corrected in 5.5 SP2" },
  products = { "5.5", "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "CCMAIL_NEEDS_FROM" },
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  s1:add_connector { kind = "ccmail", spaces = "CCMAIL:*" }
  s1:add_recipient("cora", { target = "CCMAIL:Cora at PO1" })
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  local host = org:host "mail.example.com"
  local send = function(name, flaw)
    host:send { from = "x@example.com", to = "cora@one.org.com", via = "S1", as = name, flaw = flaw }
  end
  run:at("09:00", function() send "before" end)
  run:at("09:10", function() send("empty", "empty From") end)
  run:at("09:20", function() send "after" end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "before":delivered():before "09:10"
  seen:inferred "it is stuck alone":message "after":delivered():before "09:30"
end

function scenario.unfixed(seen)
  seen:queue("S1", "MTS-OUT of CCMAIL (S1)"):at "11:59":are { "empty" }
  seen:message "empty":delivered():never()
end

function scenario.fixed(seen) seen:message "empty":delivered():before "09:20" end

return scenario
