-- Every urgent message opens an association of its own. When the far side takes no more, mail is
-- relayed round the bridgeheads of the site, until the first one sees it again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q278444",
  title    = "MTA queue building up with no association opening",
  says     = { "each high-priority message opens an association, nine between the two sites",
               "the next one is refused by the remote end, which logs event 57",
               "mail is then relayed to a second bridgehead with an equal-cost X.400 Connector, up to nine there, then to a third",
               "after that it is relayed back to the first, which returns it: a loop, by the internal trace",
               "once all are open, normal mail begins to loop too",
               "fixed in MTA 5.5.2654.38" },
  products = { "5.5 SP4", "5.5.2654.37", "5.5.2654.38" },
  fixed    = { "5.5.2654.38" },
  mutant   = { "URGENT_ONE_EACH", "LIMIT_REFUSES", "RELAYED_AT_LIMIT", "LOOP_BY_TRACE" },
}

-- Lines on which a message of 36 K takes an hour and a minute (ours).
function scenario.build(org)
  local a, b = org:add_site "A", org:add_site "B"
  local far = b:add_server "B1"
  far:add_mailbox "bob"
  far:set { registry = { ["TCP/IP control blocks"] = 40 } }   -- 10 for each connector, and 10
  for i = 1, 3 do
    local server = a:add_server("S" .. i)
    if i == 1 then server:add_mailbox "ann" end
    org:pair("x400", { name = "X" .. i, server, far, cost = 1 })
    org:link("X" .. i):set { bandwidth = 80 }
  end
end

local function urgent(org, first, last)
  for i = first, last do
    org:send { from = "ann", to = "bob", as = "m " .. i, size = "36 K", priority = "urgent" }
  end
end

local function drive(run, org)
  run:at("09:00", function() urgent(org, 1, 9) end)
  run:at("09:05", function() urgent(org, 10, 27) end)
  run:at("09:30", function() urgent(org, 28, 28) end)
  run:at("09:40", function()
    org:send { from = "ann", to = "bob", as = "normal", size = "36 K" }
  end)
  run:to "+40 h"
end

scenario.case("urgent mail for three bridgeheads and one more", {
  drive = drive,
  unfixed = function(seen)
    seen:association("S1", "X1"):at "09:04":count(9)
    seen:event(57, { server = "B1" }):before "09:05":never()
    seen:event(57, { server = "B1" }):at_least(3):text "The limit is 9. [MTA XFER-IN"
    seen:message "m 10":rerouted():at_least(1)
    for i = 1, 3 do seen:association("S" .. i, "X" .. i):at "09:29":count(9) end
    seen:event(201):before "09:30":never()
    for _, name in ipairs { "m 28", "normal" } do
      seen:message(name):loop():before "09:50":once()
      seen:message(name):returned { diagnostic = "loop-detected" }:once()
      seen:message(name):never "delivered"
      seen:message(name):hops(3)                              -- two more bridgeheads, and back
      seen:report(name):to "ann":diagnostic "loop-detected"
    end
    seen:inferred():event(201, { server = "S1" }):times(2):text "unable-to-transfer and diagnostic code loop-detected"
    for i = 1, 27 do seen:message("m " .. i):delivered_to "bob" end
  end,
  fixed = function(stated)
    local seen = stated:inferred "it is not told what happens instead: mail waits"
    seen:association("S1", "X1"):always():count_at_most(2)
    seen:event(57):never()
    seen:event(201):never()
    for i = 1, 28 do seen:message("m " .. i):delivered_to "bob" end
    seen:message "normal":delivered_to "bob"
  end,
})

-- No other bridgehead: what is refused waits until an association is free.
scenario.case("one bridgehead", {
  build = function(org)
    local a, b = org:add_site "A":add_server "S1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    org:pair("x400", { name = "X1", a, b })
    org:link "X1":set { bandwidth = 80 }
  end,
  drive = function(run, org)
    run:at("09:00", function() urgent(org, 1, 10) end)
    run:to "20:00"
  end,
  unfixed = function(seen)
    seen:association("S1", "X1"):at "09:30":count(9)
    seen:event(57, { server = "B1" }):at_least(1)
    seen:inferred():event(201):never()
    seen:inferred():message "m 10":delivered_to "bob":between("11:02", "11:04")
  end,
  fixed = function(seen)
    seen:inferred():association("S1", "X1"):always():count_at_most(1)
    seen:inferred():message "m 10":delivered_to "bob":between("19:14", "19:16")
  end,
})

return scenario
