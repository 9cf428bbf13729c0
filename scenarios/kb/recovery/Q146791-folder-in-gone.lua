-- The folder In taken away under a running Internet Mail Connector: nothing is taken from outside
-- until the service starts again, which makes the folder anew.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q146791",
  title    = "IMC does not accept inbound mail: 421 Internal Error",
  says     = { "Imcdata\\In renamed or removed while the service runs: 421 Internal Error. Connection Closing.",
               "a call that is accepted: the mail is rejected, event 4055",
               "stopped and started: In is made anew, and mail flows" },
  products = { "4.0 SP5" },
  mutant   = { "IN_FOLDER_NEEDED" },
  start    = "1996-03-04 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
  org:add_host "mail.far.test"
end

function scenario.drive(run, org)
  local ims = org:service("S1", "ims")
  local call = function(host, name)
    org:host(host):send { from = "x@example.com", to = "ann@one.org.com", via = "S1", as = name }
  end
  run:at("08:30", function() call("mail.example.com", "before") end)
  run:at("09:00", function() ims:fault "in folder gone" end)
  run:at("09:10", function() call("mail.example.com", "first") end)
  run:at("09:20", function() call("mail.example.com", "second") end)
  run:at("09:30", function() call("mail.far.test", "third") end)
  run:at("09:40", function() org:send { from = "ann", to = "x@example.com", as = "out" } end)
  run:at("10:00", function() ims:stop() ims:start() end)
  run:at("10:10", function() call("mail.example.com", "after") end)
  run:to "12:00"
end

function scenario.expect(seen)
  local refusal = "421 Internal Error. Connection Closing."
  seen:event(4055, { server = "S1" }):text "imcdata\\work\\":text "due to system error.":once()
  seen:session "mail.example.com":hears(refusal):at "09:20":once()
  seen:session "mail.far.test":hears(refusal):at "09:30":once()
  seen:session "mail.example.com":hears(refusal):after "10:00":never()
  seen:message "after":delivered_to "ann"
  seen:inferred():message "before":delivered_to "ann"
  seen:inferred():queue("S1", "mts-in"):always():between("09:00", "10:00"):holds(0)
  seen:inferred():message "out":delivered():before "09:59"
end

return scenario
