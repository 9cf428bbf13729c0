-- While the WAN is down the two events come every open interval, as long as mail waits.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q175354",
  title    = "Events 4284 and 4287 repeat at the open interval",
  says     = { "4284 (8511) and 4287 (8640) are logged repeatedly when mail waits and the WAN is down",
               "n seconds apart, n being the connector's Open Interval" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "OPEN_INTERVAL_WAITS", "CONNECTOR_OVERRIDES" },
}

function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
  org:pair("x400", { name = "LINK", a, b, open_interval = 60, open_timeout = "5 s" })   -- (ours)
end

function scenario.drive(run, org)
  run:at("08:50", function() org:link "LINK":cut() end)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:at("09:10:30", function() org:link "LINK":restore() end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:event(4284, { server = "A1" }):times(11):text "8511"
  seen:event(4287, { server = "A1" }):times(11):text "8640"
  for minute = 0, 10 do
    local at = ("09:%02d:05"):format(minute)
    seen:event(4284):at(at):once()
    seen:event(4287):at(at):once()
  end
  seen:inferred():event(4284):before "09:00":never()        -- nothing waits: nothing is tried
  seen:inferred():association("A1", "LINK"):opened():once():within "1 s":of "09:11"
  seen:inferred():message "m":delivered_to "bob":within "1 s":of "09:11"
end

return scenario
