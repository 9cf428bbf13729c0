-- A bridgehead announces every context of every other site after each activation, changed or not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q241186",
  title    = "Bridgeheads notify of nothing",
  says     = { "with n downstream sites and y servers in its site a bridgehead sends up to n x y x 2 notifications an interval, changes or not",
               "they are serialized with the pause between them, so that real changes wait behind empty ones",
               "5.5 SP4: none for what has not changed" },
  products = { "5.5 SP3", "5.5 SP4" },
  fixed    = "5.5 SP4",
  mutant   = { "NOTIFIES_UNCHANGED" },
}

local sites, servers = 10, 6                                                           -- (ours)

function scenario.build(org)
  local hub = org:add_site "HUB"
  local bh = hub:add_server "BH"
  for i = 1, servers do hub:add_server("S" .. i) end
  bh:add_mailbox "ann"
  for i = 1, sites do
    local far = org:add_site("FAR" .. i):add_server("F" .. i)
    org:pair("site", { name = "SC" .. i, bh, far })
    bh:add_connector { kind = "dirrep", to = far, schedule = "12:00-12:15", name = "REP" .. i }
    far:add_connector { kind = "dirrep", to = bh, schedule = "never", name = "BACK" .. i }
  end
end

function scenario.drive(run, org)
  run:at("12:00", function() org:server "BH":modify("ann", "telephone 1") end)
  run:to "14:00"
end

function scenario.unfixed(seen)
  seen:directory "BH":notified { context = "site", site = "FAR1" }:times(servers)
  seen:directory "BH":notified():times(2 * sites * servers + servers)                  -- and one change
  seen:inferred "30 s after each of 120":directory "S1":replicated { object = "ann" }:once():between("13:00", "13:01")
end

function scenario.fixed(seen)
  seen:directory "BH":notified { site = "FAR1" }:never()
  seen:directory "BH":notified { site = "HUB" }:times(servers)
  seen:inferred():directory "S1":replicated { object = "ann" }:once():at "12:05"
end

return scenario
