-- After some RAS errors the MTA dials again and again, without a pause.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q150927",
  title    = "MTA continuously attempts to initiate a RAS connection",
  says     = { "after a communications error the MTA may dial again and again, and not wait the open interval",
               "the open interval: 600 s by default, Messaging Defaults of the MTA Site Configuration",
               "in this order: 9311 (RAS error 629), 1028 (29954), 1294, 289",
               "fixed in 4.0 SP2" },
  products = { "4.0 SP1", "4.0 SP2", "4.0 SP5" },
  fixed    = { "4.0 SP2" },
  mutant   = { "RAS_REDIALS", "OPEN_INTERVAL_WAITS" },
}

-- The far end hangs up (ours: half a minute to dial).
local function build(interval)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    org:pair("ras", { name = "RAS", s1, s2 })
    if interval then org:site "A":set { open_interval = interval } end
  end
end

local function drive(fault)
  return function(run, org)
    run:at("08:59", function()
      local link = org:link "RAS"
      link[fault](link)
    end)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
    run:to "09:59"
  end
end

local numbers = { 9311, 1028, 1294, 289 }

scenario.build = build()
scenario.drive = drive "refuse"

function scenario.expect(seen)
  seen:event(9311, { server = "S1" }):text "RAS error code returned: 629"
  seen:event(1028, { server = "S1" }):text "A connection error occurred":text "29954"
  seen:event(1294, { server = "S1" }):text "/CN=RAS ended abnormally"
  seen:event(289, { server = "S1" }):text "/CN=RAS could not be opened"
  local order = {}
  for i, number in ipairs(numbers) do order[i] = seen:event(number, { server = "S1" }) end
  seen:in_order(order)
end

function scenario.unfixed(seen)
  seen:association("S1", "RAS"):tried():before "09:01":times(2)
  seen:association("S1", "RAS"):tried():after "09:01":times(116)             -- one every half minute
  seen:inferred():event(301, { server = "S1" }):never()
end

function scenario.fixed(seen)
  local dials = seen:inferred():association("S1", "RAS"):tried()
  dials:times(6)
  for _, time in ipairs { "09:00", "09:10", "09:20" } do
    seen:inferred():association("S1", "RAS"):tried():within "1 s":of(time):once()
  end
  for _, number in ipairs(numbers) do seen:inferred():event(number, { server = "S1" }):times(6) end
end

scenario.case("an open interval of the site's own", {
  build = build("120 s"), drive = drive "refuse",
  fixed = function(seen) seen:inferred():association("S1", "RAS"):tried():times(30) end,
  unfixed = function(seen) seen:association("S1", "RAS"):tried():before "09:01":times(2) end,
})

-- Not after every error: nobody answers.
scenario.case("no answer", {
  drive = drive "cut",
  expect = function(seen)
    seen:inferred():association("S1", "RAS"):tried():times(6)
    seen:inferred():event(9311, { server = "S1" }):text "RAS error code returned: 718":times(6)
  end,
  fixed = function() end, unfixed = function() end,
})

return scenario
