-- The Internet Mail Connector in flush mode: mail comes into Out and stays, and nobody is told.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q146298",
  title    = "Files remain in Imcdata\\Out in flush mode",
  says     = { "in flush mode nothing is sent or received; files in Imcdata\\Out remain",
               "new mail is placed there without any notice or NDR to the sender" },
  products = { "4.0 SP5", "5.5 SP4" },
  fixed    = { "5.0", "5.5" },                                    -- (inferred): the defect is confirmed for 4.0 alone
  mutant   = { "FLUSH_SENDS_NOTHING", "IMS_INBOUND_MODE" },
  start    = "1996-03-04 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMC", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- Two are in Out when the mode is set, as their host was down (ours, as all times).
function scenario.drive(run, org)
  local host = org:host "mail.example.com"
  run:at("08:59", function() host:down() end)
  run:at("09:00", function()
    for i = 1, 2 do org:send { from = "ann", to = "x@example.com", as = "before " .. i } end
  end)
  run:at("09:10", function()
    org:connector "IMC":set { transfer_mode = "none" }
    host:up()
  end)
  run:at("09:30", function()
    org:send { from = "ann", to = "x@example.com", as = "after" }
    pcall(function() host:send { from = "x@example.com", to = "ann@one.org.com", via = "S1", as = "in" } end)
  end)
  run:at("Sat 09:00", function() org:connector "IMC":set { transfer_mode = "both" } end)
  run:to "Sat 12:00"
end

function scenario.expect(seen)
  seen:queue("S1", "mts-in"):always():holds(0)
end

function scenario.unfixed(seen)
  for _, name in ipairs { "before 1", "before 2", "after" } do
    seen:message(name):delivered():before "Sat 08:59":never()
    seen:message(name):returned():before "Sat 08:59":never()
  end
  seen:queue("S1", "out"):at "Tue 09:30":holds(3)
  seen:queue("S1", "mts-out"):at "Tue 09:30":holds(0)
end

function scenario.fixed(seen)
  seen:inferred():message "before 1":delivered():before "Tue 09:30"
end

return scenario
