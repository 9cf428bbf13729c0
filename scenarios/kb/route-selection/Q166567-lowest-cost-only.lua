-- Cost is not the first criterion, unless the administrator says so: a registry value in 4.0 and
-- 5.0, a check box in 5.5.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166567",
  title    = "How to enable Lowest Cost Routes Only",
  says     = { "by default other criteria come before cost",
               "4.0, 5.0: Use Lowest Cost Routes Only, not zero, makes cost the first",
               "5.5: the check box Only Use Least Cost Routes of the MTA; the registry value is deleted first" },
  products = { "4.0 SP3", "4.0 SP5", "5.0", "5.0 SP2", "5.5 SP4" },
  fixed    = { "4.0 SP4", "5.0 SP1", "5.5" },
  mutant   = { "LEAST_COST_ONLY", "LEAST_COST_CHECK_BOX", "REGISTRY_HIDES_BOX", "REROUTE_AT_ONCE" },
}

local SPACE = "X400:c=US;a= ;p=ACME"

local function build(settings)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    local host = org:add_host "PARTNER"
    server:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s" }   -- (ours)
    server:add_connector { kind = "x400", name = "C1", to = host, spaces = { { SPACE, cost = 1 } } }
    server:add_connector { kind = "x400", name = "C2", to = host, spaces = { { SPACE, cost = 2 } } }
    if settings then server:set(settings) end
  end
end

-- The cheap line is away for an hour.
function scenario.drive(run, org)
  run:at("08:59", function() org:link "C1":cut() end)
  run:at("09:00", function() org:send { from = "ann", to = SPACE .. ";o=X;s=marie;", as = "m" } end)
  run:at("09:55", function() org:link "C1":restore() end)
  run:to "12:00"
end

local function leaves_by_c2(seen)
  seen:message "m":rerouted { from = "C1", to = "C2" }
  seen:message "m":via "C2":before "09:01"
end

local function waits_for_c1(seen)
  seen:message "m":never "rerouted"
  seen:inferred():association("S1", "C1"):tried():at "09:10"
  seen:inferred():message "m":via "C1":within "2 s":of "10:00"
end

-- `line`: the version whose switch is set; what it does there, and elsewhere.
local registry = { registry = { ["Use Lowest Cost Routes Only"] = 1 } }
local box = { only_use_least_cost_routes = true }

scenario.case("as installed", { build = build(), expect = leaves_by_c2 })

scenario.case("the registry value of 4.0 and 5.0", {
  since = { "4.0", "5.0" },
  build = build(registry),
  fixed = waits_for_c1,
  unfixed = leaves_by_c2,
})

scenario.case("the registry value in 5.5", {
  since = { "5.5" },
  build = build(registry),
  expect = function(seen)
    seen:inferred():message "m":rerouted { from = "C1", to = "C2" }
  end,
})

scenario.case("a value left over hides the check box", {
  since = { "5.5" },
  build = build { only_use_least_cost_routes = true, registry = registry.registry },
  expect = leaves_by_c2,
})

scenario.case("the check box in 5.5", { since = { "5.5" }, build = build(box), expect = waits_for_c1 })

return scenario
