-- A message whose file cannot be deleted is sent again at every start, until it is too old.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q198958",
  title    = "Messages remain in queue and are resent at MTA startup",
  says     = { "the MTA fails to delete a .dat file, usually locked: it is sent again at every start",
               "when its age exceeds the timer: the maximum time for delivering the message expired",
               "does not occur in 5.5 SP1 or later" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = "5.5 SP1",
  mutant   = { "LOCKED_FILE_RESENT", "MESSAGE_LIFE" },
  start    = "1998-10-29 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "AMERICA":add_server "S1"
  org:site "AMERICA":add_server "S2":add_mailbox "bob"
  s1:add_mailbox "ann"
end

local function restart(org)
  org:service("S1", "mta"):stop()
  org:service("S1", "mta"):start()
end

function scenario.drive(run, org)
  run:at("13:36", function() org:server "S1":fault "dat file locked" end)
  run:at("13:37", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:every("1 d", { from = "1998-10-30 09:00", times = 3 }, function() restart(org) end)  -- (ours)
  run:at("1998-12-15 21:44", function() restart(org) end)
  run:at("1998-12-16 21:44", function() restart(org) end)
  run:to "1998-12-17 08:00"
end

function scenario.unfixed(seen)
  seen:message "m":delivered_to "bob":times(4)
  for _, day in ipairs { "30", "31" } do
    seen:message "m":delivered_to "bob"
      :between(("1998-10-%s 09:00"):format(day), ("1998-10-%s 09:05"):format(day)):once()
  end
  seen:report "m":to "ann":diagnostic "maximum-time-expired"
    :between("1998-12-15 21:44", "1998-12-15 21:45"):once()
end

function scenario.fixed(seen)
  seen:message "m":delivered_to "bob":once()
  seen:report "m":never()
end

return scenario
