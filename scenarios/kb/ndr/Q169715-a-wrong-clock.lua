-- A message that is older than its life when an MTA takes it in goes back; one that is so at once comes from
-- a server whose clock is wrong, or has come to one.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169715",
  title    = "Event 208: the default latest delivery time has expired",
  says     = { "event 208: 10080 minutes after submission; an NDR, unable-to-transfer and maximum-time-expired",
               "event 290 with the same codes",
               "immediately after submission: a server has an incorrect date or time",
               "the MTA compares the stamp made at origin with its own date" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "OWN_CLOCK", "MESSAGE_LIFE" },
}

function scenario.build(org)
  local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  org:pair("x400", { name = "LINK", s1, s2 })
end

local function returned_at_once(seen)
  seen:event(208, { server = "S2" }):before "09:00:01":once()
    :text "(10080 minutes after submission). A non-delivery report has been generated with reason code unable-to-transfer"
  seen:event(208, { server = "S2" }):text "diagnostic code maximum-time-expired"
  seen:event(290, { server = "S2" }):before "09:00:01":once():text "maximum-time-expired"
  seen:event(208, { server = "S1" }):never()
  seen:report "mail":to "ann":diagnostic "maximum-time-expired":reason "unable-to-transfer":once()
  seen:message "mail":never "delivered"
end

-- The year of the sender's computer is one too low.
scenario.case("the sender's clock is a year slow", {
  drive = function(run, org)
    org:server "S1":clock { skew = "-365 d" }
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "mail" } end)
    run:to "10:00"
  end,
  expect = returned_at_once,
})

scenario.case("the other clock is a year fast", {
  drive = function(run, org)
    org:server "S2":clock { skew = "365 d" }
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "mail" } end)
    run:to "10:00"
  end,
  expect = returned_at_once,
})

scenario.case("the clocks are right", {
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "mail" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:event(208):never()
    seen:inferred():message "mail":delivered_to "bob":once()
  end,
})

return scenario
