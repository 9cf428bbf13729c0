-- Alternate recipients, one after the other, and round in a circle.
--
-- Bob is away, and cora gets his mail. Cora is away as well, and dora gets hers, what was bob's included. Then
-- dora goes, and names somebody who had it before her. Each redirection is written into P1, so the MTA of the
-- one that it comes to can see that the next has had it, and gives the mail back: redirection-loop-detected.
-- Without that it would go from server to server until its hops are used up, and the sender would read of
-- congestion. The circle need not lead through the one that the mail was written to: see the last case.
-- All names and times are (ours).

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "Alternate recipients in a chain and in a circle",
  says     = { "mail for an alternate recipient who has one goes on to that one",
               "mail that alternate recipients send round goes back: redirection-loop-detected",
               "nobody of the circle gets it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "ALTERNATE_RECIPIENT", "REDIRECTION_LOOP" },
}

-- Each on a server of its own, with these alternate recipients.
local function four(alternates)
  return function(org)
    local site = org:add_site "SITE"
    for _, name in ipairs { "ann", "bob", "cora", "dora" } do
      site:add_server("S-" .. name:upper()):add_mailbox(name)
    end
    for name, other in pairs(alternates) do org:mailbox(name):set { alternate = other } end
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "mail" } end)
  run:to "10:00"
end

scenario.case("a chain", {
  build = four { bob = "cora", cora = "dora" },
  expect = function(seen)
    seen:message "mail":redirected():times(2)
    seen:message "mail":path { "S-ANN", "S-BOB", "S-CORA", "S-DORA" }
    seen:message "mail":delivered_to "dora":once()
    seen:message "mail":never("delivered_to", "cora")
    seen:report "mail":never()
  end,
})

local function goes_back(seen)
  seen:report "mail":to "ann":diagnostic "redirection-loop-detected":once():before "09:01"
  seen:message "mail":never "delivered"
end

scenario.case("a circle", {
  build = four { bob = "cora", cora = "bob" },
  expect = function(seen)
    goes_back(seen)
    seen:message "mail":path { "S-ANN", "S-BOB", "S-CORA" }
  end,
})

scenario.case("a circle further on", {
  build = four { bob = "cora", cora = "dora", dora = "cora" },
  expect = function(seen)
    goes_back(seen)
    seen:message "mail":path { "S-ANN", "S-BOB", "S-CORA", "S-DORA" }
  end,
})

return scenario
