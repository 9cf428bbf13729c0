-- A list that takes mail of its members alone took that of others, too, if its address came without
-- a DN.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q164768",
  title    = "Others write to a list that is for its members",
  says     = { "who is no member, and does not resolve the list to a DN, can send to a list that accepts its members alone",
               "as joe@company.com to vp@corporation.com",
               "corrected in the latest service pack of 4.0 (SP4, Q174189)" },
  products = { "4.0 SP3", "4.0 SP4" },
  since    = { "4.0" },
  fixed    = { "4.0 SP4" },
  mutant   = { "UNRESOLVED_LIST_OPEN", "LISTS_STAND_FOR_MEMBERS", "RECIPIENT_SENDERS" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "bob", "cas" } do s1:add_mailbox(name) end
  local vp = site:add_list("vp", { members = { "ann", "bob" }, proxies = "SMTP:vp@corporation.com" })
  vp:set { accept_from = vp }
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.company.com", { mx_for = "company.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "mail.company.com":send { from = "joe@company.com", to = "vp@corporation.com", via = "S1", as = "joe's" }
    org:send { from = "cas", to = "vp", as = "by DN" }
    org:send { from = "ann", to = "vp", as = "a member's" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():report "by DN":to "cas":once()
  seen:inferred():message "by DN":never "expanded"
  for _, name in ipairs { "ann", "bob" } do seen:inferred():message "a member's":delivered_to(name):once() end
end

function scenario.unfixed(seen)
  seen:message "joe's":expanded { list = "vp" }:once()
  for _, name in ipairs { "ann", "bob" } do seen:inferred():message "joe's":delivered_to(name):once() end
end

function scenario.fixed(seen)
  seen:message "joe's":never "expanded"
  seen:inferred():report "joe's":to "joe@company.com":once()
end

return scenario
