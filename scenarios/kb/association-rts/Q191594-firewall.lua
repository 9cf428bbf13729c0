-- A Site Connector through a firewall that passes the fixed RPC port only: the called MTA does not bind
-- back to the port that it was told.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q191594",
  title    = "Site Connector not usable through a firewall",
  says     = { "the port for RPC listens can be set, so that two sites communicate through a firewall",
               "if the firewall filters all others no mail flows: event 9322, an MtaBindBack over RPC has failed",
               "the bind names the port for the bind back; the called MTA does not use it",
               "fixed in the latest service pack: 5.5 SP2" },
  products = { "5.5", "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "BINDBACK_ANY_PORT", "BINDBACK" },
}

local PORT = 5000

local function build(port1, port2, passes)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    s1:set { registry = { ["TCP/IP port for RPC listens"] = port1 } }
    s2:set { registry = { ["TCP/IP port for RPC listens"] = port2 } }
    org:pair("site", { name = "SC", s1, s2 })
    org:link("S1", "S2"):set { firewall_port = passes }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "there" } end)
  run:at("09:01", function() org:send { from = "bob", to = "ann", as = "back" } end)
  run:to "10:00"
end

local function flows(seen)
  seen:message "there":delivered_to "bob":before "09:01"
  seen:message "back":delivered_to "ann":before "09:02"
  seen:event(9322):never()
end

local function blocked(seen)
  seen:event(9322, { server = "S2" }):at_least(1):text "An MtaBindBack over RPC has failed."
  seen:message "there":never "transferred"
  seen:message "back":never "transferred"
  seen:queue("S1", "S2"):at "09:59":holds(1)
end

scenario.case("the fixed port only", {
  build = build(PORT, PORT, PORT), unfixed = blocked,
  fixed = function(seen)
    local inferred = seen:inferred()
    inferred:message "there":delivered_to "bob":before "09:01"
    inferred:message "back":delivered_to "ann":before "09:02"
    inferred:event(9322):never()
  end,
})
scenario.case("no firewall", { build = build(PORT, PORT, 0), expect = flows })

-- It takes the fixed port at both ends.
scenario.case("none set where the bind goes", {
  build = build(PORT, 0, PORT),
  expect = function(seen)
    seen:inferred():message "there":never "transferred"
    seen:inferred():event(9318, { server = "S1" }):at_least(1):text "Windows NT error code: 1722."
    seen:inferred():event(9322, { server = "S2" }):never()
  end,
})
scenario.case("none set where the bind back goes", {
  build = build(0, PORT, PORT),
  expect = function(seen)
    seen:inferred():message "there":never "transferred"
    seen:inferred():event(9322, { server = "S2" }):at_least(1)
  end,
})

return scenario
