-- A sender whose distinguished name is malformed hangs the Internet Mail Connector: MTS-OUT fills behind
-- the message.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166540",
  title    = "IMC stops processing and MTS-OUT backs up",
  says     = { "an improperly formatted DN makes the connector corrupt its heap: its threads are inactive",
               "a backlog may build in the connector's mailbox, MTS-OUT",
               "corrected in the latest service packs of 4.0 and 5.0" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2" },
  fixed    = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "IMS_HANGS_ON_DN" },
  start    = "1997-06-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_mailbox "checker"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- The second of four; a start of the service does not help (ours).
function scenario.drive(run, org)
  local ims = org:service("S1", "ims")
  local send = function(name, from, flaw)
    org:send { from = from, to = "x@example.com", as = name, flaw = flaw }
  end
  run:at("09:00", function() send("first", "ann") end)
  run:at("09:10", function() send("bad", "checker", "malformed originator DN") end)
  run:at("09:20", function() send("third", "ann") end)
  run:at("09:30", function() send("fourth", "ann") end)
  run:at("11:00", function() ims:stop() ims:start() end)
  run:at("12:00", function()
    if org:server "S1".name and ims:is_running() then pcall(function() ims:delete "bad" end) end
  end)
  run:to "13:00"
end

function scenario.expect(seen)
  seen:inferred():message "first":delivered():before "09:10"
  seen:queue("S1", "ims"):always():after "09:31":holds(0)     -- the MTA's is emptied all the same
end

function scenario.unfixed(seen)
  seen:queue("S1", "mts-out"):at "10:00":are { "bad", "third", "fourth" }
  seen:queue("S1", "mts-out"):at "11:59":holds(3)
  seen:inferred "it is deleted":message "fourth":delivered():after "12:00"
end

function scenario.fixed(seen)
  for _, name in ipairs { "bad", "third", "fourth" } do
    seen:inferred():message(name):delivered():before "09:31"
  end
end

return scenario
