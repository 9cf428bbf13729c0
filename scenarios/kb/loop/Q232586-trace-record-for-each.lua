-- Each recipient that was typed and is a custom recipient leaves a record in the trace; a foreign MTA takes that for a loop.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q232586",
  title    = "An X.400 MTA logs a loop",
  says     = { "three recipients, typed or from the PAB, who are custom recipients too: three trace records, marked as rerouted",
               "a third-party MTA may take that for a loop: the originator gets an NDR",
               "fixed in MTA 5.5.2621" },
  products = { "5.5", "5.5 SP2", "5.5.2621.0", "5.5 SP4" },
  fixed    = { "5.5.2621.0" },
  mutant   = { "ENTRY_PER_RECIPIENT" },
}

local function address(i) return ("X400:c=US;a=X;p=F;s=Recipient%d;"):format(i) end

local function build(check)
  return function(org)
    local s1 = org:add_site "A":add_server "S1"
    s1:add_mailbox "ann"
    local f = org:add_host "F"
    f:set { loop_check = check }
    s1:add_connector { kind = "x400", name = "X1", to = f, spaces = { { "X400:c=US;a=X", cost = 1 } } }
    for i = 1, 3 do org:add_recipient("cr" .. i, { server = s1, target = address(i) }) end
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = { address(1), address(2), address(3) }, as = "typed" }
    org:send { from = "ann", to = { "cr1", "cr2", "cr3" }, as = "from the address list" }
  end)
  run:to "10:00"
end

local function expect(seen) seen:message "from the address list":delivered():times(3) end

scenario.case("a foreign MTA that counts records", {
  build = build "any", drive = drive, expect = expect,
  unfixed = function(seen)
    seen:message "typed":traced { trace = "ORG (rerouted), ORG (rerouted), ORG (rerouted); sites A", entries = 3 }:once()
    seen:message "typed":loop():once()
    seen:message "typed":returned { diagnostic = "loop-detected" }:times(3)
    seen:report "typed":to "ann":once()
  end,
  fixed = function(seen)
    seen:inferred():message "typed":traced { entries = 1 }:once()
    seen:inferred():message "typed":delivered():times(3)
  end,
})

scenario.case("one that looks for itself", {
  build = build "own", drive = drive,
  expect = function(seen)
    expect(seen)
    seen:inferred():message "typed":delivered():times(3)
  end,
})

return scenario
