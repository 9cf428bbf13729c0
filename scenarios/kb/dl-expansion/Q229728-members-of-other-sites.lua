-- The ten minutes for which the MTA keeps a list at most hold at first for lists within a site only.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q229728",
  title    = "Reports on a deleted member of another site",
  says     = { "the mailbox of a member in another site is deleted: the report comes from its home site",
               "the ten minutes of 5.5 SP2 are for lists within the site" },
  products = { "5.5 SP2", "5.5 SP3" },
  since    = { "5.5 SP2" },
  fixed    = { "5.5.2564.0" },
  mutant   = { "LIST_REMEMBERED", "AFAR_FORGOTTEN" },
}

function scenario.build(org)
  local a, b = org:add_site "A", org:add_site "B"
  local s1, s2 = a:add_server "S1", b:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "mia"
  s2:add_mailbox "ned"
  a:add_list("sales", { members = { "mia", "ned" } })
  org:pair("x400", { name = "LINE", s1, s2, cost = 1 })
end

function scenario.drive(run, org)
  local function write(name) org:send { from = "ann", to = "sales", as = name } end
  run:at("09:00", function() write "first" end)
  run:at("09:01", function() org:mailbox "ned":remove() end)
  run:at("09:06", function() write "after 5 minutes" end)
  run:at("09:16", function() write "after 15 minutes" end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "first":delivered_to "ned":once()
  seen:report "after 5 minutes":to "ann":once()
  seen:message "after 15 minutes":delivered_to "mia":once()
end

function scenario.unfixed(seen)
  seen:report "after 15 minutes":to "ann":once()
  seen:inferred():message "after 15 minutes":via "LINE":once()
end

function scenario.fixed(seen) seen:report "after 15 minutes":never() end

return scenario
