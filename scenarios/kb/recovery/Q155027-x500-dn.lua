-- An MTA whose DN in the registry is that of no object does not start.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q155027",
  title    = "MTA will not start, with errors 1067 or 2140",
  says     = { "the registry's X500 DN does not match the MTA's directory object: the MTA does not start",
               "event 137; at the maximum logging level of Directory Access and Field Engineering event 2245",
               "corrected, it starts" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "STARTS_BY_DN" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

-- The other server keeps what goes there (ours: times).
function scenario.drive(run, org)
  local s1 = org:server "S1"
  run:at("09:00", function()
    s1:service "mta":stop()
    s1:fault "wrong X500 DN"
    s1:service "mta":start()
  end)
  run:at("09:30", function() org:send { from = "bob", to = "ann", as = "m" } end)
  run:at("10:00", function()
    s1:set { log_directory_access = 5, log_field_engineering = 5 }
    s1:service "mta":start()
  end)
  run:at("11:00", function()
    s1:repair "wrong X500 DN"
    s1:service "mta":start()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  local name = "/O=ORG/OU=ONE/CN=CONFIGURATION/CN=SERVERS/CN=S1/CN=MICROSOFT MTA"
  seen:event(137, { server = "S1" }):text "A fatal directory error occurred.":at "09:00":once()
  seen:event(137, { server = "S1" }):times(2)
  seen:event(2245, { server = "S1" }):text("DS_E_NO_SUCH_OBJECT. Attribute . Directory Name (string): " .. name)
    :at "10:00":once()
  seen:event(2245):times(1)
  seen:inferred():message "m":never "transferred":before "11:00"
  seen:inferred():message "m":delivered_to "ann":after "11:00"
end

return scenario
