-- A sender who may send to a list and to the list in it gets a report on the one in it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152875",
  title    = "The delivery restriction of a nested list",
  says     = { "the sender is a member of a list in another list, and may send to both: mail to the outer one comes back",
               "the report: the originator does not have permission to submit message" },
  products = { "4.0 SP1", "4.0 SP2" },
  since    = { "4.0" },
  fixed    = { "4.0 SP2" },
  mutant   = { "NESTED_LIST_MISREAD", "RECIPIENT_SENDERS" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "uma", "mia", "ned" } do s1:add_mailbox(name) end
  site:add_list("child", { members = { "uma", "ned" }, accept_from = "uma" })
  site:add_list("parent", { members = { "child", "mia" }, accept_from = "uma" })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "uma", to = "parent", as = "m" } end)
  run:at("09:10", function() org:send { from = "mia", to = "child", as = "of another" } end)
  run:to "10:00"
end

local TEXT <const> = "The originator does not have permission to submit message"

function scenario.expect(seen)
  seen:message "m":delivered_to "mia":once()
  seen:inferred():report "of another":to "mia":text(TEXT):once()
end

function scenario.unfixed(seen)
  seen:report "m":to "uma":text(TEXT):once()
  seen:inferred():message "m":returned { recipient = "child", diagnostic = "no-dl-submit-permission" }
end

function scenario.fixed(seen)
  for _, name in ipairs { "uma", "ned" } do seen:inferred():message "m":delivered_to(name):once() end
  seen:inferred():report "m":never()
end

return scenario
