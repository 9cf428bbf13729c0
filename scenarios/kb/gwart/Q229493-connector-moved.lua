-- An X.400 Connector moves to another bridgehead: the new one is added and calculated, tried, and then
-- the old one removed and calculated.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q229493",
  title    = "How to move X.400 Connectors between bridgehead servers",
  says     = { "add the connector on the new server and recalculate routing",
               "test it; then remove the old one and recalculate routing again" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "STEP_6_COST" },
}

local SPACE = "X400:c=DE;a=ABC" -- ours, as are the names

function scenario.build(org)
  local site = org:add_site "S1"
  local b1 = site:add_server "B1"
  site:add_server("B2"):add_mailbox "ann"
  org:add_host "OUTSIDE"
  b1:add_connector { kind = "x400", name = "X1", to = "OUTSIDE", spaces = { SPACE } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:server "B2":add_connector { kind = "x400", name = "X2", to = "OUTSIDE", spaces = { { SPACE, cost = 2 } } }
  end)
  run:at("09:01", function() org:site "S1":calculate() end)
  for i = 1, 10 do
    run:at("09:10", function() org:send { from = "ann", to = SPACE .. ";s=roe;", as = "test " .. i } end)
  end
  run:at("09:30", function() org:connector "X1":remove() end)
  run:at("09:31", function() org:server "B2":calculate() end)
  run:at("10:00", function() org:send { from = "ann", to = SPACE .. ";s=roe;", as = "after" } end)
  run:to "11:00"
end

function scenario.expect(seen)
  local inferred = seen:inferred "the article states no outcome"
  inferred:routes "S1":at "08:59":rows(1, { space = SPACE })
  inferred:routes "S1":at "09:02":rows(2, { space = SPACE })
  inferred:routes "S1":at "09:32":rows(1, { space = SPACE })
  inferred:routes "S1":at "09:32":has { space = SPACE, connector = "X2" }
  for i = 1, 10 do inferred:message("test " .. i):via "X1" end -- the cheaper one, as long as it is there
  inferred:message "after":via "X2"
end

return scenario
