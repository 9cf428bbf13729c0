-- Inside a site one answer has a hundred objects at most; the asking server comes back for more.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q247339",
  title    = "Objects in one answer inside a site",
  says     = { "one RPC answer has at most 100 objects by default",
               "if there are more, the asking Directory Service is told to request them" },
  products = { "5.5 SP4" },
  mutant   = { "SITE_PACKETS" },
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  site:add_server "S1"
  site:add_server "S2"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 250 do org:server "S1":add_mailbox("new" .. i) end                      -- (ours)
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  local s2 = seen:inferred():directory "S2"
  s2:updated():times(3)
  s2:updated { from = "S1", objects = 100, more = true }:times(2):at "09:05"
  s2:updated { from = "S1", objects = 50, more = false }:once():at "09:05"
  seen:directory "S2":at "09:05":knows "new250"
end

scenario.case("packets of 50", {
  build = function(org)
    scenario.build(org)
    org:server "S1":set { registry = { ["Replicator intra site packet size"] = 50 } }
  end,
  expect = function(seen)
    local s2 = seen:inferred():directory "S2"
    s2:updated { objects = 50, more = true }:times(4)
    s2:updated { objects = 50, more = false }:once()
    seen:directory "S2":at "09:05":knows "new250"
  end,
})

return scenario
