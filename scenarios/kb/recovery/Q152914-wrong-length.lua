-- A message whose length is coded wrong ends the MTA that receives it, each time that it is offered: it is
-- to be removed from the queue of the MTA that sends it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152914",
  title    = "MTA terminates with event 2050",
  says     = { "a message from a remote MTA whose encoded length is not its own ends the MTA, event 2050",
               "it must be removed from the remote MTA's queue, and the MTA restarted" },
  products = { "4.0 SP1", "4.0 SP2" },
  mutant   = { "DIES_OF_WRONG_LENGTH", "QUEUE_PAGE_DELETES" },
  start    = "1996-06-27 08:00",
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  one:add_server "S1":add_mailbox "ann"
  two:add_server "T1":add_mailbox "tim"
  org:pair("x400", { name = "X", "S1", "T1" })
end

-- All times are ours.
function scenario.drive(run, org)
  local mta = org:service("S1", "mta")
  run:at("09:00", function()
    org:send { from = "tim", to = "ann", as = "bad", flaw = "wrong content length" }
  end)
  run:at("09:05", function() org:send { from = "tim", to = "ann", as = "good" } end)
  for _, time in ipairs { "09:30", "10:30" } do run:at(time, function() mta:start() end) end
  run:at("11:30", function()
    pcall(function() org:server "T1":delete "bad" end)
    mta:start()
  end)
  run:to "14:00"
end

function scenario.expect(seen)
  for _, span in ipairs { { "09:00", "09:30" }, { "09:30", "10:30" }, { "10:30", "11:30" } } do
    seen:event(2050, { server = "S1" }):text "Illegal put to element":between(span[1], span[2]):once()
  end
  seen:event(2050):after "11:30":never()
  seen:message "bad":delivered():never()
  seen:message "good":delivered_to "ann":after "11:30"
end

return scenario
