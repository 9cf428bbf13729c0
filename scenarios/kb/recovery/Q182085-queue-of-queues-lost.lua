-- Without DB000001.DAT the MTA does not start.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182085",
  title    = "MTA will not start: Queue-Desc-Object (ID 1) not found",
  says     = { "9405: Queue-Desc-Object (ID 1) not found, and the service may fail to start",
               "mtacheck: database contains serious errors and cannot be automatically repaired",
               "DB000001.DAT is missing" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CORE_FILES" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  org:site "SEATTLE":add_server "S2":add_mailbox "bob"
  s1:add_mailbox "ann"
end

function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("09:00", function()
    s1:service "mta":stop()
    s1:fault("file lost", "DB000001.DAT")
  end)
  run:at("09:01", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:at("09:05", function() s1:mtacheck() end)
  run:at("09:10", function() s1:service "mta":start() end)
  run:at("10:00", function()
    s1:repair("file lost", "DB000001.DAT")
    s1:service "mta":start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(9405, { server = "S1" }):text "Error: Queue-Desc-Object (ID 1) not found"
    :at "09:10":once()
  seen:message "m":never "transferred":before "09:59"
  seen:mtacheck "S1"
    :text "Database contains serious errors and cannot be automatically repaired.":at "09:05"
  seen:inferred():message "m":delivered_to "bob":after "10:00"
end

return scenario
