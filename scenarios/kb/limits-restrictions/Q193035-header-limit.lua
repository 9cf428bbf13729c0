-- A registry value has the MS Mail Connector return messages with a large header.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193035",
  title    = "Message Header Size Limit of the MS Mail Connector",
  says     = { "an outgoing message with a larger header is returned, event 2604 names sender and message",
               "0, or no such value: no limit",
               "outgoing messages alone" },
  products = { "5.5 SP1", "5.5 SP2" },
  fixed    = { "5.5 SP2" },
  mutant   = { "MSMI_HEADER_LIMIT" },
}

function scenario.build(org)                                     -- names and sizes ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "msmail", name = "MSMI", spaces = "MS:*", to = org:add_host "PO",
                     registry = { ["Message Header Size Limit"] = 32768 } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "MS:NET/PO/DOE", size = "100 K", header = 50000, as = "large header" }
    org:send { from = "ann", to = "MS:NET/PO/DOE", size = "100 K", header = 30000, as = "small header" }
    org:host "PO":send { from = "MS:NET/PO/DOE", to = "ann", via = "S1", by = "msmail", size = "100 K", as = "in" }
  end)
  run:at("10:00", function()
    org:connector "MSMI":set { registry = { ["Message Header Size Limit"] = 0 } }
    org:send { from = "ann", to = "MS:NET/PO/DOE", size = "100 K", header = 50000, as = "no limit" }
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "small header":delivered()
  seen:message "no limit":delivered()
  seen:message "in":delivered_to "ann"
end

function scenario.fixed(seen)
  seen:message "large header":delivered():never()
  seen:report "large header":to "ann":delivered()
  seen:event(2604, { server = "S1" }):text "cn=ann":once()
end

function scenario.unfixed(seen)
  seen:message "large header":delivered()
  seen:event(2604):never()
end

return scenario
