-- A message that cc:Mail's Export does not finish holds up those behind it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q202240",
  title    = "cc:Mail messages stay queued at the post office, event 54",
  says     = { "messages from cc:Mail to Exchange remain queued at the post office",
               "event 54: conversion failed and the message was moved to the Bad directory",
               "the problem message deleted from the queue and the connector restarted, the others are sent" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "EXPORT_STOPS_AT_PICTURE" },
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox("ann", { proxies = "CCMAIL:ann at ONE" })
  s1:add_connector { kind = "ccmail", spaces = "CCMAIL:*" }
  org:add_host "PO1"
end

-- All times are ours.
function scenario.drive(run, org)
  local post, connector = org:host "PO1", org:service("S1", "ccmail")
  local send = function(name, flaw)
    post:send { from = "CCMAIL:Cora at PO1", to = "ann", via = "S1", by = "ccmail", as = name, flaw = flaw }
  end
  run:at("09:00", function() send "first" end)
  run:at("09:10", function() send("picture", "picture that is not exported") end)
  run:at("09:20", function() send "third" end)
  run:at("09:30", function() send "fourth" end)
  run:at("10:00", function() connector:stop() connector:start() end)
  run:at("11:00", function()
    connector:stop()
    pcall(function() connector:delete "picture" end)
    connector:start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "first":delivered_to "ann":before "09:10"
  seen:event(54, { server = "S1" }):text "moved to the Bad directory.":at "10:00":once()
  seen:queue("S1", "in"):at "10:59":are { "picture", "third", "fourth" }
  seen:message "third":delivered_to "ann":after "11:00"
  seen:message "fourth":delivered_to "ann":after "11:00"
end

return scenario
