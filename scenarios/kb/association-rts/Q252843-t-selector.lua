-- Event 4293: the T selector that the caller sends is not the called stack's.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q252843",
  title    = "A large number of events 4293: T selectors that do not match",
  says     = { "mail backs up, and the MTA logs many events 4293: incoming connection rejected, incorrect T-selector",
               "the outgoing T selector must be that of the called stack; they are optional, but exact if used" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "T_SELECTOR_CHECKED" },
}

-- A1 calls B1 (selectors ours).
local function link(outgoing, of_stack)
  return function(org)
    local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    org:pair("x400", { name = "LINK", a, b })
    if outgoing then org:connector("LINK", "A1"):set { outgoing_t_selector = outgoing } end
    if of_stack then b:set { stack_t_selector = of_stack } end
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "09:59"
end

local function refused(selector)
  return function(seen)
    seen:event(4293, { server = "B1" }):times(6):text("Called T-Selector is: " .. selector)
    seen:queue("A1", "LINK"):at "09:58":holds(1)
  end
end

local function accepted(seen)
  seen:inferred():message "m":delivered_to "bob":before "09:01"
  seen:inferred():event(4293):never()
end

scenario.build = link("T2", "T1")
scenario.expect = refused "T2"
scenario.case("in other letters", { build = link("t1", "T1"), expect = refused "t1" })
scenario.case("none sent", { build = link(nil, "T1"), expect = refused "" })
scenario.case("the same", { build = link("T1", "T1"), expect = accepted })
scenario.case("none used", { build = link(nil, nil), expect = accepted })

return scenario
