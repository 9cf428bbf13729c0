-- Two X.25 stacks: when the line of one is down, the connectors of the other stand as well.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q264329",
  title    = "X.400 Connectors over X.25 stop when one line is down",
  says     = { "two or more X.25 stacks, one line down: all connectors over X.25 may stop, though the others are available",
               "the driver returns an error to the MTA's listen call",
               "corrected in a build after SP4: 2653.15" },
  products = { "5.5 SP3", "5.5 SP4", "5.5.2653.15" },
  fixed    = { "5.5.2653.15" },
  mutant   = { "X25_LISTEN_SHARED" },
}

function scenario.build(org)
  local hub = org:add_site "HUB":add_server "S1"
  hub:add_mailbox "ann"
  for i = 1, 3 do
    local far = org:add_site("SITE" .. i):add_server("R" .. i)
    far:add_mailbox("bob" .. i)
    org:pair("x400", { name = "X" .. i, hub, far })
    for _, server in ipairs { "S1", "R" .. i } do
      org:connector("X" .. i, server):set { transport_stack = i < 3 and 3 or 1 }
    end
  end
  org:server "R2":add_mailbox "ben"
end

function scenario.drive(run, org)
  run:at("09:00", function() org:link "X1":cut() end)
  run:at("09:05", function()
    for i = 1, 3 do org:send { from = "ann", to = "bob" .. i, as = "to " .. i } end
    org:send { from = "ben", to = "ann", as = "from 2" }
  end)
  run:at("10:00", function() org:link "X1":restore() end)
  run:to "10:30"
end

local function all(seen, more)
  seen:queue("S1", "X1"):at "09:59":holds(1)
  more(seen)
  seen:inferred():message "to 3":delivered_to "bob3":before "09:06"
  seen:inferred():message "to 1":delivered_to "bob1":between("10:00", "10:06")
end

scenario.case("one line is down", {
  unfixed = function(seen)
    all(seen, function()
      seen:queue("S1", "X2"):at "09:59":holds(1)
      seen:queue("R2", "X2"):at "09:59":holds(1)
      seen:inferred():message "to 2":delivered_to "bob2":between("10:00", "10:06")
    end)
  end,
  fixed = function(seen)
    all(seen, function()
      seen:inferred():message "to 2":delivered_to "bob2":before "09:06"
      seen:inferred():message "from 2":delivered_to "ann":before "09:06"
    end)
  end,
})

return scenario
