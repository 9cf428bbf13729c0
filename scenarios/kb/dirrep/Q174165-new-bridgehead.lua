-- After a bridgehead was moved the new one is asked from the USN of the old one: an event, and no harm.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q174165",
  title    = "Event 1224 after a bridgehead server was moved",
  says     = { "many events 1224 after a bridgehead is moved: the USN of an incoming replication message is too high",
               "it is normal then, and can be ignored",
               "corrected in a service pack of 5.0 (SP2 by its list of fixes)" },
  products = { "5.0 SP1", "5.0 SP2" },
  fixed    = { "5.0 SP2" },
  mutant   = { "OLD_BRIDGEHEAD_USN", "USN_TOO_HIGH" },
}

-- The old bridgehead has much written itself (ours).
function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  one:add_server "BH1"
  local old = two:add_server "OLD"
  two:add_server "NEW"
  org:pair("x400", { name = "MAIL", "BH1", "OLD" })
  org:pair("dirrep", { name = "REP", "BH1", "OLD", schedule = "always" })
  old:add_mailbox "ann"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 50 do org:server "OLD":modify("ann", "change " .. i) end
  end)
  run:at("11:00", function() org:replication("REP", "OLD"):set { bridgehead = "NEW" } end)
  run:at("11:01", function() org:server "NEW":add_mailbox "later" end)
  run:to "14:00"
end

function scenario.expect(seen)
  seen:directory "BH1":at "10:30":says("ann", "change 50")
  seen:directory "BH1":at "13:00":knows "later"
end

function scenario.unfixed(seen)
  seen:event(1224, { server = "NEW" }):text "Fatal replication error (Internal ID 3030174)":at_least(1)
end

function scenario.fixed(seen)
  seen:event(1224):never()
end

return scenario
