-- The folder of the Internet Mail Service moves to another drive: In, Out and Pickup are copied,
-- Queue.dat is not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q244048",
  title    = "How to move the IMS flat database folder",
  says     = { "stop, RootDir, In, Out and Pickup copied, Queue.dat not copied, start",
               "this maintains the messages in these queues" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "QUEUES_FROM_FOLDERS" },
  start    = "1999-03-01 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
  s1:set { ims_in_time = "1 min" }                               -- (ours)
end

-- Two in In and three in Out (ours) when the service stops.
local function move(parts)
  return function(run, org)
    local ims, host = org:service("S1", "ims"), org:host "mail.example.com"
    run:at("09:00", function()
      for i = 1, 2 do
        host:send { from = "x@example.com", to = "ann@one.org.com", via = "S1", as = "in " .. i }
      end
      host:down()
      for i = 1, 3 do org:send { from = "ann", to = "x@example.com", as = "out " .. i } end
    end)
    run:at("09:00:30", function()
      ims:stop()
      ims:move_spool(parts)
      host:up()
    end)
    run:at("10:00", function() ims:start() end)
    run:to "12:00"
  end
end

scenario.drive = move { "in", "out", "pickup" }

function scenario.expect(seen)
  seen:queue("S1", "in"):at "09:30":holds(2)
  seen:queue("S1", "out"):at "09:30":holds(3)
  for i = 1, 2 do seen:message("in " .. i):delivered_to "ann":after "10:00" end
  for i = 1, 3 do seen:message("out " .. i):delivered():after "10:00":once() end
end

scenario.case("Out is forgotten", {
  drive = move { "in", "pickup" },
  expect = function(seen)
    local inferred = seen:inferred()
    for i = 1, 2 do inferred:message("in " .. i):delivered_to "ann":after "10:00" end
    for i = 1, 3 do inferred:message("out " .. i):delivered():never() end
  end,
})

return scenario
