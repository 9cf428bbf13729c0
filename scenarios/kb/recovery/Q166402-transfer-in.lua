-- A corrupt message on another server's queue ends the MTA that it is sent to.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166402",
  title    = "MTA terminates in XFER-IN with events 9405 and 2110",
  says     = { "the MTA may terminate unexpectedly with events 9405 and 2110, both in XFER-IN",
               "corrected in the latest service packs of 4.0 and 5.0" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2" },
  fixed    = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "DIES_OF_LONG_LIST_MEMBER" },
  start    = "1997-06-02 08:00",
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  one:add_server "S1":add_mailbox "ann"
  two:add_server "T1":add_mailbox "tim"
  org:pair("site", { name = "SC", "S1", "T1" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "tim", to = "ann", as = "corrupt", flaw = "long list member" }
  end)
  run:at("10:00", function() org:service("S1", "mta"):start() end)
  run:to "11:00"
end

function scenario.unfixed(seen)
  for _, id in ipairs { 9405, 2110 } do
    seen:event(id, { server = "S1" }):text "XFER-IN":between("09:00", "09:01"):once()
    seen:inferred "it is offered again":event(id, { server = "S1" }):after "10:00":once()
  end
  seen:message "corrupt":delivered():never()
end

function scenario.fixed(seen)
  seen:event(2110):never()
  seen:inferred():message "corrupt":delivered_to "ann":before "09:01"
end

return scenario
