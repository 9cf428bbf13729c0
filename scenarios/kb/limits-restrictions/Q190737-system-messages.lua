-- The size limit of the MTA does not hold for system messages, such as public folder replication.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q190737",
  title    = "MTA size limits do not apply to public folder replication",
  says     = { "a replication message over the MTA's size limit is sent to the other server all the same" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "SYSTEM_IGNORES_LIMITS", "MTA_SIZE_LIMIT" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "folder here"                                   -- (ours): it stands for the store
  s2:add_mailbox "folder there"
  s1:set { mta_size_limit = "100 K" }                            -- (ours)
  s2:set { mta_size_limit = "100 K" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "folder here", to = "folder there", size = "1 MB", kind = "system", as = "replication" }
    org:send { from = "folder here", to = "folder there", size = "1 MB", as = "mail" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "replication":delivered_to "folder there"
  seen:inferred():message "mail":returned { diagnostic = "content-too-long" }
end

return scenario
