-- The selectors on a Stack page are always those of the remote system. With no incoming ones a caller
-- must show the outgoing ones.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152934",
  title    = "Incoming and outgoing OSI address information",
  says     = { "outgoing: how the remote system is contacted; incoming: how it advertises itself; both are the remote system's",
               "the own ones stand on the transport stack's page",
               "no incoming ones: those of the outgoing are expected; T and S FOREIGN, P blank",
               "incoming T FOREIGN, S blank: calls with T and S, and expects T only" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "INCOMING_DEFAULTS", "INCOMING_SP_CHECKED", "INCOMING_T_CHECKED" },
}

-- F advertises `shown` when it calls S1, and is called by T FOREIGN.
local function build(incoming, shown)
  return function(org)
    local s1, f = org:add_site "A":add_server "S1", org:add_site "B":add_server "F"
    s1:add_mailbox "ann"
    f:add_mailbox "fay"
    f:set(shown)
    org:pair("x400", { name = "X", s1, f })
    org:connector("X", "S1"):set { outgoing_t_selector = "FOREIGN", outgoing_s_selector = "FOREIGN" }
    org:connector("X", "S1"):set(incoming)
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "fay", to = "ann", as = "m" } end)
  run:to "09:09"
end

local function opens(seen)
  seen:association("F", "X"):opened():once()
  seen:message "m":delivered_to "ann":before "09:01"
end

local function refused(basis)
  return function(seen)
    seen = basis and seen or seen:inferred()
    seen:association("F", "X"):opened():never()
    seen:event(51, { server = "S1" }):once():text "An unknown MTA has attempted to bind. The MTA name in bind is F."
  end
end

local T, TS = { stack_t_selector = "FOREIGN" }, { stack_t_selector = "FOREIGN", stack_s_selector = "FOREIGN" }
local TSP = { stack_t_selector = "FOREIGN", stack_s_selector = "FOREIGN", stack_p_selector = "P" }

scenario.case("incoming blank, T and S", { build = build({}, TS), expect = opens })
scenario.case("incoming blank, T only", { build = build({}, T), expect = refused(true) })
scenario.case("incoming blank, P as well", { build = build({}, TSP), expect = refused(true) })
scenario.case("incoming blank, S only", { build = build({}, { stack_s_selector = "FOREIGN" }), expect = refused(true) })
scenario.case("incoming T, T only", { build = build({ incoming_t_selector = "FOREIGN" }, T), expect = opens })
scenario.case("incoming T, T and S", {
  build = build({ incoming_t_selector = "FOREIGN" }, TS), expect = refused(false),
})

-- S1 calls F with the outgoing one.
scenario.case("S1 calls", {
  build = build({ incoming_t_selector = "FOREIGN" }, TS),
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "fay", as = "m" } end)
    run:to "09:09"
  end,
  expect = function(seen) seen:message "m":delivered_to "fay":before "09:01" end,
})

return scenario
