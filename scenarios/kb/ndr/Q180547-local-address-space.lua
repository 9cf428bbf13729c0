-- An address in the site's own X.400 space that nobody has goes back, unless the space is shared with other
-- systems: then it may leave by a connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q180547",
  title    = "Addresses in the local X.400 space that nobody has",
  says     = { "the X.400 addresses of all recipients are scanned at each calculation into a property of Site Addressing",
               "what lies within them and is nobody's comes back at once: events 142 and 290",
               "sharing the address space with other X.400 systems takes the check away, and can hide loops" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "LOCAL_SPACE_TEST", "LOOP_BY_DOMAIN" },
}

local OWN = "X400:c=US;a= ;p=ORG;o=SITE"
local OLD = "X400:c=US;a= ;p=OLD;o=UNIT"

-- Some users are still on another system of the same address space (ours).
local function build(shared, returns)
  return function(org)
    local site = org:add_site "SITE"
    site:set { share_address_space = shared }
    local s1 = site:add_server "S1"
    s1:add_mailbox("ann", { proxies = OLD .. ";s=ann;" })
    local other = org:add_host "OTHER"
    s1:add_connector { kind = "x400", name = "X", to = other, spaces = "X400:c=*" }
    if returns then other:routes { "X400:c=US;a= ;p=ORG" } end
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = OWN .. ";s=roe;", as = "own space" }
    org:send { from = "ann", to = OLD .. ";s=roe;", as = "space of a second address" }
    org:send { from = "ann", to = "X400:c=US;a=MCI;s=roe;", as = "another space" }
  end)
  run:to "10:00"
end

scenario.case("not shared", {
  build = build(false), drive = drive,
  expect = function(seen)
    for _, name in ipairs { "own space", "space of a second address" } do
      seen:message(name):returned { diagnostic = "unrecognized-or-name" }:before "09:01"
      seen:message(name):never "transferred"
    end
    seen:event(142, { server = "S1" }):times(2)
    seen:event(290, { server = "S1" }):times(2)
    seen:inferred():message "another space":via "X"
  end,
})

scenario.case("shared", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:message "own space":via "X"
    seen:message "space of a second address":via "X"
    seen:event(142):never()
  end,
})

scenario.case("shared, and it comes back", {
  build = build(true, true), drive = drive,
  expect = function(seen)
    seen:message "own space":loop():once()
    seen:inferred():message "own space":returned { diagnostic = "loop-detected" }
  end,
})

return scenario
