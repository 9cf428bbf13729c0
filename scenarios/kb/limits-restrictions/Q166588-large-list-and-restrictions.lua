-- A message for a large list, by a connector with delivery restrictions: what stands behind it in the
-- work queue waits.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166588",
  title    = "Backlog of the MTA by lists and delivery restrictions",
  says     = { "Work Queue Length exceeds 3,000 and remains there for a long time",
               "most likely where delivery restrictions and distribution lists are associated with the message",
               "large lists and restrictions make the MTA compute; corrected in 5.0 SP2 (Q168735)" },
  products = { "5.0 SP1", "5.0 SP2" },
  since    = { "5.0" },
  fixed    = { "5.0 SP2" },
  mutant   = { "SENDERS_ASKED_AGAIN", "SENDER_LISTS_TAKE_TIME" },
}

local LARGE <const>, STAFF <const>, OTHERS <const> = 1000, 400, 3200 -- (ours)

-- The list has people elsewhere, whom only the staff may write to.
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  local staff, clients = {}, {}
  for i = 1, STAFF do staff[i] = s1:add_mailbox("p" .. i) end
  for i = 1, LARGE do clients[i] = org:add_recipient("c" .. i, { target = "SMTP:c" .. i .. "@example.com" }) end
  site:add_list("staff", { members = staff })
  site:add_list("clients", { members = clients })
  site:add_server "S2":add_mailbox "bob"
  s1:add_connector { kind = "ims", spaces = "SMTP:*", accept_from = "staff" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 20 do org:send { from = "p1", to = "clients", as = "to the list " .. i } end
  end)
  run:at("09:02", function()
    for i = 1, OTHERS do org:send { from = "p2", to = "bob", as = "m" .. i } end
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "to the list 20":delivered():times(LARGE)
  seen:message("m" .. OTHERS):delivered_to "bob"
end

function scenario.unfixed(seen)
  for _, time in ipairs { "09:04", "09:07", "09:10" } do
    seen:counter("S1", "Work Queue Length"):at(time):is_at_least(3001)
  end
end

function scenario.fixed(seen)
  seen:inferred():counter("S1", "Work Queue Length"):at "09:04":is_at_most(3000)
  seen:inferred():counter("S1", "Work Queue Length"):at "09:07":is_at_most(1)
end

return scenario
