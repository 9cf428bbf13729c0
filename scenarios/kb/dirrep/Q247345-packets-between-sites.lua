-- Between sites one message has 512 objects at most; the next ones are asked for by another.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q247345",
  title    = "Objects in one message between sites",
  says     = { "a bridgehead puts at most 512 objects into one message by default",
               "if it has more, it tells the other side to ask again" },
  products = { "5.5 SP4" },
  mutant   = { "INTERSITE_PACKETS" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
  org:pair("x400", { name = "X", bh1, bh2 })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "12:00-12:15" })             -- (ours)
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 1300 do org:server "BH2":add_mailbox("new" .. i) end                    -- (ours)
  end)
  run:to "13:00"
end

function scenario.expect(seen)
  local bh2 = seen:inferred():directory "BH2"
  bh2:answered { to = "BH1", site = "TWO", context = "site", objects = 512 }:times(2):after "12:00"
  bh2:answered { to = "BH1", site = "TWO", context = "site", objects = 276 }:once()
  bh2:answered { to = "BH1", site = "TWO", context = "site" }:times(3)
  seen:directory "BH1":asked { to = "BH2", site = "TWO", context = "site" }:times(3)
  seen:directory "BH1":at "13:00":knows "new1300"
  seen:inferred():directory "BH1":at "12:00":lacks "new1"
end

scenario.case("packets of 256", {
  build = function(org)
    scenario.build(org)
    org:server "BH2":set { registry = { ["Intersite packet size"] = 256 } }
  end,
  expect = function(seen)
    local bh2 = seen:inferred():directory "BH2"
    bh2:answered { site = "TWO", context = "site", objects = 256 }:times(5)
    bh2:answered { site = "TWO", context = "site", objects = 20 }:once()
    seen:directory "BH1":at "13:00":knows "new1300"
  end,
})

return scenario
