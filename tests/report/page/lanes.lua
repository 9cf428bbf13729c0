-- So many servers that the report has ten thousand lanes; for the test of the report in a browser.
--
-- SPDX-License-Identifier: MIT

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "Ten thousand lanes",
  products = { "5.5 SP4" },
  start    = "1998-03-02 08:00",
}

local SITES, SERVERS = 10, 334

function scenario.build(org)
  for i = 1, SITES do
    local site = org:add_site(("SITE%d"):format(i))

    for j = 1, SERVERS do
      site:add_server(("S%dX%d"):format(i, j)):add_mailbox(("user %d %d"):format(i, j))
    end
  end
end

-- Each writes to the next on the next server.
function scenario.drive(run, org)
  run:at("08:01", function()
    for i = 1, SITES do
      for j = 1, SERVERS do
        org:send { from = ("user %d %d"):format(i, j), to = ("user %d %d"):format(i, j % SERVERS + 1),
                   as = ("mail %d %d"):format(i, j) }
      end
    end
  end)
  run:to "09:00"
end

function scenario.expect(seen)
  seen:message "mail 1 1":delivered_to "user 1 2":before "08:30"
end

return scenario
