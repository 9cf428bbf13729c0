-- A malformed message from outside shuts the Internet Mail Service down, and keeps it from starting
-- until its file is deleted.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q232279",
  title    = "IMS shuts down when it receives a malformed message",
  says     = { "4182 names the spool file, which is retried at the restart; 4102: the service is shut down",
               "it does not start: Internal Windows NT error 2140",
               "the message of event 4182 must be deleted from Imcdata",
               "fixed by a store of 5.5.2619.0" },
  products = { "5.5 SP2", "5.5 SP4" },
  fixed    = "5.5.2619.0",
  mutant   = { "MALFORMED_STOPS_IMS" },
  start    = "1999-03-01 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
  s1:set { ims_in_time = "2 s" }                                 -- (ours): so that all three are in In
end

function scenario.drive(run, org)
  local ims = org:service("S1", "ims")
  local send = function(name, malformed)
    org:host "mail.example.com":send { from = "x@example.com", to = "ann@one.org.com", via = "S1", as = name, malformed = malformed }
  end
  run:at("09:00", function()
    send "first"
    send("bad", true)
    send "last"
  end)
  run:at("10:00", function() ims:start() end)
  run:at("11:00", function() if not ims:is_running() then ims:delete "bad" end end)
  run:at("11:10", function() ims:start() end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "first":delivered_to "ann":before "09:01"
end

function scenario.unfixed(seen)
  seen:event(4182, { server = "S1" }):text "the message in spool file AAAAAAAC will be retried":between("09:00", "09:01"):once()
  seen:event(4102, { server = "S1" }):text "is being shut down.":between("09:00", "09:01"):once()
  seen:message "last":delivered():before "11:09":never()           -- it did not start at 10:00
  seen:queue("S1", "in"):at "10:30":are { "bad", "last" }
  seen:message "last":delivered_to "ann":after "11:10"
  seen:message "bad":delivered():never()
end

function scenario.fixed(seen)
  seen:event(4182):never()
  seen:event(4102):never()
  seen:message "last":delivered_to "ann":before "09:01"
end

return scenario
