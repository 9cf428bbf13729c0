-- Mail from outside for more recipients than Max Recipients on Submit says: a list is counted by its
-- members.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q246051",
  title    = "Too many recipients: nobody is told",
  says     = { "To, Cc and Bcc are counted together, and a list is expanded before",
               "not delivered, moved to IMCDATA\\IN\\ARCHIVE, event 4117; the sender gets no report",
               "from 5.5.2651.58 on the sender gets a report: 0 (00010256) Too many recipients, for each recipient, the list as such" },
  products = { "5.5 SP3", "5.5.2651.58", "5.5 SP4" },
  since    = { "5.5" },
  fixed    = { "5.5.2651.58" },
  mutant   = { "MEMBERS_COUNTED", "MAX_RECIPIENTS", "TOO_MANY_ARCHIVED" },
}

local MOST <const>, MEMBERS <const> = 5, 10 -- (ours)

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "DESTSRVR"
  local members = {}
  for i = 1, MEMBERS do members[i] = s1:add_mailbox("m" .. i) end
  for _, name in ipairs { "User1", "User2" } do s1:add_mailbox(name) end
  site:add_list("HugeDL", { members = members })
  site:add_list("SmallDL", { members = { "m1", "m2", "m3" } })
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  s1:set { registry = { ["Max Recipients on Submit"] = MOST } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  local function come(name, list)
    local to = {}
    for i, each in ipairs { "User1", list, "User2" } do to[i] = each .. "@SITE.ORG.com" end
    org:host "mail.example.com":send { from = "sender@example.com", to = to, via = "DESTSRVR", as = name }
  end
  run:at("14:03", function() come("Testing", "HugeDL") end)
  run:at("14:10", function() come("as many as may be", "SmallDL") end)
  run:to "15:00"
end

function scenario.expect(seen)
  seen:message "Testing":never "expanded"
  seen:message "Testing":never "delivered"
  seen:inferred():message "as many as may be":delivered():times(MOST)
end

function scenario.unfixed(seen)
  seen:event(4117, { server = "DESTSRVR" }):text "moved to the IMCDATA\\IN\\ARCHIVE directory":once()
  seen:message "Testing":discarded { why = "moved to Archive" }:times(3)
  seen:report "Testing":never()
end

function scenario.fixed(seen)
  seen:event(4117, { server = "DESTSRVR" }):never()
  for _, name in ipairs { "User1", "HugeDL", "User2" } do
    seen:message "Testing":returned { recipient = name, cause = "0 (00010256) Too many recipients" }:once()
  end
  seen:report "Testing":to "sender@example.com":signed "IMS":once()
end

return scenario
