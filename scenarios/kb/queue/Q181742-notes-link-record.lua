-- A message that the Notes Connector cannot convert shuts it down, and blocks Exchange.box.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q181742",
  title    = "Notes Connector: a message is stuck in Exchange.box",
  says     = { "a message of the Notes News Service has no nulls in a link record: the connector cannot convert it",
               "the connector shuts down",
               "the message must be removed before mail can flow",
               "corrected in the latest service pack" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "NOTES_NEEDS_NULLS" },
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox("ann", { proxies = "NOTES:ann@ONE" })
  s1:add_connector { kind = "notes", spaces = "NOTES:*" }
  org:add_host "NOTES1"
end

-- All times are ours.
function scenario.drive(run, org)
  local connector = org:service("S1", "notes")
  local send = function(name, flaw)
    org:host "NOTES1":send { from = "NOTES:Nora@ACME", to = "ann", via = "S1", by = "notes", as = name,
                             flaw = flaw }
  end
  run:at("09:00", function() send("news", "link record without nulls") end)
  run:at("09:10", function() send "second" end)
  run:at("10:00", function() connector:start() end)
  run:at("11:00", function()
    pcall(function() connector:delete "news" end)
    connector:start()
  end)
  run:to "12:00"
end

function scenario.unfixed(seen)
  seen:queue("S1", "in"):at "10:59":are { "news", "second" }
  seen:message "news":delivered():never()
  seen:message "second":delivered_to "ann":after "11:00"
end

function scenario.fixed(seen)
  seen:message "news":delivered_to "ann":before "09:10"
  seen:inferred():message "second":delivered_to "ann":before "09:20"
end

return scenario
