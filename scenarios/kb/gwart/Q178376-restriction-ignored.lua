-- The restriction of an X.400 Connector's space is overlooked: other sites use the route all the same.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178376",
  title    = "A local address space is replicated to other sites",
  says     = { "5.0: LOCAL on an X.400 Connector's address space does not keep the route from other sites",
               "5.5: This Site or This Location does not either",
               "corrected in the latest 5.5 service pack, in 5.0 by a fix" },
  products = { "5.0 SP2", "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "X400_SCOPE_IGNORED", "SCOPE_LIMITS_USE" },
}

local SPACE = "X400:c=DE;a=ABC"

-- ours: names, space and costs
local function build(spaces, options)
  return function(org)
    local one, two = org:add_site "S1", org:add_site "S2"
    local h1, h2 = one:add_server("H1", options), two:add_server("H2", options)
    org:add_host "OUTSIDE"
    h1:add_mailbox "eve"
    h2:add_mailbox "ann"
    h1:add_connector { kind = "x400", name = "X", to = "OUTSIDE", spaces = { spaces } }
    h1:add_connector { kind = "site", name = "1-2", to = h2 }
    h2:add_connector { kind = "site", name = "2-1", to = h1 }
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = SPACE .. ";p=P;s=roe;", as = "from the other site" }
    org:send { from = "eve", to = SPACE .. ";p=P;s=roe;", as = "from the own site" }
  end)
  run:to "10:00"
end

local function replicated(seen)
  seen:routes "S2":has { space = SPACE, path = { "2-1", "X" }, scope = "organization" }
  seen:inferred():message "from the other site":via "X"
end

local function not_replicated(seen)
  seen:inferred():routes "S2":rows(0, { space = SPACE, scope = "organization" })
  seen:inferred():message "from the other site":returned()
end

local function own(seen) seen:inferred():message "from the own site":via "X" end

for _, scope in ipairs { "site", "location" } do
  scenario.case("this " .. scope, {
    build = build { SPACE, scope = scope }, drive = drive, since = "5.5", expect = own,
    unfixed = replicated, fixed = not_replicated,
  })
end

scenario.case("LOCAL", {
  build = build "LOCAL:X400:c=DE,a=ABC,", drive = drive, expect = own,
  unfixed = replicated, fixed = not_replicated,
})

scenario.case("the fix for 5.0", {
  build = build("LOCAL:X400:c=DE,a=ABC,", { fixes = "Q178376" }), drive = drive,
  expect = function(seen) own(seen) not_replicated(seen) end,
})

return scenario
