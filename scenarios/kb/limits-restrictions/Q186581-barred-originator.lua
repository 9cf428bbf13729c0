-- 5.5 SP1 can bar inbound mail of an X.400 Connector by parts of the originator's address.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q186581",
  title    = "Filtering messages by the O/R address of the originator",
  says     = { "event 152 names originator, rule, link and message, with diagnostics logging None too",
               "NDR to barred originator 0 or absent: no report; else: the recipient was unavailable to take delivery",
               "capital letters count; a change needs no restart",
               "a rule with an organizational unit has the superior ones, too" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "BAR_P1_ORIGINATOR", "BARRED_CASE", "BARRED_UNTOLD" },
  organization = "Organization",
}

function scenario.build(org)
  local abraves, ctigers = org:add_site "ABRAVES":add_server "SERVER2", org:add_site "CTIGERS":add_server "SERVER1"
  abraves:add_mailbox "FredF"
  ctigers:add_mailbox "User1"
  org:pair("x400", { name = "X400 TO ABRAVES", ctigers, abraves })
end

function scenario.drive(run, org)
  local barred = org:connector("X400 TO ABRAVES", "SERVER1")
  local function at(time, name, rule, tells)
    run:at(time, function()
      barred:set { registry = { ["Bar P1 Originator"] = rule, ["NDR to barred originator"] = tells } }
      org:send { from = "FredF", to = "User1", as = name }
    end)
  end
  at("09:00", "untold", "o=ABRAVES;", 0)
  at("09:01", "told", "o=ABRAVES;", 1)
  at("09:02", "other case", "o=abraves;", 1)
  at("09:03", "another", "o=ABRAVES;s=Sally;", 1)
  at("09:04", "a unit without its superior", "ou2=Branch Office;", 1)
  run:to "10:00"
end

function scenario.fixed(seen)
  seen:message "untold":delivered():never()
  seen:report "untold":never()
  seen:report "told":text "The recipient was unavailable to take delivery":signed "MSExchangeMTA":once()
  seen:message "told":delivered():never()
  seen:event(152, { server = "SERVER1" }):text "barred by rule o=ABRAVES; on link/gateway":times(2)
  seen:event(152):text "/O=Organization/OU=CTIGERS/CN=CONFIGURATION/CN=CONNECTIONS/CN=X400 TO ABRAVES"
  for _, name in ipairs { "other case", "another", "a unit without its superior" } do
    seen:message(name):delivered_to "User1"
  end
end

function scenario.unfixed(seen)
  for _, name in ipairs { "untold", "told", "other case" } do
    seen:message(name):delivered_to "User1"
  end
end

return scenario
