-- Custom attributes 11 to 15 stay in their site, unless it is said otherwise.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q247030",
  title    = "Custom attributes 11 to 15 do not replicate to other sites",
  says     = { "by default custom attributes 11 to 15 are not replicated to other sites",
               "that can be enabled on the Attributes page of DS Site Configuration" },
  products = { "5.5 SP4" },
  mutant   = { "INTERSITE_ATTRIBUTES" },
}

local function build(replicates)
  return function(org)
    local one, two = org:add_site "ONE", org:add_site "TWO"
    local bh1 = one:add_server "BH1"
    one:add_server "S2"
    two:add_server "BH2"
    one:set { intersite_attributes = replicates }
    org:pair("x400", { name = "MAIL", bh1, "BH2" })
    org:pair("dirrep", { name = "REP", bh1, "BH2", schedule = "always" })
    bh1:add_mailbox "ann"
  end
end

local function drive(run, org)
  run:at("09:05", function() org:server "BH1":modify("ann", "ten", { attribute = 10 }) end)
  run:at("10:05", function() org:server "BH1":modify("ann", "eleven", { attribute = 11 }) end)
  run:at("11:05", function() org:server "BH1":modify("ann", "fifteen", { attribute = 15 }) end)
  run:to "13:00"
end

local function within(seen)
  seen:inferred():directory "S2":at "09:30":says("ann", "ten")
  seen:inferred():directory "S2":at "10:30":says("ann", "eleven")
  seen:inferred():directory "S2":at "11:30":says("ann", "fifteen")
  seen:inferred():directory "BH2":at "09:30":says("ann", "ten")
end

scenario.case("by default", {
  build = build(false), drive = drive,
  expect = function(seen)
    within(seen)
    seen:directory "BH2":at "10:30":says("ann", "ten")
    seen:directory "BH2":at "12:30":says("ann", "ten")
  end,
})

scenario.case("enabled", {
  build = build(true), drive = drive,
  expect = function(seen)
    within(seen)
    seen:directory "BH2":at "10:30":says("ann", "eleven")
    seen:directory "BH2":at "12:30":says("ann", "fifteen")
  end,
})

return scenario
