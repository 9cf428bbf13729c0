-- A message over the size limit of a list goes back to its sender, whatever the list says of reports.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q173510",
  title    = "The size limit of a distribution list is tested before expansion",
  says     = { "50 K to a list with a limit of 25 K that reports to its owner alone: the report goes to the originator, none to the owner",
               "the size is tested before expansion, and only the default, a report to the sender, applies" },
  products = { "5.5 SP4" },
  mutant   = { "LIST_SIZE_FIRST" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "mia", "ned", "olga" } do s1:add_mailbox(name) end
  site:add_list("test", { members = { "mia", "ned" }, owner = "olga", size_limit = "25 K",
                          report_to_owner = true, report_to_originator = false })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "test", size = "50 K", as = "large" } end)
  run:at("09:10", function() org:send { from = "ann", to = "test", size = "10 K", as = "small" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:report "large":to "ann":diagnostic "content-too-long":once()
  seen:report "large":to "olga":never()
  seen:message "large":never "expanded"
  seen:inferred():message "large":never "delivered"
  seen:inferred():message "small":delivered_to "mia":once()
  seen:inferred():message "small":delivered_to "ned":once()
end

return scenario
