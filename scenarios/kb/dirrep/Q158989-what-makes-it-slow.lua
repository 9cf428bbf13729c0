-- Replication between sites is mail: it is as slow as the queues that it stands in, the schedule that
-- asks for it, and the number of sites on its way.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q158989",
  title    = "What makes directory replication slow",
  says     = { "between sites it is message based: where messages do not flow out of the queues, there is none",
               "a server with too much to do delays it",
               "to have it done as soon as possible the schedule is set to Always",
               "a change takes a while to get to all parts of the organization if there are many sites between" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "HOP_BY_HOP" },
}

-- A chain of sites; the schedule and all times are ours.
local function build(schedule, prepare)
  return function(org)
    for _, name in ipairs { "A", "B", "C" } do org:add_site(name):add_server("BH" .. name) end
    org:server "BHB":add_mailbox "bob"
    for _, ends in ipairs { { "A", "B" }, { "B", "C" } } do
      local name, near, far = ends[1] .. ends[2], "BH" .. ends[1], "BH" .. ends[2]
      org:pair("x400", { name = "MAIL " .. name, near, far })
      org:pair("dirrep", { name = "REP " .. name, near, far, schedule = schedule })
    end
    if prepare then prepare(org) end
  end
end

local function drive(during)
  return function(run, org)
    run:at("09:05", function() org:server "BHA":add_mailbox "new" end)
    during(run, org)
    run:to "16:00"
  end
end

local function nothing() end

scenario.case("always", {
  build = build "always", drive = drive(nothing),
  expect = function(seen)
    seen:inferred "a quarter of an hour for each site":directory "BHB":at "09:20":knows "new"
    seen:directory "BHB":asked { to = "BHA", context = "site" }:once():at "09:15"
    seen:inferred():directory "BHC":at "09:14":lacks "new"
    seen:inferred():directory "BHC":at "09:35":knows "new"
  end,
})

scenario.case("every three hours", {
  build = build(nil), drive = drive(nothing),
  expect = function(seen)
    seen:directory "BHB":at "11:59":lacks "new"
    seen:directory "BHC":at "12:10":lacks "new"                                          -- another site on the way
    seen:directory "BHC":at "15:10":knows "new"
  end,
})

scenario.case("messages do not flow", {
  build = build "always",
  drive = drive(function(run, org)
    run:at("09:00", function() org:link "MAIL AB":cut() end)
    run:at("12:00", function() org:link "MAIL AB":restore() end)
  end),
  expect = function(seen)
    seen:queue("BHB", "MAIL AB"):at "11:55":holds_at_least(20)
    seen:directory "BHB":at "12:00":lacks "new"
    seen:directory "BHB":at "12:30":knows "new"
  end,
})

scenario.case("a busy MTA", {
  build = build("always", function(org) org:server "BHB":set { mta_time = "20 s" } end),
  drive = drive(function(run, org)
    run:at("09:00", function()
      for i = 1, 300 do org:send { from = "bob", to = "X400:c=US;a= ;p=ORG;o=A;s=nobody" .. i, as = "load " .. i } end
    end)
  end),
  expect = function(seen)
    seen:counter("BHB", "Work Queue Length"):at "09:30":is_at_least(100)
    seen:directory "BHB":at "10:30":lacks "new"
    seen:directory "BHB":at "13:00":knows "new"
  end,
})

return scenario
