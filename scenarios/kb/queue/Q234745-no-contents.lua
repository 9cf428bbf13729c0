-- A cc:Mail message without the field Contents makes the connector loop: nothing comes in any more.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q234745",
  title    = "cc:Mail Connector loops on a corrupted .ccm file",
  says     = { "a corrupted .ccm file: up to 90 percent of the CPU, and no inbound mail is processed",
               "the field Contents is mandatory; without it the connector loops indefinitely",
               "the file removed while it is stopped, it goes on",
               "corrected in 5.5 SP3" },
  products = { "5.5 SP2", "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP3" },
  mutant   = { "CCMAIL_NEEDS_CONTENTS" },
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox("ann", { proxies = "CCMAIL:ann at ONE" })
  s1:add_connector { kind = "ccmail", spaces = "CCMAIL:*" }
  s1:add_recipient("cora", { target = "CCMAIL:Cora at PO1" })
  org:add_host "PO1"
end

-- All times are ours.
function scenario.drive(run, org)
  local connector = org:service("S1", "ccmail")
  local send = function(name, flaw)
    org:host "PO1":send { from = "CCMAIL:Cora at PO1", to = "ann", via = "S1", by = "ccmail", as = name,
                          flaw = flaw }
  end
  run:at("09:00", function() send("bad", "no Contents field") end)
  run:at("09:10", function() send "second" end)
  run:at("09:20", function() org:send { from = "ann", to = "cora", as = "out" } end)
  run:at("11:00", function()
    connector:stop()
    pcall(function() connector:delete "bad" end)
    connector:start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred "only inbound mail stops":message "out":delivered():before "09:30"
end

function scenario.unfixed(seen)
  seen:queue("S1", "in"):at "10:59":are { "bad", "second" }
  seen:message "bad":delivered():never()
  seen:message "second":delivered_to "ann":after "11:00"
end

function scenario.fixed(seen)
  seen:message "second":delivered_to "ann":before "09:11"
  seen:inferred():message "bad":delivered_to "ann":before "09:01"
end

return scenario
