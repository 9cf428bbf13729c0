-- A mailbox has a second X.400 address that no connector has as its space: the site at the other end of
-- the Site Connector gets a route for it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q281587",
  title    = "An unwanted address space when a Site Connector is used",
  says     = { "a mailbox of site A has a second X.400 address, p=oldsystem;o=oldorg: site B has a route for it over the connector to A",
               "only with a Site Connector and directory replication; not with an X.400 Connector",
               "if it is like the site's own space, messages might loop" },
  products = { "5.5", "5.5 SP4", "5.5.2654.89" },
  fixed    = { "5.5.2654.0" },
  mutant   = { "STRAY_PROXY_ROWS" },
}

local STRAY = "X400:c=us;a= ;p=oldsystem;o=oldorg"

local function build(kind)
  return function(org)
    local a, b = org:add_site "A", org:add_site "B"
    local sa, sb = a:add_server "SA", b:add_server "SB"
    sa:add_mailbox("user", { proxies = { STRAY .. ";s=surname;g=givenname;" } })
    sb:add_mailbox "bob"
    org:pair(kind, { name = "A-B", sa, sb })
  end
end

local function drive(run, org)
  run:at("08:30", function() org:send { from = "bob", to = STRAY .. ";s=nobody;", as = "nobody's" } end)
  run:to "09:00"
end

scenario.case("Site Connector", {
  build = build "site", drive = drive,
  unfixed = function(seen)
    seen:routes "B":has { space = STRAY, path = { "A-B (SB)" }, cost = 1 }
    seen:inferred():message "nobody's":returned():after "08:30"
  end,
  fixed = function(seen) seen:inferred():routes "B":rows(0, { space = STRAY }) end,
})

scenario.case("X.400 Connector", {
  build = build "x400", drive = drive,
  expect = function(seen) seen:routes "B":rows(0, { space = STRAY }) end,
})

return scenario
