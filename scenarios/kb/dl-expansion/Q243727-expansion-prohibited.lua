-- The originator prohibits that distribution lists are expanded.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q243727",
  title    = "Mail that prohibits the expansion of distribution lists",
  says     = { "some clients set the flag: a message to a list is not expanded", "event 150" },
  products = { "5.5 SP4" },
  mutant   = { "EXPANSION_PROHIBITED" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "mia" } do s1:add_mailbox(name) end
  site:add_list("sales", { members = { "mia" } })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "sales", as = "prohibited", no_expansion = true } end)
  run:at("09:10", function() org:send { from = "ann", to = "sales", as = "allowed" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:event(150, { server = "S1" }):once()
  seen:inferred():message "prohibited":returned { recipient = "sales", diagnostic = "dl-expansion-prohibited" }
  seen:message "prohibited":never "delivered"
  seen:inferred():message "allowed":delivered_to "mia":once()
end

return scenario
