-- A remote MTA that insists on two-way alternate where the connector has it not is refused.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q171113",
  title    = "Event 55: incorrect link option mode",
  says     = { "55: the incorrect link option mode was specified by the binding remote entity, its name, association index",
               "the connection will fail",
               "the remote MTA is trying to negotiate two-way alternate, which is not valid for this connection",
               "two-way alternate disabled there, and monologue: cured" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "LINK_OPTION_CHECKED" },
}

-- F stands for an MTA that is not Exchange: those settle on monologue by themselves.
local function build(insists)
  return function(org)
    local s1, f = org:add_site "A":add_server "S1", org:add_site "B":add_server "F"
    s1:add_mailbox "ann"
    f:add_mailbox "fay"
    org:pair("x400", { name = "X", s1, f })
    org:connector("X", "S1"):set { two_way_alternate = false }
    org:connector("X", "F"):set { two_way_alternate = true, insists_on_two_way = insists }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "fay", to = "ann", as = "m" } end)
  run:at("09:15", function() org:connector("X", "F"):set { two_way_alternate = false } end)
  run:to "10:00"
end

scenario.case("F insists on it", {
  build = build(true),
  expect = function(seen)
    seen:event(55, { server = "S1" }):before "09:15":times(2)
      :text "The incorrect link option mode was specified by the binding remote entity /O=ORG/OU=A/CN=CONFIGURATION/CN=CONNECTIONS/CN=X"
    seen:association("F", "X"):opened():before "09:15":never()
    seen:message "m":delivered_to "ann":between("09:20", "09:21")
  end,
})

scenario.case("F does not", {
  build = build(false),
  expect = function(seen)
    seen:inferred():event(55):never()
    seen:inferred():message "m":delivered_to "ann":before "09:01"
  end,
})

return scenario
