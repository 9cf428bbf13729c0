-- An MTA that is given less than two control blocks for TP4 or TCP/IP does not start, TP4 or no TP4.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q168815",
  title    = "MTA does not start, event IDs 9228 and 4300",
  says     = { "the MTA does not start; 9228: network type 2 listen control blocks, requested 2, configured 1; and 4300",
               "network type 1 is TCP/IP, 2 is TP4",
               "at least two for TP4, even if it is not installed; 20 by default" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "BLOCKS_LEAST_TWO" },
}

local function build(name, count)
  return function(org)
    local s1 = org:add_site "SITE":add_server "S1"
    org:site "SITE":add_server "S2":add_mailbox "bob"
    s1:add_mailbox "ann"
    s1:set { registry = { [name] = count } }
  end
end

local function drive(name)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
    run:at("09:30", function()
      org:server "S1":set { registry = { [name] = 2 } }
      org:service("S1", "mta"):start()
    end)
    run:to "10:00"
  end
end

for name, case in pairs { TP4 = { "TP4 control blocks", 2 }, ["TCP/IP"] = { "TCP/IP control blocks", 1 } } do
  for count = 0, 1 do
    scenario.case(("%s, %d"):format(name, count), {
      build = build(case[1], count), drive = drive(case[1]),
      expect = function(seen)
        seen:event(9228, { server = "S1" }):before "09:00":once()
          :text(("The number of network type %d listen control blocks requested is too high. Number requested: 2. Number configured: %d.")
            :format(case[2], count))
        seen:event(4300, { server = "S1" }):before "09:00":once()
        seen:message "m":delivered_to "bob":between("09:30", "09:31")
      end,
    })
  end
end

scenario.case("TP4, 2", {
  build = build("TP4 control blocks", 2), drive = drive "TP4 control blocks",
  expect = function(seen)
    seen:event(9228):never()
    seen:event(4300):never()
    seen:message "m":delivered_to "bob":before "09:01"
  end,
})

return scenario
