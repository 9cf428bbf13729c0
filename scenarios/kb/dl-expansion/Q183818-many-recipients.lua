-- More than 8288 recipients.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q183818",
  title    = "A message to more than 8288 recipients",
  says     = { "sent directly to very many recipients, a message may stop the MTA; sent to a list of them, it may take very long",
               "most likely with more than 8288 recipients" },
  products = { "5.5", "5.5 SP1" },
  since    = { "5.5" },
  fixed    = { "5.5 SP1" },
  mutant   = { "MANY_RECIPIENTS" },
}

local MANY <const> = 8289

-- (ours): on another server, since the sender's store needs no MTA for its own
local function build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  local people = {}
  for i = 1, MANY do people[i] = s2:add_mailbox("m" .. i) end
  site:add_list("everybody", { members = people })
end

scenario.case("directly", {
  build = build,
  drive = function(run, org)
    local names = {}
    for i = 1, MANY do names[i] = "m" .. i end
    run:at("09:00", function()
      org:send { from = "ann", to = { table.unpack(names, 1, MANY - 1) }, as = "8288" }
    end)
    run:at("09:10", function() org:send { from = "ann", to = names, as = "8289" } end)
    run:at("09:30", function() org:send { from = "ann", to = "m1", as = "later" } end)
    run:to "10:00"
  end,
  expect = function(seen) seen:message "8288":delivered():times(MANY - 1) end,
  unfixed = function(seen)
    seen:message "8289":never "delivered"
    seen:inferred():message "later":never "delivered"                                -- the MTA has stopped
  end,
  fixed = function(seen)
    seen:inferred():message "8289":delivered():times(MANY)
    seen:inferred():message "later":delivered_to "m1":once()
  end,
})

scenario.case("by a list", {
  build = build,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "everybody", as = "list" } end)
    run:to "12:00"
  end,
  expect = function(seen) seen:message "list":delivered():times(MANY) end,
  unfixed = function(seen) seen:message "list":delivered():after "09:10" end,
  fixed = function(seen) seen:inferred():message "list":delivered():before "09:05" end,
})

return scenario
