-- A mailbag of MS Mail holds 4,096 records; the MS Mail Connector returns what comes after.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163020",
  title    = "Failure delivering user mail due to mailbag contention",
  says     = { "while PC-MTA is stopped up to 4,096 messages go into the mailbag, new ones come back: [008] Failure " ..
               "delivering user mail due to mailbag contention",
               "events 2010, disk error while inserting data into 00000004.MBG, and 2117",
               "PC-MTA must run" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "MAILBAG_FULL" },
}

function scenario.build(org)                                     -- names ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "msmail", name = "MSMI", spaces = "MS:*", to = org:add_host "NETPO", pc_mta = false }
end

function scenario.drive(run, org)
  run:every("1 s", { from = "09:00", times = 4096 }, function(i)
    org:send { from = "ann", to = "MS:NET/NETPO/DOE", as = "m" .. i }
  end)
  run:at("11:00", function() org:send { from = "ann", to = "MS:NET/NETPO/DOE", as = "one more" } end)
  run:at("12:00", function() org:connector "MSMI":set { pc_mta = true } end)
  run:at("13:00", function() org:send { from = "ann", to = "MS:NET/NETPO/DOE", as = "later" } end)
  run:to "14:00"
end

function scenario.expect(seen)
  seen:queue("S1", "out"):at "11:30":holds(4096)
  seen:message "m4096":returned():never()
  seen:report "one more":text "[008] Failure delivering user mail due to mailbag contention":to "ann":delivered()
  seen:event(2010, { server = "S1" }):text "00000004.MBG":once()
  seen:event(2117, { server = "S1" }):once()
  seen:inferred():queue("S1", "out"):at "12:30":holds(0)
  seen:inferred():message "m1":delivered():after "12:00"
  seen:inferred():message "later":delivered()
end

return scenario
