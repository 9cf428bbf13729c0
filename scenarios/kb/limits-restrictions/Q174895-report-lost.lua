-- A message over the limit of the MTA that it is submitted to disappears, and so does the report.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q174895",
  title    = "Messages are lost when the MTA's size limit is exceeded",
  says     = { "a message over the limit leaves the work queue, is not delivered, and the sender gets no notice",
               "a message under 5 MB is received",
               "event 62 shows it being handed back to the store; the report is made, and does not arrive" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2" },
  fixed    = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "OVERSIZE_REPORT_LOST", "MTA_SIZE_LIMIT" },
}

-- Names and the size of the large message ours.
function scenario.build(org)
  local site = org:add_site "SITE"
  local a, b = site:add_server "A", site:add_server "B"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  a:set { mta_size_limit = "5 MB" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "bob", size = "6 MB", as = "large" }
    org:send { from = "ann", to = "bob", size = "4 MB", as = "small" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:event(62, { server = "A" }):text "content-too-long":once()
  seen:message "large":delivered():never()
  seen:message "small":delivered_to "bob"
  seen:report "large":once()
end

function scenario.fixed(seen)
  seen:inferred():report "large":to "ann":diagnostic "content-too-long":delivered()
end

function scenario.unfixed(seen)
  seen:report "large":delivered():never()
end

return scenario
