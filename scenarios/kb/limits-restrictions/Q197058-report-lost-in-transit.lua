-- The report on a message over the limit of the next MTA cannot be routed: nobody is told.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q197058",
  title    = "Reports get lost where another MTA has a smaller limit",
  says     = { "a message between the limits of two MTAs is not delivered, and its report is made but not delivered",
               "events 141, unable to route a report; 62 and 290, unable-to-transfer and content-too-long",
               "corrected in 5.0.1461.76" },
  products = { "5.0 SP2", "5.0.1461.76" },
  fixed    = { "5.0.1461.76" },
  mutant   = { "TRANSIT_REPORT_LOST", "MTA_SIZE_LIMIT" },
}

-- Names and sizes ours.
function scenario.build(org)
  local site = org:add_site "SITE"
  local a, b = site:add_server "A", site:add_server "B"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  a:set { mta_size_limit = "5 MB" }
  b:set { mta_size_limit = "1 MB" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "bob", size = "3 MB", as = "large" }
    org:send { from = "ann", to = "bob", size = "500 K", as = "small" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "large":delivered():never()
  seen:event(62, { server = "B" }):text "unable-to-transfer":once()
  seen:event(62, { server = "B" }):text "content-too-long":once()
  seen:event(290, { server = "B" }):text "content-too-long":once()
  seen:inferred():message "small":delivered_to "bob"
end

function scenario.fixed(seen)
  seen:inferred():report "large":to "ann":diagnostic "content-too-long":delivered()
  seen:inferred():event(141):never()
end

function scenario.unfixed(seen)
  seen:event(141, { server = "B" }):text "unable to route a report":once()
  seen:report "large":delivered():never()
end

return scenario
