-- Cost 1: others only if it does not work. Cost 100: only when none of the others does.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q262952",
  title    = "Connector routing costs",
  says     = { "a cost of 1 to 100 on the Address Space page of any connector; the default is 1",
               "1: other routes are used only if that route does not work",
               "100: used only when all other routes do not work" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "STEP_6_COST", "REROUTE_AT_ONCE" },
}

local SPACE = "X400:c=FR;a= ;p=PARTNER"                    -- kinds, B and its cost: ours
local MARIE = "X400:c=FR;a= ;p=PARTNER;o=LYON;s=marie;"

local function build(costs)
  return function(org)
    local s1 = org:add_site "SITE":add_server "S1"
    s1:add_mailbox "ann"
    for i, name in ipairs { "C", "B", "A" } do             -- not in the order of their costs
      s1:add_connector { kind = "x400", name = name, to = org:add_host("PARTNER" .. i),
                         spaces = { { SPACE, cost = costs[name] } } }
    end
  end
end

scenario.build = build { A = 1, B = 50, C = 100 }

function scenario.drive(run, org)
  local function send(as) org:send { from = "ann", to = MARIE, as = as } end

  run:at("09:00", function() send "all work" end)
  run:at("09:30", function() org:link "A":cut() send "A does not" end)
  run:at("09:31", function() send "A waits to retry" end)
  run:at("10:00", function() org:link "B":cut() send "only C does" end)
  run:at("10:30", function() org:link "A":restore() end)
  run:at("11:00", function() send "A works again" end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:decision("all work", "S1"):takes "A":by_rule "STEP_6_COST"
  seen:message "A does not":via "B"
  seen:message "A does not":rerouted { from = "A", to = "B" }:once()
  seen:message "only C does":via "C"
  seen:message "A works again":via "A"
  seen:inferred():decision("A waits to retry", "S1"):takes "B"
end

-- A cost that is not said is 1, on every kind of connector.
scenario.case("the default", {
  build = function(org)
    local s1 = org:add_site "SITE":add_server "S1"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "x400", name = "TWO", to = org:add_host "PARTNER", spaces = { { "SMTP:*", cost = 2 } } }
    s1:add_connector { kind = "ims", name = "SILENT", spaces = { { "SMTP:*" } } }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
    run:to "10:00"
  end,
  expect = function(seen) seen:decision("m", "S1"):takes "SILENT":by_rule "STEP_6_COST" end,
})

return scenario
