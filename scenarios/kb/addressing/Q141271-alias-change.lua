-- Another alias leaves the addresses of a mailbox as they are.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q141271",
  title    = "Changing an alias does not change the e-mail addresses",
  says     = { "after the alias is changed the mailbox keeps its addresses",
               "an address stays until the administrator edits it",
               "a second proxy may be added, and the old one kept" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "PROXIES_STAY", "PROXY_SCAN", "WRITE_BACK" },
}

function scenario.build(org)                                     -- (ours): all names
  local s1 = org:add_site "HQ":add_server "S1"
  s1:add_mailbox "smith"
  org:add_host("relay", { mx_for = { "example.com", "HQ.ORG.com" } })
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
end

local function write(org, when)
  for _, name in ipairs { "smith", "jsmith", "john.smith" } do
    org:host "relay":send { from = "x@example.com", to = name .. "@HQ.ORG.com", via = "S1",
                            as = name .. " " .. when }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:mailbox "smith":set { alias = "jsmith" } end)
  run:at("09:01", function() write(org, "before") end)
  run:at("09:02", function() org:mailbox "jsmith":set { proxies = "SMTP:john.smith@HQ.ORG.com" } end)
  run:at("09:03", function() write(org, "after") end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "smith before":delivered_to "smith":before "09:02"
  seen:inferred():message "jsmith before":never("delivered_to", "smith")
  seen:message "smith after":delivered_to "smith"
  seen:inferred():message "john.smith before":never("delivered_to", "smith")
  seen:message "john.smith after":delivered_to "smith"
end

return scenario
