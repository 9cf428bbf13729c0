-- Whom an address means, when somebody has gone: what the MTA looks for, one after the other, and what it
-- still has when a DN is nobody's.
--
-- An address in P1 may have three parts: a DN, an address of another type in a DDA, and an O/R address. The
-- MTA asks for the DN first; then for a DN that an earlier MTA has put into the DDA; then for the O/R
-- address among all proxies. What it finds it writes into P1, DN and O/R address both, for the next MTA.
--   1. BERLIN's hub has mail from OSLO for a DN of ROME that is not in its directory. Before 4.0 SP4 it makes an O/R
--      address of its own site of it, with the DN in a DDA, and that leaves by c=*, for a provider. Which
--      knows nothing of DNs: it sends all of that site to ROME. There the DN is found, in the DDA.
--   2. The same from a provider's user, who has the address from a letter. No hub is needed.
--   3. A mailbox is deleted while mail for it is under way. Its MTA found the DN, so P1 has an O/R address as
--      well: the DN is nobody's now, the O/R address still leads somewhere, for its owner has moved to the
--      provider and kept it. So every object should have one.
--   4. To a DN alone nothing is left. It goes back at once.
-- All names, costs and times are (ours).

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "Whom an address means",
  says     = { "a DN in a DDA is found where the address ends up, whoever carried it",
               "mail for a DN that is nobody's goes by the O/R address that came with it",
               "a DN that came alone is returned at once" },
  products = { "4.0 SP3" },
  mutant   = { "DN_IN_DDA", "DEAD_DN_BY_X400", "HUB_DROPS_DN", "WRITE_BACK" },
  start    = "1998-03-02 08:00",
}

local ROME = "c=US;a= ;p=ORG;o=ROME"
local BERLIN = "c=US;a= ;p=ORG;o=BERLIN"

-- PROVIDER is at both ends: what is for BERLIN it sends to ROME.
local function two_sites(org)
  local berlin, rome = org:add_site "BERLIN", org:add_site "ROME"
  local hub, far = berlin:add_server "HUB", rome:add_server "FAR"
  local provider = org:add_host "PROVIDER"
  hub:add_mailbox "ann"
  far:add_mailbox "rob"
  far:add_connector { kind = "x400", name = "IN", to = provider, spaces = { { "X400:c=FR", cost = 1 } } }
  provider:routes { "X400:" .. BERLIN, by = "IN" }
  return hub, far, provider
end


scenario.case("1: a DN that a hub has put away", {
  build = function(org)
    org:set { timed_replication = true }                       -- and the sites do not replicate: nobody else knows rob
    local hub, _, provider = two_sites(org)
    hub:add_connector { kind = "x400", name = "OUT", to = provider, spaces = { { "X400:c=*", cost = 1 } } }
    org:site "BERLIN":set { share_address_space = true }       -- else the hub would keep its own space
    local oslo = org:add_site "OSLO":add_server "S1"
    oslo:add_mailbox "ole"
    org:pair("x400", { name = "LINE", oslo, hub }):set { spaces = { { "EX:/o=ORG/ou=ROME", cost = 1 } } }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ole", to = "rob", as = "by the DN" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "by the DN":carried { connector = "OUT",
      recipient = "X400:" .. BERLIN .. ";dda:MSXCHNGE=//o=ORG//ou=ROME//cn=Recipients//cn=rob;" }
    seen:message "by the DN":delivered_to "rob":once()
  end,
})

scenario.case("2: from somebody outside", {
  build = function(org) two_sites(org) end,
  drive = function(run, org)
    run:at("09:00", function()
      org:host "PROVIDER":send { from = "X400:c=FR;a= ;s=luc;", as = "reply", via = "IN",
                                 to = "X400:" .. BERLIN .. ";dda:MSXCHNGE=//o=ORG//ou=ROME//cn=Recipients//cn=rob;" }
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "reply":delivered_to "rob":once()
  end,
})

-- The space of ROME is shared with the provider, and LINE is closed while the mailbox is deleted.
local function moved(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "rob", as = "moved" } end)
  run:at("09:30", function() org:mailbox "rob":remove() end)
  run:to "11:00"
end

scenario.case("3: a mailbox that moved to the provider", {
  build = function(org)
    local hub, far, provider = two_sites(org)
    org:pair("x400", { name = "LINE", hub, far, schedule = "10:00-10:15" })
    far:add_connector { kind = "x400", name = "OUT", to = provider, spaces = { { "X400:" .. ROME, cost = 1 } } }
    org:site "ROME":set { share_address_space = true }
    provider:knows("X400:" .. ROME .. ";s=rob;")
  end,
  drive = moved,
  expect = function(seen)
    seen:message "moved":transferred { to = "FAR" }:between("10:00", "10:01"):once()
    seen:message "moved":carried { connector = "OUT", recipient = "X400:" .. ROME .. ";s=rob;" }
    seen:message "moved":delivered():before "10:01"
  end,
})

scenario.case("4: a DN alone", {
  build = function(org) two_sites(org) end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "rob", to = "EX:/o=ORG/ou=ROME/cn=Recipients/cn=gone", as = "alone" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:report "alone":to "rob":diagnostic "unrecognized-OR-name":once():before "09:01"
  end,
})

return scenario
