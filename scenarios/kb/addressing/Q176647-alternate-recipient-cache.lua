-- The MTA keeps what it read of an alternate recipient for ten minutes.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q176647",
  title    = "The MTA caches alternate recipients for ten minutes",
  says     = "the MTA caches alternate-recipient data for 10 minutes",
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "ALTERNATE_CACHED", "ALTERNATE_RECIPIENT" },
}

function scenario.build(org)                                     -- (ours): all of it
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "mia"
  s2:add_mailbox "ned"
end

function scenario.drive(run, org)
  local function write(name) org:send { from = "ann", to = "mia", as = name } end
  run:at("09:00", function() write "first" end)
  run:at("09:02", function() org:mailbox "mia":set { alternate = { "ned", both = true } } end)
  run:at("09:09", function() write "within ten minutes" end)
  run:at("09:11", function() write "later" end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "first":delivered_to "mia":once()
  seen:message "within ten minutes":delivered_to "mia":once()
  seen:message "within ten minutes":never("delivered_to", "ned")
  seen:inferred():message "later":delivered_to "mia":once()
  seen:inferred():message "later":delivered_to "ned":once()
end

return scenario
