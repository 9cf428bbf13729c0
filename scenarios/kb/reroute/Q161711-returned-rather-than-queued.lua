-- The destination is down, and the way round leads to a site that cannot reach it either: an old
-- build returns the mail from there instead of letting it wait.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q161711",
  title    = "Messages are returned rather than queued for later delivery",
  says     = { "the message is rerouted to the alternate site, and then returned",
               "\"The recipient could not be processed due to congestion in the message transfer service\"",
               "corrected: it is queued for later delivery (the title)" },
  products = { "4.0 SP1", "4.0 SP2", "4.0 SP4", "4.0 SP5" },
  fixed    = { "4.0 SP4" },
  mutant   = { "REROUTED_RETURNS" },
}

-- Site Connectors A-B, A-C, C-B, each at cost 1 (ours).
function scenario.build(org)
  local a, b, c = org:add_site "A":add_server "A1", org:add_site "B":add_server "D", org:add_site "C":add_server "C1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:pair("site", { name = "AB", a, b, cost = 1 })
  org:pair("site", { name = "AC", a, c, cost = 1 })
  org:pair("site", { name = "CB", c, b, cost = 1 })
end

function scenario.drive(run, org)
  run:at("08:30", function() org:server "D":stop() end)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:at("10:00", function() org:server "D":start() end)
  run:to "12:00"
end

local rerouted = function(seen) seen:message "m":rerouted { from = "AB", to = "AC" } end

function scenario.expect(seen) rerouted(seen) end

function scenario.unfixed(seen)
  seen:report "m":to "ann":once():before "10:00":diagnostic "mts-congestion":reason "unable-to-transfer"
  seen:inferred("the article does not say which MTA"):message "m":path { "A1", "C1" }
end

function scenario.fixed(seen)
  seen:inferred():message "m":delivered_to "bob":after "10:00"
  seen:inferred():report "m":never()
end

return scenario
