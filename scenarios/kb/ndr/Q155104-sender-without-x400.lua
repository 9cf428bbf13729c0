-- A sender without an X.400 address can write to mailboxes of the same server, and to nobody else.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q155104",
  title    = "NDR and event 178 for senders without an X.400 address",
  says     = { "on the same server mail is delivered: the store does it",
               "what passes the MTA logs event 178 and goes back: due to a recipient problem, MSEXCH:MSExchangeIS",
               "a valid X.400 address on the sender's mailbox cures it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "SENDER_NEEDS_X400", "NEEDS_X400_PROXY", "STORE_DELIVERS_LOCAL" },
}

local ANN = "X400:c=US;a= ;p=ORG;o=HOME;s=ann;"

function scenario.build(org)
  local home, far = org:add_site "HOME", org:add_site "FAR"
  local s1, s2, f1 = home:add_server "S1", home:add_server "S2", far:add_server "F1"
  s1:add_mailbox "ann":remove_proxy(ANN)
  s1:add_mailbox "vera"
  s2:add_mailbox "will"
  s2:add_mailbox "bare":remove_proxy "X400:c=US;a= ;p=ORG;o=HOME;s=bare;"
  f1:add_mailbox "xena"
  org:pair("x400", { name = "WAN", s1, f1, cost = 1 })
  org:add_host("mail.example.com", { mx_for = "example.com" })
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
end

local to = { "vera", "will", "xena", "u@example.com" }

local function write(org, when)
  for _, who in ipairs(to) do org:send { from = "ann", to = who, as = who .. " " .. when } end
end

function scenario.drive(run, org)
  run:at("09:00", function()
    write(org, "without")
    org:send { from = "vera", to = "bare", as = "to one without" }
  end)
  run:at("09:05", function() org:mailbox "ann":set { proxies = ANN } end)
  run:at("09:06", function() write(org, "with") end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "vera without":delivered_to "vera"
  for _, who in ipairs { "will", "xena", "u@example.com" } do
    seen:report(who .. " without"):signed "MSExchangeIS":text "due to a recipient problem"
    seen:inferred():message(who .. " with"):delivered()
  end
  seen:event(178, { server = "S1" }):text "unable-to-transfer":times(3)
  seen:event(178, { server = "S1" }):text "unrecognized-or-name"
  seen:inferred():message "to one without":returned { diagnostic = "unrecognized-or-name" }
end

return scenario
