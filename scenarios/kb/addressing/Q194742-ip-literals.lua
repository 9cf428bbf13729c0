-- user@[10.1.1.1] is understood by the Internet Mail Service of 5.5, user@#167837953 by none.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q194742",
  title    = "Addresses with an IP address in brackets",
  says     = { "4.0 and 5.0 cannot send to user@[IP]", "5.5 accepts, delivers and reroutes it",
               "user@#decimal is supported by no version" },
  products = { "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP4" },
  fixed    = { "5.5" },
  mutant   = { "IP_LITERALS" },
}

function scenario.build(org)
  local s1 = org:add_site "HQ":add_server "S1"
  s1:add_mailbox "ann"
  org:add_host("H", { ip = "10.1.1.1" })
  org:add_host "outside"
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "SMTP:user@[10.1.1.1]", as = "literal" }
    org:send { from = "ann", to = "SMTP:user@#167837953", as = "decimal" }
    org:host "outside":send { from = "x@ext.com", to = "user@[10.1.1.1]", via = "S1", as = "rerouted" }
  end)
  run:to "10:00"
end

function scenario.expect(seen) seen:message "decimal":returned() end

function scenario.fixed(seen)
  seen:message "literal":smtp { host = "H", said = "250 taken" }
  seen:message "literal":delivered()
  seen:message "rerouted":delivered()
end

function scenario.unfixed(seen) seen:message "literal":returned() end

return scenario
