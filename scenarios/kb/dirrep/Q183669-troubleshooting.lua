-- Replication between sites needs mail that flows both ways, and accounts that both sites take.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q183669",
  title    = "Troubleshooting replication between sites",
  says     = { "messages must travel back and forth between the sites for replication to occur",
               "the connector has to be set up on both sides",
               "sites in different domains need the same service account and password, or the Override tab of the connector" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RPC_ACCOUNT", "OVERRIDE_ACCOUNT" },
}

-- Names, accounts and times are ours.
local function sites(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  return one:add_server "BH1", two:add_server "BH2", one, two
end

local function replicate(org) org:pair("dirrep", { name = "REP", "BH1", "BH2", schedule = "always" }) end

local function drive(run, org)
  run:at("09:00", function() org:server "BH2":add_mailbox "new" end)
  run:to "11:00"
end

scenario.case("both sides set up", {
  build = function(org)
    local bh1, bh2 = sites(org)
    org:pair("x400", { name = "MAIL", bh1, bh2 })
    replicate(org)
  end,
  drive = drive,
  expect = function(seen) seen:directory "BH1":at "09:30":knows "new" end,
})

-- The request arrives, and its answer has no way back.
scenario.case("one side set up", {
  build = function(org)
    local bh1, bh2 = sites(org)
    bh1:add_connector { kind = "x400", name = "MAIL", to = bh2, connected_sites = "TWO" }
    replicate(org)
  end,
  drive = drive,
  expect = function(seen)
    seen:directory "BH1":asked { to = "BH2" }:at_least(2)
    seen:directory "BH1":at "11:00":lacks "new"
  end,
})

local function accounts(override)
  return function(org)
    local bh1, bh2, one, two = sites(org)
    one:set { service_account = "NTA\\EXCHANGE", service_password = "apple" }
    two:set { service_account = "NTB\\EXCHANGE", service_password = "pear" }
    org:pair("site", { name = "SC", bh1, bh2 })
    if override then
      org:connector("SC", "BH1"):set { override_account = "NTB\\EXCHANGE", override_password = "pear" }
      org:connector("SC", "BH2"):set { override_account = "NTA\\EXCHANGE", override_password = "apple" }
    end
    replicate(org)
  end
end

scenario.case("two accounts", {
  build = accounts(false), drive = drive,
  expect = function(seen)
    seen:directory "BH1":at "11:00":lacks "new"
    seen:inferred():event(9318, { server = "BH1" }):at_least(1)
  end,
})

scenario.case("the Override tab", {
  build = accounts(true), drive = drive,
  expect = function(seen) seen:directory "BH1":at "09:30":knows "new" end,
})

return scenario
