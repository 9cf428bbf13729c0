-- Mail from MS Mail to a list: event 246, and no harm.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q168536",
  title    = "Event 246 at a message from MS Mail to a distribution list",
  says     = { "a message from MS Mail to a list: event 246, attribute 30, offset 1",
               "the MTA looks for private extensions, which MS Mail Interchange does not give to messages" },
  products = { "5.0", "5.0 SP1" },
  since    = { "5.0" },
  fixed    = { "5.0 SP1" },
  mutant   = { "MSMI_LIST_EVENT" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  s1:add_mailbox "mia"
  s1:add_mailbox "ned"
  org:add_host "PO1"
  s1:add_connector { kind = "msmail", spaces = { "MS:NET/PO1" } }
  site:add_list("sales", { members = { "mia", "ned" } })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "PO1":send { from = "MS:NET/PO1/bob", to = "sales", via = "S1", by = "msmail", as = "to the list" }
    org:host "PO1":send { from = "MS:NET/PO1/bob", to = "mia", via = "S1", by = "msmail", as = "to mia" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  for _, name in ipairs { "mia", "ned" } do seen:message "to the list":delivered_to(name):once() end
  seen:inferred():message "to mia":delivered_to "mia":once()
end

function scenario.unfixed(seen)
  seen:event(246, { server = "S1" }):text "Attribute ID: 30":text "Offset reached: 1":once()
end

function scenario.fixed(seen) seen:event(246, { server = "S1" }):never() end

return scenario
