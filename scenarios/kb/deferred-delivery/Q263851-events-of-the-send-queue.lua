-- What the store logs of mail that waits in an Outbox.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q263851",
  title    = "Event log entries of messages in the send queue",
  says     = { "with Transport Sending at maximum: event 2009, the size of the sending queue",
               "and event 2012, until when each message of it will not be sent" },
  products = { "5.5 SP4" },
  mutant   = { "DEFERRED_SUBMISSION" },
  start    = "2000-05-24 20:00",
}

local function build(level)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "u1"
    server:add_mailbox "u2"
    server:set { log_transport_sending = level }
  end
end

function scenario.drive(run, org)
  run:at("21:00", function() org:send { from = "u1", to = "u2", submit = "22:00", as = "m" } end)
  run:to "23:00"
end

scenario.case("at maximum", {
  build = build(5),
  expect = function(seen)
    seen:event(2009, { server = "S1" }):once():text "The sending queue size is 1."
    seen:event(2012, { server = "S1" }):once():text "will not be sent until 5/24/00 10:00:00 PM."
    seen:inferred():message "m":delivered_to "u2":after "22:00"
  end,
})

scenario.case("at none", {
  build = build(0),
  expect = function(seen) seen:inferred():event(2009, { server = "S1" }):never() end,
})

return scenario
