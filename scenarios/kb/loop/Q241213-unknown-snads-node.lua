-- An address of SNADS that nobody of the organisation has has one route: back to SNADS, which sends it in again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q241213",
  title    = "Mail loops between SNADS and Exchange",
  says     = { "the recipient is not in the address list, and the node is not the site's own: the only route is the SNADS connector",
               "SNADS routes it in again: a loop",
               "AllowUnresolvedAddresses = NO (5.5 SP4): such addresses are not taken" },
  products = { "5.5 SP3", "5.5 SP4" },
  mutant   = { "UNRESOLVED_TAKEN", "UNRESOLVED_SWITCH" },
}

local function build(allow)
  return function(org)
    local s1 = org:add_site "A":add_server "S1"
    s1:add_mailbox "ann"
    local snads = org:add_host "SNADS"
    s1:add_connector { kind = "snads", name = "N", to = snads, spaces = { { "SNADS:*", cost = 1 } },
                       allow_unresolved_addresses = allow }
    snads:routes "SNADS:NODE2*"
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:host "SNADS":send { from = "SNADS:NODE3(SUE)", to = "SNADS:NODE2(GHOST)", via = "N", as = "m" }
  end)
  run:to "09:10"
end

local function loops(seen) seen:message "m":relayed { connector = "N" }:at_least(3) end

scenario.case("the default", { build = build(true), drive = drive, expect = loops })

scenario.case("NO", {
  build = build(false), drive = drive, since = "5.5 SP4",
  expect = function(seen)
    seen:message "m":relayed():never()
    seen:inferred():message "m":returned():once()
  end,
})

return scenario
