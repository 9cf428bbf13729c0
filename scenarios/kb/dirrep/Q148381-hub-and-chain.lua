-- Each Directory Replication Connector on the way adds up to one period of its schedule.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q148381",
  title    = "How long a change takes from site to site",
  says     = { "with a hub, connectors once a day: a mailbox added in one site is everywhere after at most two days",
               "in a chain of four sites it reaches the far end after at most three" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "HOP_BY_HOP" },
}

-- Four sites, and connectors { asks, gives, when }: times against the flow, so that each hop waits (ours).
local function build(connectors)
  return function(org)
    for _, name in ipairs { "W", "X", "Y", "Z" } do
      org:add_site(name):add_server("BH" .. name)
    end
    for i, pair in ipairs { { "W", "X" }, { "W", "Y" }, { "W", "Z" } } do
      org:pair("x400", { name = "MAIL" .. i, "BH" .. pair[1], "BH" .. pair[2] })
    end
    for _, each in ipairs(connectors) do
      org:server("BH" .. each[1]):add_connector { kind = "dirrep", to = "BH" .. each[2], schedule = each[3],
                                                  name = each[1] .. " from " .. each[2] }
    end
  end
end

local at_1, at_2, at_3 = "01:00-01:15", "02:00-02:15", "03:00-03:15"

scenario.build = build {
  { "X", "W", at_1 }, { "Y", "W", at_1 }, { "Z", "W", at_1 },
  { "W", "X", at_2 }, { "W", "Y", at_2 }, { "W", "Z", at_2 },
}

function scenario.drive(run, org)
  run:at("1998-03-02 09:00", function() org:server "BHX":add_mailbox "new" end)
  run:to "1998-03-06 09:00"
end

function scenario.expect(seen)
  for _, name in ipairs { "BHW", "BHX", "BHY", "BHZ" } do
    seen:directory(name):at "1998-03-04 09:00":knows "new"
  end
  seen:inferred():directory "BHW":at "1998-03-03 01:59":lacks "new"
  seen:inferred():directory "BHZ":at "1998-03-04 00:59":lacks "new"
end

scenario.case("a chain", {
  build = build {
    { "X", "W", at_3 }, { "Y", "X", at_2 }, { "Z", "Y", at_1 },
    { "W", "X", at_1 }, { "X", "Y", at_1 }, { "Y", "Z", at_1 },
  },
  drive = function(run, org)
    run:at("1998-03-02 09:00", function() org:server "BHW":add_mailbox "new" end)
    run:to "1998-03-06 09:00"
  end,
  expect = function(seen)
    seen:directory "BHZ":at "1998-03-05 09:00":knows "new"
    seen:inferred "the third slot is the first that has it":directory "BHZ":at "1998-03-05 00:59":lacks "new"
  end,
})

-- The same chain with its times along the flow: all hops on one day.
scenario.case("a chain along the flow", {
  build = build {
    { "X", "W", at_1 }, { "Y", "X", at_2 }, { "Z", "Y", at_3 },
    { "W", "X", at_1 }, { "X", "Y", at_1 }, { "Y", "Z", at_1 },
  },
  drive = function(run, org)
    run:at("1998-03-02 09:00", function() org:server "BHW":add_mailbox "new" end)
    run:to "1998-03-04 09:00"
  end,
  expect = function(seen)
    seen:inferred():directory "BHZ":at "1998-03-03 04:00":knows "new"
  end,
})

return scenario
