-- A message with a latest delivery time, and a store that is away for longer.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178892",
  title    = "The latest delivery time is not honoured",
  says     = { "the message is delivered although its latest delivery time has passed",
               "the time is applied neither to local delivery nor given to the MTA",
               "expected: a report from the remote MTA, the delivery time is over" },
  products = { "5.0 SP1", "5.0 SP2" },
  fixed    = { "5.0 SP2" },
  mutant   = { "LATEST_DELIVERY" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  site:add_server "S1":add_mailbox "u1"
  site:add_server "S2":add_mailbox "u2"
end

function scenario.drive(run, org)
  run:at("08:30", function() org:service("S2", "store"):stop() end)
  run:at("09:00", function() org:send { from = "u1", to = "u2", latest = "+1 h", as = "m" } end)
  run:at("11:00", function() org:service("S2", "store"):start() end)
  run:to "12:00"
end

function scenario.unfixed(seen)
  seen:message "m":delivered_to "u2":after "11:00"
  seen:report "m":never()
end

function scenario.fixed(seen)
  seen:inferred():report "m":to "u1":once():diagnostic "maximum-time-expired":reason "unable-to-transfer"
  seen:report "m":to "u1":once()
  seen:message "m":delivered():never()
end

return scenario
