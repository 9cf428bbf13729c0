-- Mail that another MTA transfers to a connector with large lists in lists: the MTA terminates.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q242861",
  title    = "Bad secure on object 2589",
  says     = { "access to an Internet Mail Service is limited by distribution lists: transferred messages are checked, the lists expanded",
               "by their size and nesting level that can end the MTA: event 9405, bad secure on object 2589, XFER-IN",
               "corrected in 5.5 SP4 (and before in MTA 2651.71, Q251137)" },
  products = { "5.5 SP3", "5.5.2651.71", "5.5 SP4" },
  since    = { "5.5" },
  fixed    = { "5.5.2651.71" },
  mutant   = { "LARGE_SENDERS_BREAK", "LISTS_STAND_FOR_MEMBERS" },
}

local MEMBERS <const> = 1000 -- (ours)

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  local people = {}
  for i = 1, MEMBERS do people[i] = s2:add_mailbox("p" .. i) end
  s1:add_mailbox "ann"
  s2:add_mailbox "eve"
  site:add_list("staff", { members = people })
  site:add_list("internet", { members = { "staff", "ann" } })
  s1:add_connector { kind = "ims", spaces = "SMTP:*", accept_from = "internet" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "x@example.com", as = "not transferred" } end)
  run:at("09:30", function() org:send { from = "p1", to = "x@example.com", as = "transferred" } end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:inferred():message "not transferred":delivered():once()
end

function scenario.unfixed(seen)
  seen:event(9405, { server = "S1" }):text "Bad secure on object 2589. [BASE XFER-IN 28]":once()
  seen:message "transferred":never "delivered"
end

function scenario.fixed(seen)
  seen:event(9405, { server = "S1" }):never()
  seen:inferred():message "transferred":delivered():once()
end

return scenario
