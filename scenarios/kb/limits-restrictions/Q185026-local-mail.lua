-- Mail between users of one server does not go through the MTA, whose size limit says nothing of it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q185026",
  title    = "Messages that are delivered locally have no size restriction",
  says     = { "messages between users of the same server do not use the MTA, and are not subject to its limits" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "STORE_DELIVERS_LOCAL", "MTA_SIZE_LIMIT" },
}

function scenario.build(org)                                     -- names and sizes ours
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:set { mta_size_limit = "100 K" }
  s1:add_mailbox "ann"
  s1:add_mailbox "bob"
  s2:add_mailbox "carl"
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = { "bob", "carl" }, size = "1 MB", as = "large" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "large":delivered_to "bob":once()
  seen:message "large":delivered():once()
  seen:inferred():message "large":returned { recipient = "carl", diagnostic = "content-too-long" }
  seen:inferred():message "large":queued():never()
end

return scenario
