-- Message journaling sends local mail through the MTA, and so under its size limit.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q199325",
  title    = "Large local messages come back once journaling is enabled",
  says     = { "No Local Delivery, not 0: local messages go to the MTA too, whose size limit holds for them",
               "the report, from MSExchangeIS: either the message size exceeds the maximum allowed for the recipient or " ..
               "transport, or you have exceeded the storage limit on your mailbox",
               "before, only messages for another server go to the MTA" },
  products = { "5.5 SP1", "5.5 SP3" },
  mutant   = { "NO_LOCAL_DELIVERY", "MTA_SIZE_LIMIT" },
}

function scenario.build(org)                                     -- names and sizes ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:set { mta_size_limit = "100 K" }
  s1:add_mailbox "ann"
  s1:add_mailbox "bob"
end

function scenario.drive(run, org)
  local function write(when)
    org:send { from = "ann", to = "bob", size = "1 MB", as = "large " .. when }
    org:send { from = "ann", to = "bob", size = "50 K", as = "small " .. when }
  end
  run:at("09:00", function() write "before" end)
  run:at("10:00", function()
    org:server "S1":set { registry = { ["No Local Delivery"] = 1 } }
    write "after"
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "large before":delivered_to "bob"
  seen:inferred():message "large before":queued():never()
  seen:report "large after":text "exceeds the maximum allowed for the recipient or transport":signed "MSExchangeIS":once()
  seen:report "large after":to "ann":delivered()
  seen:message "large after":delivered():never()
  seen:inferred():message "small after":queued { queue = "mdb" }
  seen:inferred():message "small after":delivered_to "bob"
end

return scenario
