-- An MTA that fails to connect to another one of its site for long enough can connect to none of them.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q260167",
  title    = "MTA stops communicating with other MTAs in the same site",
  says     = { "after a large number of connection failures over an extended period the MTA stops communicating with MTAs in its site",
               "servers in other sites, by any connector, are not affected",
               "a restart of the MTA resets it",
               "first corrected in 5.5 SP4; build 2652.44" },
  products = { "5.5", "5.5 SP3", "5.5.2652.43", "5.5.2652.44", "5.5 SP4" },
  fixed    = { "5.5.2652.44" },
  mutant   = { "FAILED_BIND_LOSES" },
}

function scenario.build(org)
  local a, b = org:add_site "A", org:add_site "B"
  local s1, s2 = a:add_server "S1", a:add_server "S2"
  a:add_server "S3":add_mailbox "cid"
  local r = b:add_server "R"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  r:add_mailbox "dan"
  s1:set { site_connections = 100 }                            -- (ours)
  org:pair("site", { name = "SC", s1, r })
end

-- S3 is away; every ten minutes S1 tries.
local function drive(time)
  return function(run, org)
    run:at("09:00", function()
      org:service("S3", "mta"):stop()
      org:send { from = "ann", to = "cid", as = "long" }
    end)
    run:at(time, function()
      org:send { from = "ann", to = "bob", as = "inside" }
      org:send { from = "ann", to = "dan", as = "outside" }
    end)
    run:at("Tue 07:00", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
    end)
    run:to "Tue 07:59"
  end
end

local function flows(before)
  return function(seen)
    seen:inferred():message "inside":delivered_to "bob":before(before)
    seen:message "outside":delivered_to "dan":before(before)
  end
end

scenario.case("after twenty hours", {
  drive = drive "Tue 05:00", fixed = flows "Tue 05:01",
  unfixed = function(seen)
    seen:queue("S1", "S2"):at "Tue 06:59":holds(1)
    seen:message "outside":delivered_to "dan":before "Tue 05:01"
    seen:message "inside":delivered_to "bob":between("Tue 07:00", "Tue 07:01")
  end,
})

scenario.case("after ten", { drive = drive "19:00", expect = flows "19:01" })

return scenario
