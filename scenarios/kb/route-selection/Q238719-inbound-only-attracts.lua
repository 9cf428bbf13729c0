-- An Internet Mail Service that takes mail in only still attracts mail for outside, as long as it has
-- an SMTP address space.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q238719",
  title    = "Mail is queued for an Internet Mail Service that is Inbound Only",
  says     = { "its address space makes a route in the table: the MTA may queue outbound mail for it",
               "it does not pick that mail up",
               "all its address spaces removed and routing recalculated: the route is gone, nothing more is queued for it" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "MODE_NO_FILTER", "IMS_OUTBOUND_MODE" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMS1", transfer_mode = "inbound",
                     spaces = { { "SMTP:*", cost = 1 } } }                       -- costs: ours
  s2:add_connector { kind = "ims", name = "IMS2", spaces = { { "SMTP:*", cost = 2 } } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function send_ten(run, org, from, name)
  run:every("1 min", { from = from, times = 10 }, function(i)
    org:send { from = "ann", to = "x@example.com", as = name .. " " .. i }
  end)
end

function scenario.drive(run, org)
  send_ten(run, org, "09:00", "before")
  run:at("1998-03-03 09:00", function() org:connector "IMS1":set { spaces = {} } end)
  run:at("1998-03-03 09:01", function() org:site "SITE":calculate() end)
  send_ten(run, org, "1998-03-03 09:05", "after")
  run:at("1998-03-03 09:30", function() org:service("S1", "ims"):stop() end)
  run:to "1998-03-03 12:00"
end

function scenario.expect(seen)
  for i = 1, 10 do
    seen:message("before " .. i):goes_by "IMS1"
    seen:message("before " .. i):never "delivered"
    seen:decision("after " .. i, "S1"):takes "IMS2"
    seen:message("after " .. i):via "IMS2"
    seen:inferred():message("before " .. i):never "rerouted"     -- what is queued there stays
    seen:inferred():report("before " .. i):never()
  end
  seen:queue("S1", "mts-out"):at "1998-03-03 11:59":holds(10)
end

return scenario
