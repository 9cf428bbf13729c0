-- A Connector for cc:Mail has no address space until somebody adds one: mail for cc:Mail is returned.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q186235",
  title    = "Mail for cc:Mail is returned after the connector was installed",
  says     = { "event 142: the MTA was unable to route to recipient; a non-delivery report",
               "the Address Space page has no entry by default",
               "CCMAIL * 1 added, routing recalculated: send again" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "NO_SPACE_NO_ROUTE" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_connector { kind = "ccmail", name = "OTHER", spaces = { { "CCMAIL:* at PO9", cost = 1 } } }   -- (ours)
  s1:add_connector { kind = "ccmail", name = "CCMC" }
end

function scenario.drive(run, org)
  local function send(as) org:send { from = "ann", to = "CCMAIL:user at PO1", as = as } end
  run:at("09:00", function() send "no space" end)
  run:at("10:00", function()
    org:connector "CCMC":set { spaces = { { "CCMAIL:*", cost = 1 } } }
    org:site "SITE":calculate()
  end)
  run:at("10:10", function() send "again" end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:event(142, { server = "S1" }):text "unable to route to recipient":before "09:01":once()
  seen:report "no space":to "ann"
  seen:message "no space":never "queued"
  seen:inferred():message "again":via "CCMC"
  seen:inferred():message "again":delivered()
end

return scenario
