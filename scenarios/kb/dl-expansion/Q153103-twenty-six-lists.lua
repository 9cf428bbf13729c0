-- An MTA of 5.0 that expands a list with 26 lists in it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q153103",
  title    = "The MTA terminates when it expands a list of 26 lists",
  says     = { "a message to a list with, for example, 26 lists in it, of 0 to 600 members each: the MTA may terminate",
               "event 9405: DISP:FANOUT" },
  products = { "5.0", "5.0 SP1" },
  since    = { "5.0" },
  fixed    = { "5.0 SP1" },
  mutant   = { "FANOUT_BREAKS" },
}

local LISTS <const> = 26

-- (ours): the lists have 0, 1, 2 ... 25 members
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  s1:add_mailbox "ann"
  local lists, people = {}, {}
  for i = 1, LISTS do
    lists[i] = site:add_list("list " .. i, { members = people })
    people[i] = s1:add_mailbox("m" .. i)
  end
  site:add_list("all", { members = lists })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "list 26", as = "one list" } end)
  run:at("09:10", function() org:send { from = "ann", to = "all", as = "all" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():message "one list":delivered():times(LISTS - 1)
end

function scenario.unfixed(seen)
  seen:event(9405, { server = "S1" }):text "DISP:FANOUT":once()
  seen:message "all":never "delivered"
end

function scenario.fixed(seen)
  seen:event(9405, { server = "S1" }):never()
  seen:inferred():message "all":delivered():times(LISTS - 1)
end

return scenario
