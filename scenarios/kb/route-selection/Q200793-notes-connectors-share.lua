-- Several Connectors for Lotus Notes share what Exchange sends, by their costs.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q200793",
  title    = "Load balancing over several Connectors for Lotus Notes",
  says     = { "several connectors in one site balance the load, from Exchange to Notes only",
               "Exchange's route costs determine which messages go by which connector" },
  products = { "5.5 SP4" },
  mutant   = { "EQUALS_SHARE", "STEP_6_COST" },
}

local MESSAGES = 20                                              -- number, costs, equal servers: ours

local function build(cost)
  return function(org)
    local site = org:add_site "SITE"
    site:add_server "HUB":add_mailbox "ann"
    for i = 1, 2 do
      site:add_server("N" .. i):add_connector { kind = "notes", name = "NOTES" .. i, spaces = { { "NOTES:*", cost = cost[i] } } }
    end
  end
end

local function drive(run, org)
  run:every("1 min", { from = "09:00", times = MESSAGES }, function(i)
    org:send { from = "ann", to = "NOTES:otto/ACME@ACME", as = "m " .. i }
  end)
  run:to "10:00"
end

scenario.case("of one cost", {
  build = build { 1, 1 }, drive = drive,
  expect = function(seen)
    for i = 1, MESSAGES do seen:decision("m " .. i, "HUB"):survivors { "NOTES1", "NOTES2" } end
    seen:queue("N1", "NOTES1"):becomes(1)
    seen:queue("N2", "NOTES2"):becomes(1)
  end,
})

scenario.case("one is dearer", {
  build = build { 2, 1 }, drive = drive,
  expect = function(seen)
    for i = 1, MESSAGES do seen:message("m " .. i):via "NOTES2" end
  end,
})

return scenario
