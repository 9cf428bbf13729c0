-- A list without an X.400 proxy cannot be expanded.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q150095",
  title    = "A distribution list without an X.400 address",
  says     = { "mail to a list without an X.400 address comes back from the MTA: unable to complete the expansion of a distribution list",
               "a valid X.400 address defined on the list: it works again" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "LIST_NEEDS_X400" },
}

local ADDRESS <const> = "X400:c=US;a= ;p=ORG;o=SITE;s=sales;"

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "mia", "ned" } do s1:add_mailbox(name) end
  site:add_list("sales", { members = { "mia", "ned" } }):remove_proxy(ADDRESS)
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "sales", as = "without" } end)
  run:at("10:00", function()
    org:list "sales":set { proxies = ADDRESS }
    org:send { from = "ann", to = "sales", as = "with" }
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:report "without":to "ann":text "Unable to complete the expansion of a distribution list"
    :signed "MSExchangeMTA":once()
  seen:message "without":never "delivered"
  seen:inferred():message "without":returned { recipient = "sales", diagnostic = "dl-expansion-failure" }
  seen:message "with":delivered_to "mia":once()
  seen:message "with":delivered_to "ned":once()
end

return scenario
