-- A personal list is expanded by the client, one of the server by the MTA; and only that one loses
-- a mailbox that is deleted.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q168075",
  title    = "Personal and server distribution lists",
  says     = { "a message to a personal list shows its members on the To line; one to a server list keeps the list's name",
               "the deletion of a mailbox takes it out of server lists, but not out of personal ones" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "DELETED_LEAVES_LISTS" },
}

-- The client submits to those who are on the personal list.
local PERSONAL <const> = { "mia", "ned" }

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "mia", "ned" } do s1:add_mailbox(name) end
  site:add_list("server list", { members = PERSONAL })
end

-- What is on the To line is seen by a reply to all. (ours): so late that the MTA has forgotten the list
function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = PERSONAL, as = "to people" }
    org:send { from = "ann", to = "server list", as = "to the list" }
  end)
  run:at("09:10", function()
    org:send { from = "mia", reply_all = "to people", as = "reply to people" }
    org:send { from = "mia", reply_all = "to the list", as = "reply to the list" }
  end)
  run:at("10:00", function()
    org:mailbox "ned":remove()
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()
    org:send { from = "ann", to = PERSONAL, as = "people, later" }
    org:send { from = "ann", to = "server list", as = "list, later" }
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "to people":submitted { recipients = 2 }
  seen:message "to people":never "expanded"
  seen:message "to the list":submitted { recipients = 1 }
  seen:message "to the list":expanded { list = "server list", members = 2 }:once()
  seen:message "reply to people":never "expanded"
  seen:message "reply to people":delivered_to "ned":once()
  seen:message "reply to the list":expanded { list = "server list" }:once()
  seen:message "list, later":expanded { list = "server list", members = 1 }:once()
  seen:message "people, later":submitted { recipients = 2 }
  seen:inferred():report "people, later":to "ann":once()
  seen:inferred():report "list, later":never()
end

return scenario
