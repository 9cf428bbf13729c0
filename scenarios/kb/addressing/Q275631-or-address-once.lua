-- Between sites that do not replicate the sender's O/R address goes over one X.400 Connector, and no further.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q275631",
  title    = "Replies over unreplicated X.400 Connectors are returned",
  says     = { "the full O/R address is included the first time that a message crosses such a connector, then only DNs",
               "replies are returned", "with Connected Sites on both sides they are delivered",
               "clearing Allow MS Exchange contents resolves it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "OR_NAME_ONCE", "CONTENTS_OFF_NO_DN" },
}

local function space(site) return { "X400:c=US;a= ;p=ORG;o=" .. site, cost = 1 } end

local function build(has_sites, contents)
  return function(org)
    org:set { timed_replication = true }
    local a, b, c = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1", org:add_site "C":add_server "C1"
    a:add_mailbox "uma"
    c:add_mailbox "wes"
    local ab, ba = org:pair("x400", { name = "AB", a, b, cost = 1, exchange_contents = contents })
    local bc, cb = org:pair("x400", { name = "BC", b, c, cost = 1, exchange_contents = contents })
    for _, each in ipairs { { ab, "B", "C" }, { ba, "A" }, { bc, "C" }, { cb, "B", "A" } } do
      local spaces = {}
      for i = 2, #each do spaces[i - 1] = space(each[i]) end
      each[1]:set { spaces = spaces }
      if not has_sites then each[1]:set { connected_sites = {} } end
    end
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "uma", to = "X400:c=US;a= ;p=ORG;o=C;s=wes", as = "first" } end)
  run:at("09:10", function() org:send { from = "wes", reply = "first", as = "reply" } end)
  run:to "10:00"
end

local UMA, DN = "X400:c=US;a= ;p=ORG;o=A;s=uma;", "EX:/o=ORG/ou=A/cn=Recipients/cn=uma"

scenario.case("address spaces alone", {
  build = build(false, true), drive = drive,
  expect = function(seen)
    seen:message "first":carried { connector = "AB", originator = UMA, originator_dn = DN }
    seen:message "first":carried { connector = "BC", originator = "none", originator_dn = DN }
    seen:message "first":delivered_to "wes"
    seen:message "reply":returned()
  end,
})

scenario.case("Connected Sites", {
  build = build(true, true), drive = drive,
  expect = function(seen) seen:message "reply":delivered_to "uma" end,
})

scenario.case("no Exchange contents", {
  build = build(false, false), drive = drive,
  expect = function(seen)
    seen:inferred():message "first":carried { connector = "BC", originator = UMA, originator_dn = "none" }
    seen:message "reply":delivered_to "uma"
  end,
})

return scenario
