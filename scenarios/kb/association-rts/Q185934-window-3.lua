-- Builds before 5.5 SP2 never use a window above 3. Two lines of the same length, one with window 3
-- and one with 5, tell by when a large message arrives.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q185934",
  title    = "The MTA always uses RTSE window size 3",
  says     = { "a window greater than 3 is not used, though the Override page says 5",
               "opened by another MTA, it is negotiated down to 3",
               "fixed in 5.5 SP2: the window as configured" },
  products = { "5.0 SP2", "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "WINDOW_STOPS_AT_3" },
}

-- A to B by two pairs; a long line and a small checkpoint (ours), so that the window counts.
local function build(opener, answerer)
  return function(org)
    local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    if opener then a:patch { product = opener } end
    if answerer then b:patch { product = answerer } end
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
    for _, window in ipairs { 3, 5 } do
      local name = "W" .. window
      org:pair("x400", { name = name, a, b, window_size = window, checkpoint_size = 1 })
      org:link(name):set { latency = "1 s", bandwidth = 64000 }
    end
  end
end

local function drive(run, org)
  for i, window in ipairs { 3, 5 } do
    run:at(("%02d:00"):format(9 + i), function()
      org:connector("W" .. 8 - window, "A1"):set { schedule = "never" }
      org:connector("W" .. window, "A1"):set { schedule = "always" }
      org:send { from = "ann", to = "bob", as = "W" .. window, size = "30 K" }
    end)
  end
  run:to "12:00"
end

-- Rounds of 3 or 5 checkpoints of 128 ms; each round but the last waits for its acknowledgement.
local function uses_three(seen)
  seen:message "W3":transferred():between("10:00:20", "10:00:21")
  seen:message "W5":transferred():between("11:00:20", "11:00:21")
end

local function uses_five(seen)
  seen:message "W3":transferred():between("10:00:20", "10:00:21")
  seen:message "W5":transferred():between("11:00:12", "11:00:13")
end

scenario.case("both of this build", {
  build = build(), drive = drive, fixed = uses_five, unfixed = uses_three,
})

scenario.case("the other one opens", {
  build = build("5.5 SP4", nil), drive = drive, fixed = uses_five, unfixed = uses_three,
})

return scenario
