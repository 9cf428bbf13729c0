-- Open retry ends first while the far side is down; the life of a message ends first when its own
-- MTA was down.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q271545",
  title    = "Message time-outs and open retry time-outs",
  says     = { "destination down for 24 h (144 x 600 s): all mail for it goes back, whatever its priority",
               "source down for five days: high priority mail goes back, normal and low stay until delivered",
               "2, 7 and 10 days by priority",
               "mail in non-secured queues can be rerouted, mail in secured queues cannot" },
  products = { "5.5 SP4" },
  mutant   = { "EXHAUSTED_RETURNS", "MESSAGE_LIFE", "SECURED_STAYS", "REROUTE_AT_ONCE" },
}

local PRIORITIES = { "urgent", "normal", "non-urgent" }

local function send_three(org)
  for _, priority in ipairs(PRIORITIES) do
    org:send { from = "ann", to = "bob", as = priority, priority = priority }
  end
end

local function two_mtas(org)
  local mta1, mta2 = org:add_site "A":add_server "MTA1", org:add_site "B":add_server "MTA2"
  mta1:add_mailbox "ann"
  mta2:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
  org:pair("x400", { name = "LINK", mta1, mta2 })
end

scenario.case("1: the destination is down", {
  build = two_mtas,
  drive = function(run, org)
    run:at("08:59", function() org:server "MTA2":stop() end)
    run:at("09:00", function() send_three(org) end)
    run:to "1998-03-04 09:00"
  end,
  expect = function(seen)
    seen:association("MTA1", "LINK"):tried():times(144):before "1998-03-03 09:00"
    for _, priority in ipairs(PRIORITIES) do
      seen:report(priority):once():at "1998-03-03 09:00":diagnostic "mts-congestion"
      seen:message(priority):is_in("MTA1", "LINK"):at "1998-03-03 08:59"
    end
    seen:queue("MTA1", "LINK"):at "1998-03-03 09:01":is "empty"
  end,
})

-- Down from 09:10 for five days, with mail that the line did not let through in time.
scenario.case("2: the source is down", {
  build = two_mtas,
  drive = function(run, org)
    run:at("08:59", function() org:link "LINK":cut() end)
    run:at("09:00", function() send_three(org) end)
    run:at("09:10:05", function() org:service("MTA1", "mta"):stop() org:link "LINK":restore() end)
    run:at("1998-03-07 09:10:05", function() org:service("MTA1", "mta"):start() end)
    run:to "1998-03-08 09:00"
  end,
  expect = function(seen)
    seen:report "urgent":once():at "1998-03-07 09:10:05":diagnostic "maximum-time-expired"
    seen:message "urgent":never "delivered"
    seen:report "normal":never()
    seen:report "non-urgent":never()
    seen:inferred():message "normal":delivered_to "bob":within "1 s":of "1998-03-07 09:10:05"
    seen:inferred():message "non-urgent":delivered_to "bob":within "1 s":of "1998-03-07 09:10:05"
  end,
})

-- Eight days: the normal message is past its seven as well, the low one is not past its ten.
scenario.case("2: for eight days", {
  build = two_mtas,
  drive = function(run, org)
    run:at("08:59", function() org:link "LINK":cut() end)
    run:at("09:00", function() send_three(org) end)
    run:at("09:10:05", function() org:service("MTA1", "mta"):stop() org:link "LINK":restore() end)
    run:at("1998-03-10 09:10:05", function() org:service("MTA1", "mta"):start() end)
    run:to "1998-03-11 09:00"
  end,
  expect = function(seen)
    seen:report "urgent":once():diagnostic "maximum-time-expired"
    seen:report "normal":once():diagnostic "maximum-time-expired"
    seen:inferred():message "non-urgent":delivered_to "bob"
  end,
})

scenario.case("more than one route", {
  build = function(org)
    two_mtas(org)
    local mta3 = org:site "A":add_server "MTA3"
    org:pair("x400", { name = "SLOW", mta3, "MTA2", cost = 9 })
    org:server "MTA1":add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } },
                                         handoff_time = "10 s" }   -- (ours): it waits when the service stops
    mta3:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 9 } } }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end,
  drive = function(run, org)
    run:at("08:59", function() org:link "LINK":cut() end)
    run:at("09:00:05", function() org:service("MTA1", "ims"):stop() end)
    run:at("09:00", function()
      send_three(org)
      org:send { from = "ann", to = "x@example.com", as = "secured" }
    end)
    run:to "1998-03-04 09:00"
  end,
  expect = function(seen)
    for _, priority in ipairs(PRIORITIES) do
      seen:message(priority):rerouted { from = "LINK", to = "SLOW" }
      seen:inferred():message(priority):delivered_to "bob":before "09:01"
      seen:inferred():report(priority):never()
    end
    seen:message "secured":never "rerouted"
    seen:queue("MTA1", "ims"):at "1998-03-04 09:00":holds(1)
  end,
})

return scenario
