-- A message that cannot be converted is damaged by the attempt, rerouted all the same, and stopped by
-- the next server; nobody is told.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q179837",
  title    = "No report for a message that fails conversion to X.400",
  says     = { "event 210, content conversion failed, then 62: unable-to-transfer, content-syntax-error",
               "event 287: rerouted to another server with an X.400 Connector of an overlapping address space",
               "the second server cannot process what the attempt has corrupted: event 200, and it stops there",
               "no non-delivery report", "workaround: no second X.400 Connector" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = "5.5 SP1",
  mutant   = { "CONVERSION_SPOILS", "CONVERSION_FAILS", "CONVERSION_REROUTED" },
}

local MARIE = "X400:c=FR;a= ;p=PARTNER;o=LYON;s=marie;"

-- GREEN2's connector is the cheaper one for ann, who is in RED. (costs: ours)
local function build(has_second)
  return function(org)
    local green, red = org:add_site "GREEN2":add_server "LAB_GREEN", org:add_site "RED":add_server "LAB_RED"
    red:add_mailbox "ann"
    org:pair("site", { name = "SITE CONNECTOR", green, red, cost = 1 })
    green:add_connector { kind = "x400", name = "X400 TO BECTOGO", to = org:add_host "BECTOGO",
                          spaces = { { "X400:c=*", cost = 1 } }, exchange_contents = false }
    if has_second then
      red:add_connector { kind = "x400", name = "SECOND", to = org:add_host "OTHER",
                          spaces = { { "X400:c=*", cost = 50 } }, exchange_contents = false }
    end
  end
end

scenario.build = build(true)

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = MARIE, malformed = true, as = "m" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:event(210, { server = "LAB_GREEN" }):text "Conversion error: 258":text "2A864886F7140501":text "56010A01":once()
  seen:event(62, { server = "LAB_GREEN" }):text "unable-to-transfer":text "content-syntax-error":once()
end

function scenario.unfixed(seen)
  seen:event(287, { server = "LAB_GREEN" }):text "CN=SITE CONNECTOR":text "X400 TO BECTOGO":once()
  seen:event(200, { server = "LAB_RED" }):text "mandatory absent":text "offset 892":once()
  seen:message "m":discarded { rule = "CONVERSION_SPOILS" }
  seen:report "m":never()
end

function scenario.fixed(seen)
  seen:event(200):never()
  seen:inferred():report "m":to "ann":diagnostic "content-syntax-error"
end

scenario.case("no second connector", {
  build = build(false),
  expect = function(seen)
    seen:event(287):never()
    seen:event(200):never()
    seen:inferred():report "m":to "ann":diagnostic "content-syntax-error"
  end,
})

return scenario
