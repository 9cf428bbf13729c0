-- With 213 sites in the organization a knowledge consistency check fails, and corrects nothing.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166578",
  title    = "The knowledge consistency check fails with 213 sites or more",
  says     = { "with 213 sites or more the check did not correct directory inconsistencies",
               "event 1171 with -1026, if diagnostics logging is set to maximum",
               "corrected in a service pack of 5.0 (SP2 by its list of fixes); 4.0 has it" },
  products = { "4.0 SP5", "5.0 SP1", "5.0 SP2" },
  fixed    = { "5.0 SP2" },
  mutant   = { "KCC_SITES" },
}

-- Everything is known everywhere before replication begins; two of the sites have a connector (ours).
local function build(sites)
  return function(org)
    for i = 1, sites do org:add_site("SITE" .. i):add_server("S" .. i) end
    org:pair("x400", { name = "MAIL", "S1", "S2" })
    org:server "S2":add_mailbox "ann"
    org:set { log_ds_internal = 5 }
  end
end

local function drive(run, org)
  run:at("09:00", function() org:pair("dirrep", { name = "REP", "S1", "S2" }) end)
  run:at("10:00", function()
    org:replication("REP", "S1"):remove()
    org:server "S1":check_consistency()
  end)
  run:to "14:00"
end

local function corrects(seen)
  seen:event(1171):never()
  seen:directory "S1":at "10:01":lacks "ann"
end

scenario.case("213 sites", {
  build = build(213), drive = drive,
  unfixed = function(seen)
    seen:event(1171, { server = "S1" }):text "parameters -1026 and 0 (internal ID 2060400)":at_least(1)
    seen:directory "S1":at "14:00":knows "ann"
  end,
  fixed = corrects,
})

scenario.case("212 sites", { build = build(212), drive = drive, expect = corrects })

return scenario
