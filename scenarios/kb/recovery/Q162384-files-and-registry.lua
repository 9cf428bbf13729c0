-- What keeps an MTA from starting: no room on its disk, files that are read-only, another DN or path in
-- the registry.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q162384",
  title    = "Troubleshooting an MTA that does not start",
  says     = { "at least 10 MB are to be free where Mtadata is: event 9411",
               "no file in Mtadata may be read-only: event 9405, Unable to create file EV0.LOG, return code 110",
               "the X500 DN in the registry is an exact match with the objects of the directory",
               "and the MTA Database path is right" },
  products = { "4.0 SP5" },
  mutant   = { "STARTS_ON_WRITABLE", "DISK_TEST_AT_START", "STARTS_BY_DN", "STARTS_BY_PATH" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

-- Stopped at nine with something wrong, which is put right at ten (ours).
local function with(breaks, mends)
  return function(run, org)
    local s1 = org:server "S1"
    run:at("09:00", function()
      s1:service "mta":stop()
      breaks(s1)
      s1:service "mta":start()
    end)
    run:at("09:30", function() org:send { from = "bob", to = "ann", as = "m" } end)
    run:at("10:00", function()
      mends(s1)
      s1:service "mta":start()
    end)
    run:to "12:00"
  end
end

local function with_fault(kind)
  return with(function(s1) s1:fault(kind) end, function(s1) s1:repair(kind) end)
end

local function started_late(seen)
  seen:message "m":never "transferred":before "10:00"
  seen:message "m":delivered_to "ann":after "10:00"
end

scenario.drive = with_fault "files read-only"

function scenario.expect(seen)
  started_late(seen)
  seen:event(9405, { server = "S1" }):text "Unable to create file EV0.LOG, return code 110.":at "09:00":once()
  seen:event(9405):times(1)
end

scenario.case("a full disk", {
  drive = with(function(s1) s1:disk():set { free = "9 MB" } end,
               function(s1) s1:disk():set { free = "12 MB" } end),
  expect = function(seen)
    started_late(seen)
    seen:event(9411, { server = "S1" }):text "NT Error code returned: 0":at "09:00":once()
  end,
})

scenario.case("another DN", { drive = with_fault "wrong X500 DN", expect = started_late })
scenario.case("another path", { drive = with_fault "wrong database path", expect = started_late })

return scenario
