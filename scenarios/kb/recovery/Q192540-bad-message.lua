-- A bad message in the folders of the Internet Mail Service: it does not start before that is deleted, nor
-- after it is put back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q192540",
  title    = "Events 4018 and 4116: cleaning the folders of the Internet Mail Service",
  says     = { "the service stops delivering; at its start events 4018 and 4116",
               "usually bad messages are to be removed from its folders in the information store",
               "what was saved is replayed a few at a time: one of them may be bad" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "IMS_STOPS_ON_BAD" },
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- Times are ours. What is replayed at noon is the same bad message.
function scenario.drive(run, org)
  local ims = org:service("S1", "ims")
  local send = function(name, flaw)
    org:send { from = "ann", to = "x@example.com", as = name, flaw = flaw }
  end
  run:at("09:00", function() send("bad", "unreadable by MAPI") end)
  run:at("09:10", function() send "good" end)
  run:at("10:00", function() ims:stop() ims:start() end)
  run:at("11:00", function()
    ims:stop()
    pcall(function() ims:delete "bad" end)
    ims:start()
  end)
  run:at("12:00", function() send("bad again", "unreadable by MAPI") end)
  run:at("12:10", function() send "later" end)
  run:to "13:00"
end

function scenario.expect(seen)
  for _, id in ipairs { 4018, 4116 } do
    seen:event(id, { server = "S1" }):between("10:00", "10:01"):once()
    seen:inferred():event(id, { server = "S1" }):between("12:00", "12:01"):once()
  end
  seen:message "good":delivered():after "11:00"
  seen:message "bad":delivered():never()
  seen:message "later":delivered():never()                     -- it stopped again
end

return scenario
