-- An Internet Mail Connector started after its time to dial waits for the next one; told to dial every so
-- often it dials when it starts.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q158318",
  title    = "IMC does not dial at startup",
  says     = { "started past its scheduled time to dial, the IMC does not deliver at once: it waits for the next cycle",
               "from SP2 on \"Every\" can be chosen: it dials upon startup" },
  products = { "4.0 SP2", "4.0 SP5", "5.5 SP4" },
  mutant   = { "EVERY_DIALS_AT_START" },
  start    = "1998-03-02 06:00",
}

local function build(dial)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    local isp = org:add_host("isp.net", { mx_for = "isp.net" })
    server:add_connector { kind = "ims", spaces = "SMTP:*", to = isp, dial = dial, dial_time = "10 s" }
  end
end

local function drive(run, org)
  run:at("07:00", function() org:service("S1", "ims"):stop() end)
  run:at("07:30", function() org:send { from = "ann", to = "x@ext.com", as = "first" } end)
  run:at("09:00", function() org:service("S1", "ims"):start() end)
  run:at("09:30", function() org:send { from = "ann", to = "x@ext.com", as = "second" } end)
  run:at("10:30", function() org:send { from = "ann", to = "x@ext.com", as = "third" } end)
  run:to "Tue 12:00"
end

scenario.case("daily at eight, started at nine", {
  build = build "daily 08:00", drive = drive,
  expect = function(seen)
    seen:message "first":delivered():before "Tue 08:00":never()
    seen:inferred():message "first":delivered():between("Tue 08:00", "Tue 08:01")
    seen:inferred():message "third":delivered():between("Tue 08:00", "Tue 08:01")
  end,
})

scenario.case("every hour", {
  build = build "every 1 h", drive = drive,
  expect = function(seen)
    seen:message "first":delivered():between("09:00", "09:01")
    seen:inferred():message "second":delivered():between("10:00", "10:01")
    seen:inferred():message "third":delivered():between("11:00", "11:01")
  end,
})

return scenario
