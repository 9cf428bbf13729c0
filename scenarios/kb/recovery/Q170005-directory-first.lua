-- An MTA needs the Directory Service of its server to start.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q170005",
  title    = "The MTA does not start, event 137",
  says     = { "the MTA may fail to start with event 137: a fatal directory error",
               "it relies on the Directory Service; start that first" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "STARTS_BY_DIRECTORY" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

-- All times are ours.
function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("09:00", function()
    s1:service "mta":stop()
    s1:service "ds":stop()
    s1:service "mta":start()
  end)
  run:at("09:10", function() org:send { from = "bob", to = "ann", as = "m" } end)
  run:at("10:00", function()
    s1:service "ds":start()
    s1:service "mta":start()
  end)
  run:at("11:00", function() s1:service "ds":stop() end)
  run:at("11:10", function() org:send { from = "bob", to = "ann", as = "later" } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(137, { server = "S1" })
    :text "Change to the maximum logging level for more details. [MTA MAIN BASE 1 15] (16)":at "09:00":once()
  seen:event(137):times(1)
  seen:message "m":never "transferred":before "10:00"
  seen:message "m":delivered_to "ann":after "10:00"
  seen:inferred "it is asked for at a start":message "later":delivered_to "ann":before "11:11"
end

return scenario
