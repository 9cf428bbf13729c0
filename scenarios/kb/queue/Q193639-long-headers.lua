-- Headers of more than 32 KB stop the Internet Mail Service, and again at every start.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193639",
  title    = "The Internet Mail Service stops with event 4116",
  says     = { "a message with headers of more than 32 KB: event 4116, and the service stops",
               "it is retried when the service is restarted",
               "5.5 SP2 fetches the properties in parts" },
  products = { "5.5", "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "IMS_STOPS_ON_HEADERS" },
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- All times are ours.
function scenario.drive(run, org)
  local ims = org:service("S1", "ims")
  run:at("09:00", function()
    org:send { from = "ann", to = "x@example.com", as = "long", flaw = "headers over 32 KB" }
  end)
  run:at("09:30", function() org:send { from = "ann", to = "x@example.com", as = "other" } end)
  run:at("10:00", function() ims:stop() ims:start() end)
  run:at("11:00", function() ims:stop() ims:start() end)
  run:to "12:00"
end

function scenario.unfixed(seen)
  for _, hour in ipairs { "09", "10", "11" } do
    seen:event(4116, { server = "S1" }):text "An error was returned from the messaging software"
      :between(hour .. ":00", hour .. ":01"):once()
  end
  seen:message "long":delivered():never()
  seen:inferred():message "other":delivered():never()
end

function scenario.fixed(seen)
  seen:event(4116):never()
  seen:message "long":delivered():before "09:01"
  seen:inferred():message "other":delivered():before "09:31"
end

return scenario
