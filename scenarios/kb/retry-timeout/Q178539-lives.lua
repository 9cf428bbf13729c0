-- Each priority has its life in the MTA; 5.5 lets it be set in the registry.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178539",
  title    = "Message time-outs of the MTA",
  says     = { "held before they go back: urgent 2 days, normal 7 days, non-urgent 10 days",
               "5.5 makes them adjustable, in minutes; 20160 is 14 days for normal mail",
               "each value may be set alone" },
  products = { "5.0 SP2", "5.5 SP4" },
  fixed    = { "5.5" },                    -- a feature of 5.5
  mutant   = { "MESSAGE_LIFE", "LIFE_BY_REGISTRY" },
}

-- A connector that opens nothing: over one that does, open retry would end first (Q271545).
function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s" }   -- (ours)
  org:pair("x400", { name = "LINK", a, b, schedule = "never" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, priority in ipairs { "urgent", "normal", "non-urgent" } do
      org:send { from = "ann", to = "bob", as = priority, priority = priority }
    end
  end)
  run:to "1998-03-20 09:00"
end

scenario.case("as installed", {
  expect = function(seen)
    seen:report "urgent":to "ann":once():at "1998-03-04 09:00"
    seen:report "normal":to "ann":once():at "1998-03-09 09:00"
    seen:report "non-urgent":to "ann":once():at "1998-03-12 09:00"
    seen:queue("A1", "LINK"):at "1998-03-04 08:59:59":holds(3)
    seen:queue("A1", "LINK"):at "1998-03-12 09:00":is "empty"
    seen:inferred():report "normal":diagnostic "maximum-time-expired":reason "unable-to-transfer"
    seen:inferred():association("A1", "LINK"):tried():never()
  end,
})

scenario.case("normal mail after 20160 minutes", {
  build = function(org)
    scenario.build(org)
    org:server "A1":set { registry = { ["Message timeout (normal), minutes"] = 20160 } }
  end,
  fixed = function(seen)
    seen:report "normal":once():at "1998-03-16 09:00"
    seen:inferred():report "urgent":once():at "1998-03-04 09:00"
    seen:inferred():report "non-urgent":once():at "1998-03-12 09:00"
  end,
  unfixed = function(seen)
    seen:inferred():report "normal":once():at "1998-03-09 09:00"
  end,
})

scenario.case("all three, one minute to the highest", {
  build = function(org)
    scenario.build(org)
    org:server "A1":set { registry = { ["Message timeout (urgent), minutes"] = 1,
                                       ["Message timeout (normal), minutes"] = 90,
                                       ["Message timeout (non-urgent), minutes"] = 65536 } }
  end,
  fixed = function(seen)
    seen:report "urgent":once():at "09:01"
    seen:report "normal":once():at "10:30"
    seen:message "non-urgent":is_in("A1", "LINK"):at "1998-03-20 09:00"
  end,
})

return scenario
