-- A LOCAL address space that cannot be read ends the calculation: what comes after it is missing, and
-- the event says success.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182798",
  title    = "Routes are missing after a calculation, though it says success",
  says     = { "LOCAL spaces pass the Administrator program's check of their syntax",
               "a calculation can say success although rows are missing",
               "corrected in 4.0 SP5 and 5.5 SP1" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP1" },
  fixed    = { "4.0 SP5", "5.5 SP1" },
  mutant   = { "BAD_SPACE_STOPS" },
}

-- ours: connectors are read in the order made, for the article does not say in which
function scenario.build(org)
  local h1 = org:add_site "S1":add_server "H1"
  org:add_host "ONE"
  org:add_host "TWO"
  h1:add_connector { kind = "x400", name = "X1", to = "ONE",
                     spaces = { "X400:c=DE", "LOCAL:X400:nonsense", "X400:c=FR" } }
  h1:add_connector { kind = "x400", name = "X2", to = "TWO", spaces = { "X400:c=IT" } }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:site "S1":calculate() end)
  run:to "09:30"
end

function scenario.expect(seen)
  seen:inferred():routes "S1":has { space = "X400:c=DE" }
  seen:event(5000):text "Result: success":at "09:00"
end

scenario.case("a space with a flaw", {
  unfixed = function(seen)
    seen:routes "S1":lacks { space = "X400:c=FR" }
    seen:routes "S1":lacks { space = "X400:c=IT" }
  end,
  fixed = function(seen)
    seen:inferred():routes "S1":has { space = "X400:c=FR" }
    seen:inferred():routes "S1":has { space = "X400:c=IT" }
  end,
})

return scenario
