-- How many associations a queue has: one, one more each time it passes the threshold, at most nine;
-- and one more for urgent mail.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q194589",
  title    = "Event 57: the limit of associations",
  says     = { "5.5: at most ten between two MTAs: nine for normal and low, one that urgent mail may open",
               "a new one for every 50 messages that wait; with a threshold of 100, for every 100",
               "event 57 when the limit is reached: the limit is 9",
               "mail may still flow",
               "over X.400 and over RPC; Override page there, MTA Site Configuration here" },
  products = { "5.5 SP4", "5.5.2654.38" },
  mutant   = { "ONE_PER_THRESHOLD", "URGENT_OWN_ASSOCIATION" },
}

local function send(org, count, to, first)
  for i = first or 1, (first or 1) + count - 1 do
    org:send { from = "ann", to = to, as = to .. " " .. i, size = "1 M" }
  end
end

-- Lines on which 1 M takes days (ours), so that nothing that is sent arrives.
function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  local a2 = org:site "A":add_server "A2"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  a2:add_mailbox "cid"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", bandwidth = 10 }
  org:pair("x400", { name = "LINK", a, b })
end

-- 1, 51, 101 ... 401 messages, then 451, then an urgent one.
local function drive(to, step)
  return function(run, org)
    run:at("09:00", function() send(org, 1, to) end)
    for i = 1, 9 do
      run:at(("09:%02d"):format(i), function() send(org, step, to, 2 + (i - 1) * step) end)
    end
    run:at("09:20", function()
      org:send { from = "ann", to = to, as = "urgent", priority = "urgent", size = "1 M" }
    end)
    run:to "09:30"
  end
end

local function expect(queue, name)
  return function(seen)
    local all = seen:association("A1", queue)
    for i = 0, 8 do all:at(("09:%02d:30"):format(i)):count(i + 1) end
    all:at "09:19":count(9)                                    -- 451 wait, ten are wanted
    all:at "09:21":count(10)
    all:always():count_at_most(10)
    seen:event(57, { server = "A1" }):before "09:09":never()
    seen:event(57, { server = "A1" }):between("09:09", "09:19"):once()
      :text(name .. " has been reached. The limit is 9. [MTA MAIN BASE 1 43] (14)")
    seen:message "urgent":transfer_started():within "1 s":of "09:20"
  end
end

scenario.case("X.400, threshold 50", {
  drive = drive("bob", 50), expect = expect("LINK", "CN=Connections/CN=LINK"),
})

scenario.case("RPC inside a site, threshold 50", {
  drive = drive("cid", 50), expect = expect("A2", "CN=Servers/CN=A2/CN=Microsoft MTA"),
})

scenario.case("X.400, threshold 100", {
  build = function(org)
    scenario.build(org)
    org:connector("LINK", "A1"):set { threshold = 100 }
  end,
  drive = drive("bob", 100), expect = expect("LINK", "CN=Connections/CN=LINK"),
})

scenario.case("RPC inside a site, threshold 100", {
  build = function(org)
    scenario.build(org)
    org:site "A":set { threshold = 100 }
  end,
  drive = drive("cid", 100), expect = expect("A2", "CN=Servers/CN=A2/CN=Microsoft MTA"),
})

-- The limit is reached, and mail flows all the same.
scenario.case("mail still flows", {
  build = function(org)
    scenario.build(org)
    org:link "LINK":set { bandwidth = 100000000 }
  end,
  drive = function(run, org)
    org:connector("LINK", "A1"):set { threshold = 1 }
    run:at("09:00", function() send(org, 100, "bob") end)
    run:to "09:30"
  end,
  expect = function(seen)
    seen:association("A1", "LINK"):always():count_at_most(9)
    seen:event(57, { server = "A1" }):at_least(1)
    seen:message "bob 100":delivered_to "bob"
    seen:queue("A1", "LINK"):at "09:30":is "empty"
  end,
})

return scenario
