-- So much mail that its record has a million entries; for the test of the report in a browser.
--
-- SPDX-License-Identifier: MIT

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "A million entries",
  products = { "5.5 SP4" },
  start    = "1998-03-02 08:00",
}

local ROUNDS, BURST = 1800, 50

function scenario.build(org)
  local a = org:add_site "NORTH":add_server "HUB1"
  local b = org:add_site "SOUTH":add_server "HUB2"

  a:add_mailbox "ann"
  b:add_mailbox "bob"
  a:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:pair("x400", { name = "LINE", a, b, cost = 1 })
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:every("15 s", { from = "08:00:30", times = ROUNDS }, function(i)
    for j = 1, BURST do
      org:send { from = "ann", to = j % 5 == 0 and "x@example.com" or "bob",
                 as = ("mail %d"):format((i - 1) * BURST + j) }
    end
  end)
  run:at("10:00", function() org:link "LINE":cut() end)
  run:at("10:30", function() org:link "LINE":restore() end)
  run:to "18:00"
end

function scenario.expect(seen)
  seen:message "mail 1":delivered_to "bob":before "08:05"
end

return scenario
