-- The default latency inside a site: 300 s, and 30 s more for each server.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q199354",
  title    = "Latency inside a site grows with its servers",
  says     = { "the latency is 300 s by default, and 30 s per server in the site" },
  products = { "5.5 SP4" },
  mutant   = { "NOTIFY_ONE_BY_ONE", "NOTIFY_AFTER_PAUSE" },
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  for i = 1, 10 do site:add_server("S" .. i) end                                       -- (ours)
end

function scenario.drive(run, org)
  run:at("09:00", function() org:server "S1":add_mailbox "new" end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:directory "S1":at "09:00":knows "new"
  seen:directory "S10":at "09:10":knows "new"                                          -- 300 + 10 * 30 s
  seen:inferred():directory "S2":at "09:04:59":lacks "new"
  seen:inferred():directory "S2":replicated { object = "new" }:once():at "09:05"
  seen:inferred "300 + 8 * 30 s: the last of nine":directory "S10":replicated { object = "new" }:once():at "09:09"
end

return scenario
