-- A foreign read receipt that an Inbox rule moves makes the store spin: what comes in waits in the MTA.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q156708",
  title    = "Information store at 100 percent because of read receipts",
  says     = { "foreign read receipts, moved by a rule: the MTA fails to deliver any further messages to the store",
               "the store cannot be stopped; a reboot is required",
               "messages can still be sent out, and go between users of the same server",
               "all that comes in is held up in the MTA's Private Information Store queue",
               "corrected in the latest service pack of 4.0" },
  products = { "4.0 SP2", "4.0 SP3", "4.0 SP5" },
  fixed    = { "4.0 SP3" },
  mutant   = { "RECEIPT_JAMS_STORE" },
  start    = "1996-09-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  local s1 = site:add_server "S1"
  s1:add_mailbox "ann"
  s1:add_mailbox "amy"
  site:add_server "S2":add_mailbox "bob"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- All times are ours.
function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "mail.example.com":send { from = "x@example.com", to = "ann@one.org.com", via = "S1",
                                       as = "receipt", flaw = "receipt that a rule moves" }
  end)
  run:at("09:10", function()
    org:send { from = "bob", to = "ann", as = "in" }
    org:send { from = "ann", to = "bob", as = "out" }
    org:send { from = "ann", to = "amy", as = "here" }
  end)
  run:at("10:00", function()
    org:service("S1", "store"):stop()
    if not org:service("S1", "store"):is_running() then org:service("S1", "store"):start() end
  end)
  run:at("11:00", function()
    org:server "S1":stop()
    org:server "S1":start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:message "out":delivered_to "bob":before "09:11"
  seen:message "here":delivered_to "amy":before "09:11"
end

function scenario.unfixed(seen)
  seen:queue("S1", "mdb"):at "09:59":are { "in" }
  seen:queue("S1", "mdb"):at "10:59":are { "in" }              -- it did not stop
  seen:message "in":delivered_to "ann":after "11:00"
end

function scenario.fixed(seen) seen:inferred():message "in":delivered_to "ann":before "09:11" end

return scenario
