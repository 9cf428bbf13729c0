-- 5.0 SP1 does not enforce the size limit of a list.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q177404",
  title    = "The size limit of a distribution list has no effect",
  says     = { "5.0 SP1 does not enforce the message size limits of distribution lists" },
  products = { "5.0 SP1", "5.0 SP2" },
  since    = { "5.0" },
  fixed    = { "5.0 SP2" },
  mutant   = { "LIST_SIZE_IGNORED", "LIST_SIZE_FIRST" },
}

-- Sizes as in Q173510.
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "mia", "ned" } do s1:add_mailbox(name) end
  site:add_list("test", { members = { "mia", "ned" }, size_limit = "25 K" })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "test", size = "50 K", as = "large" } end)
  run:at("09:10", function() org:send { from = "ann", to = "test", size = "20 K", as = "small" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  for _, name in ipairs { "mia", "ned" } do seen:inferred():message "small":delivered_to(name):once() end
end

-- The next service pack has the fix (inferred).
function scenario.unfixed(seen)
  for _, name in ipairs { "mia", "ned" } do seen:message "large":delivered_to(name):once() end
  seen:inferred():report "large":never()
end

function scenario.fixed(seen)
  seen:inferred():report "large":to "ann":diagnostic "content-too-long":once()
  seen:inferred():message "large":never "expanded"
end

return scenario
