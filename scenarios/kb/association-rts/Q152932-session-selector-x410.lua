-- X.410 mode knows no session selector; old builds expect one all the same if the connector has it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152932",
  title    = "Session selector on an X.410 connection",
  says     = { "51: an unknown MTA has attempted to bind, its name, presentation address /t:0x44454D4F/n:0x..., association index",
               "an S selector is sent and expected on an X.410 conformant connection (1984 or 1988 X.410 mode)",
               "it should be ignored; fixed in 5.0 build 1461.37 and 5.5 SP1",
               "left empty it works" },
  products = { "4.0 SP5", "5.0 SP2", "5.0.1461.36", "5.0.1461.37", "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.0.1461.37", "5.5 SP1" },
  mutant   = { "S_SELECTOR_IN_X410", "INCOMING_SP_CHECKED" },
}

-- F calls with T only.
local function build(mode, selector)
  return function(org)
    local s1, f = org:add_site "A":add_server "S1", org:add_site "B":add_server "F"
    s1:add_mailbox "ann"
    f:add_mailbox "fay"
    f:set { stack_t_selector = "DEMO" }
    org:pair("x400", { name = "X", s1, f })
    org:connector("X", "S1"):set { mta_conformance = mode, outgoing_t_selector = "DEMO", incoming_t_selector = "DEMO",
                                   incoming_s_selector = selector }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "fay", to = "ann", as = "m" } end)
  run:to "09:29"
end

local function opens(seen)
  seen:association("F", "X"):opened():once()
  seen:queue("F", "X"):at "09:28":is "empty"
  seen:event(51):never()
end

local function refused(seen)
  seen:event(51, { server = "S1" }):times(3)
    :text "The MTA name in bind is F. The MTA presentation address is /t:0x44454D4F/n:0x"
  seen:queue("F", "X"):at "09:28":holds(1)
end

for name, mode in pairs { ["1988 X.410 mode"] = 1, ["1984"] = 2 } do
  scenario.case(name, { build = build(mode, "S1"), unfixed = refused, fixed = opens })
  scenario.case(name .. ", no selector", { build = build(mode, ""), expect = opens })
end

scenario.case("1988 normal mode", {
  build = build(0, "S1"),
  expect = function(seen) seen:inferred():event(51, { server = "S1" }):times(3) end,
})

return scenario
