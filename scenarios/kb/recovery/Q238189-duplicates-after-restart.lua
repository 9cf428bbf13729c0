-- Files of delivered messages that are not marked as used: the work queue grows, the MTA does not
-- stop, and after a start the messages are delivered again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q238189",
  title    = "Duplicate messages delivered after MTA restart",
  says     = { "Db*.dat files are not marked as used; a restart delivers duplicates to the local store",
               "Work Queue Length increases, with no backlog in any other queue",
               "in this state the MTA cannot be shut down cleanly" },
  products = { "5.5 SP2", "5.5.2621", "5.5 SP4" },
  fixed    = "5.5.2621",
  mutant   = { "UNMARKED_FILE_RESENT" },
  start    = "1999-03-01 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  org:site "SEATTLE":add_server "S2":add_mailbox "ann"
  s1:add_mailbox "bob"
end

local function send(org, from, to)
  for i = from, to do org:send { from = "ann", to = "bob", as = "m" .. i } end
end

function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("09:00", function() send(org, 1, 80) end)             -- (ours): 100, 20 under the fault
  run:at("09:30", function()
    s1:fault "not marked used"
    send(org, 81, 100)
  end)
  run:at("10:00", function() s1:repair "not marked used" end)
  run:at("10:30", function() s1:service "mta":stop() end)
  run:at("11:00", function()
    s1:service "mta":crash()
    s1:service "mta":start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:inferred():message "m1":delivered_to "bob":once()
  seen:inferred():message "m80":delivered_to "bob":once()
  seen:queue("S1", "mdb"):at "10:29":holds(0)
  seen:queue("S1", "S2"):at "10:29":holds(0)
end

function scenario.unfixed(seen)
  seen:counter("S1", "Work Queue Length"):at "10:29":is(20)
  for _, i in ipairs { 81, 90, 100 } do
    seen:message("m" .. i):delivered_to "bob":times(2)
    seen:message("m" .. i):delivered_to "bob":after "11:00":once()
  end
  seen:counter("S1", "Work Queue Length"):at "10:59":is(20)    -- it has not stopped
  seen:inferred():counter("S1", "Work Queue Length"):at "11:59":is(0)
end

function scenario.fixed(seen)
  local inferred = seen:inferred()
  inferred:counter("S1", "Work Queue Length"):at "10:29":is(0)
  for _, i in ipairs { 81, 90, 100 } do inferred:message("m" .. i):delivered_to "bob":once() end
end

return scenario
