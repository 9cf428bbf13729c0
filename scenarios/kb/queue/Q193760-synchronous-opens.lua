-- In 4.0 and 5.0 an MTA opens one connection at a time: one line that is dead keeps the others
-- waiting.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193760",
  title    = "The MTA stops processing messages when one network link fails",
  says     = { "4.0 and 5.0 with X.400 Connectors to several sites: one link fails, mail to all of them may stop",
               "fixed in MTA 4.0.997.2 and 5.0.1461.50" },
  products = { "4.0 SP5", "4.0.997.1", "4.0.997.2", "5.0 SP2", "5.0.1461.49", "5.0.1461.50", "5.5 SP4" },
  fixed    = { "4.0.997.2", "5.0.1461.50", "5.5" },
  mutant   = { "SYNCHRONOUS_OPENS" },
}

function scenario.build(org)
  local hub = org:add_site "HUB":add_server "HUB1"
  hub:add_mailbox "ann"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", open_timeout = "75 s" }   -- (ours)
  for _, name in ipairs { "B", "C", "D" } do
    local server = org:add_site(name):add_server(name .. "1")
    server:add_mailbox("user " .. name)
    org:pair("x400", { name = "LINK " .. name, hub, server })
  end
end

function scenario.drive(run, org)
  run:at("08:59", function() org:link "LINK B":cut() end)
  run:at("09:00", function()
    for i = 1, 10 do
      for _, name in ipairs { "B", "C", "D" } do
        org:send { from = "ann", to = "user " .. name, as = name .. " " .. i }
      end
    end
  end)
  run:to "09:20"
end

function scenario.expect(seen)
  seen:message "B 1":never "delivered"
end

function scenario.fixed(seen)
  for _, name in ipairs { "C", "D" } do
    seen:inferred():association("HUB1", "LINK " .. name):opened():within "1 s":of "09:00"
    seen:inferred():message(name .. " 10"):delivered():within "5 s":of "09:00"
  end
end

function scenario.unfixed(seen)
  for _, name in ipairs { "C", "D" } do
    seen:association("HUB1", "LINK " .. name):always():before "09:01:15":is "closed"
    seen:queue("HUB1", "LINK " .. name):at "09:01:14":holds(10)
    seen:inferred("when the open of B has timed out"):message(name .. " 10"):delivered():after "09:01:15"
  end
end

return scenario
