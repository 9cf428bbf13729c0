-- A list has a size limit, though neither the MTA nor the mailboxes have: the report names the list.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q246388",
  title    = "The content length is too long for a distribution list",
  says     = { "the report names the list: the content length of the message is too long for the recipient to take delivery",
               "it is MSExchangeMTA's; the application log has event 290",
               "there is no size limit on the MTA, nor on mailboxes: the list has one" },
  products = { "5.5 SP4" },
  mutant   = { "LIST_SIZE_FIRST" },
}

local MEMBERS <const> = { "ann", "bea", "cas" }

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "uma", "olga", table.unpack(MEMBERS) } do s1:add_mailbox(name) end
  site:add_list("EVERYONE_ALL_DL", { members = MEMBERS, size_limit = "25 K", owner = "olga", report_to_owner = true })
end

function scenario.drive(run, org)
  run:at("16:26", function() org:send { from = "uma", to = "EVERYONE_ALL_DL", size = "50 K", as = "large" } end)
  run:at("16:30", function() org:send { from = "uma", to = "EVERYONE_ALL_DL", size = "20 K", as = "small" } end)
  run:to "17:00"
end

function scenario.expect(seen)
  seen:message "large":returned { recipient = "EVERYONE_ALL_DL", diagnostic = "content-too-long" }:once()
  seen:report "large":to "uma":signed "MSExchangeMTA":once()
  seen:event(290, { server = "S1" }):text "content-too-long":once()
  seen:inferred():report "large":to "olga":never()
  seen:inferred():message "large":never "delivered"
  for _, name in ipairs(MEMBERS) do seen:inferred():message "small":delivered_to(name):once() end
end

return scenario
