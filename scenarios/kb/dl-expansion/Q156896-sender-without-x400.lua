-- A sender without an X.400 address reaches users, but no distribution list.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q156896",
  title    = "A sender without an X.400 address and a distribution list",
  says     = { "mail to other users goes without problem",
               "mail to a distribution list comes back: unable to deliver the message due to a recipient problem",
               "an X.400 address added to the sender: delivered" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "SENDER_NEEDS_X400" },
}

local ADDRESS <const> = "X400:c=US;a= ;p=ORG;o=SITE;s=ann;"

-- The other users are on the sender's server: what passes the MTA needs the address (Q155104).
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "mia", "ned" } do s1:add_mailbox(name) end
  org:mailbox "ann":remove_proxy(ADDRESS)
  site:add_list("sales", { members = { "mia", "ned" } })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "mia", as = "to a user" }
    org:send { from = "ann", to = "sales", as = "to the list" }
  end)
  run:at("10:00", function()
    org:mailbox "ann":set { proxies = ADDRESS }
    org:send { from = "ann", to = "sales", as = "with address" }
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "to a user":delivered_to "mia":once()
  seen:report "to the list":to "ann":text "Unable to deliver the message due to a recipient problem":once()
  seen:message "to the list":never "delivered"
  seen:message "with address":delivered_to "mia":once()
  seen:message "with address":delivered_to "ned":once()
end

return scenario
