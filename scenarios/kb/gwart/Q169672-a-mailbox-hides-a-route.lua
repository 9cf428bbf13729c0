-- A mailbox has an X.400 address in the space of another site's connector: its site takes the space
-- for its own, and loses the route there.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169672",
  title    = "The route of an X.400 connector is missing from the table",
  says     = { "a mailbox of SITE A has an address in p=ABCX400, the space of SITE B's X.400 Connector",
               "the space becomes an entry of SITE A's Site-Proxy-Space, and the route is missing from its table",
               "mail from A cannot be sent there, mail from B can",
               "with another address of the mailbox the route is back at the next calculation" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "PROXY_SPACE_LEFT_OUT" },
}

local SPACE = "X400:c=US;a=ABC;p=ABCX400"

-- ours: all costs are 1
local function build(address)
  return function(org)
    local a, b = org:add_site "SITE A", org:add_site "SITE B"
    a:set { x400_address = "c=US;a=ABC;p=ABCMAIL" }
    b:set { x400_address = "c=US;a=ABC;p=ABCMAIL" }
    local sa, sb = a:add_server "SA", b:add_server "SB"
    org:add_host "OTHERS"
    sa:add_mailbox "ann"
    sb:add_mailbox "bob"
    sa:add_connector { kind = "site", name = "A-B", to = sb }
    sb:add_connector { kind = "site", name = "B-A", to = sa }
    sb:add_connector { kind = "x400", name = "OUT", to = "OTHERS", spaces = { SPACE } }
    if address then sa:add_mailbox("doe", { proxies = { address } }) end
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = SPACE .. ";s=roe;", as = "from A" }
    org:send { from = "bob", to = SPACE .. ";s=roe;", as = "from B" }
  end)
  run:to "10:00"
end

local route = { space = SPACE, path = { "A-B", "OUT" }, cost = 2 }

scenario.case("without such a mailbox", {
  build = build(), drive = drive,
  expect = function(seen)
    seen:routes "SITE A":has(route)
    seen:message "from A":via "OUT"
    seen:message "from B":via "OUT"
  end,
})

scenario.case("the mailbox is there", {
  build = build "X400:c=US;a=ABC;p=ABCX400;s=Doe;g=John", drive = drive,
  expect = function(seen)
    seen:routes "SITE A":rows(0, { space = SPACE })
    seen:routes "SITE B":has { space = SPACE, path = { "OUT" } }
    seen:inferred():message "from A":returned()
    seen:message "from B":via "OUT"
  end,
})

scenario.case("it comes during the run", {
  build = build(),
  drive = function(run, org)
    run:at("09:00", function() org:server "SA":add_mailbox("doe", { proxies = { "X400:c=US;a=ABC;p=ABCX400;s=Doe;g=John" } }) end)
    run:at("09:01", function() org:send { from = "ann", to = SPACE .. ";s=roe;", as = "before" } end)
    run:at("09:30", function() org:site "SITE A":calculate() end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:inferred():message "before":via "OUT"
    seen:routes "SITE A":at "09:29":has(route)
    seen:routes "SITE A":at "09:31":lacks(route)
  end,
})

scenario.case("its address is in the site's own space", {
  build = build "X400:c=US;a=ABC;p=ABCMAIL;s=Doe;g=John", drive = drive,
  expect = function(seen)
    seen:routes "SITE A":has(route)
    seen:message "from A":via "OUT"
  end,
})

return scenario
