-- Two X.400 Connectors in one site: when the server of the cheap one goes down, mail for a custom
-- recipient stays, mail for a one-off address goes the dear way.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q184662",
  title    = "Messages are not rerouted between two X.400 Connectors of a site",
  says     = { "mail made on B goes B, A, A's X.400 Connector",
               "A goes down: it is not rerouted to B's own connector, but stays in B's queue to A indefinitely",
               "this happens with custom recipients only; mail to a one-off address is rerouted",
               "to change a cost and recalculate activates the rerouting" },
  products = { "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "DN_NOT_REROUTED" },
}

local MARIE, PAUL = "X400:c=US;a= ;p=P;s=marie;", "X400:c=US;a= ;p=P;s=paul;"

function scenario.build(org)
  local site, partner = org:add_site "SITE", org:add_host "PARTNER"
  local a, b = site:add_server "A", site:add_server "B"
  b:add_mailbox "ann"
  b:add_recipient("marie", { target = MARIE })
  a:add_connector { kind = "x400", name = "CA", to = partner, spaces = { { "X400:", cost = 1 } } }
  b:add_connector { kind = "x400", name = "CB", to = partner, spaces = { { "X400:", cost = 90 } } }
end

local function drive(repair)
  return function(run, org)
    run:at("08:30", function() org:send { from = "ann", to = "marie", as = "before" } end)
    run:at("08:45", function() org:server "A":stop() end)
    run:at("09:00", function()
      org:send { from = "ann", to = "marie", as = "custom" }
      org:send { from = "ann", to = PAUL, as = "one-off" }
    end)
    if repair then run:at("10:00", function() repair(org) end) end
    run:to "1998-03-03 08:00"
  end
end

local function one_off_is_rerouted(seen)
  seen:message "before":path { "B", "A" }
  seen:message "one-off":via "CB":before "09:05"
end

scenario.case("left alone", {
  drive = drive(),
  expect = one_off_is_rerouted,
  unfixed = function(seen)
    seen:message "custom":never "rerouted"
    seen:message "custom":is_in("B", "A"):at "1998-03-03 07:00"
  end,
  fixed = function(seen) seen:inferred():message "custom":via "CB":before "09:05" end,
})

scenario.case("a cost is changed, and the table calculated", {
  drive = drive(function(org)
    org:connector "CA":set { spaces = { { "X400:", cost = 95 } } }
    org:site "SITE":calculate()
  end),
  expect = one_off_is_rerouted,
  unfixed = function(seen) seen:message "custom":via "CB":within "11 min":of "10:00" end,
})

return scenario
