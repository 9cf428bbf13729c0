-- A run in which one thing happens; for the test of the report in a browser.
--
-- SPDX-License-Identifier: MIT

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "One entry",
  products = { "5.5 SP4" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  org:add_site "SITE":add_server "HUB1":add_mailbox "ann"
  org:add_host "mail.example.com"
end

function scenario.drive(run, org)
  run:at("08:01", function() org:host "mail.example.com":down() end)
  run:to "09:00"
end

return scenario
