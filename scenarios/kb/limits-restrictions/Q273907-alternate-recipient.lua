-- The alternate recipient of a mailbox on the server of the Internet Mail Service goes past its lists.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q273907",
  title    = "Restrictions of the Internet Mail Service and alternate recipients",
  says     = { "for the alternate recipient of a mailbox on the server of the Internet Mail Service they do not work",
               "by design; moving the mailbox to another server of the site gives the report" },
  products = { "5.5 SP4" },
  mutant   = { "REDIRECTED_UNTESTED", "CONNECTOR_SENDERS" },
}

-- Names ours. That delivery restrictions are meant is our reading.
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s2:add_mailbox "ann"
  for name, server in pairs { here = s1, there = s2 } do
    server:add_recipient(name .. " outside", { target = ("SMTP:%s@example.com"):format(name) })
    server:add_mailbox(name, { alternate = name .. " outside" })
  end
  s1:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*", reject_from = "ann" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "here", as = "here" }
    org:send { from = "ann", to = "there", as = "there" }
  end)
  run:at("10:00", function() org:mailbox "here":move "S2" end)
  run:at("11:00", function() org:send { from = "ann", to = "here", as = "moved" } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "here":goes_by "IMS"
  seen:message "here":delivered()
  seen:message "there":delivered():never()
  seen:report "there":to "ann":delivered()
  seen:report "moved":to "ann":delivered()
  seen:message "moved":delivered():never()
end

return scenario
