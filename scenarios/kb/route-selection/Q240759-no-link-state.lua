-- The MTA does not look whether the next link works when it chooses a route; it does look, when it
-- starts, for the files of its database and for the mark of a clean stop.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q240759",
  title    = "MTA FAQ: why SMTP mail goes on to a service that does not work, and the core files",
  says     = { "5.5 and earlier: the MTA does not check the state of the next link in its routing calculations",
               "the core files, without which the MTA does not work: DB000001.DAT to DB000026.DAT, hexadecimal, and DBBITMP.DAT: 39",
               "started without DBBITMP.DAT the MTA runs an internal mtacheck",
               "in 4.0 and 5.0 the command-line mtacheck does not make that file, and the MTA checks again" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  fixed    = "5.5",
  mutant   = { "NO_LINK_STATE", "CORE_FILES", "CHECK_AFTER_UNCLEAN", "MTACHECK_NO_MARK" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMS1", spaces = { { "SMTP:*", cost = 1 } } }
  s2:add_connector { kind = "ims", name = "IMS2", spaces = { { "SMTP:*", cost = 5 } } }   -- (ours)
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:service("S1", "ims"):stop() end)
  run:at("09:01", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
  run:at("12:00", function() org:site "SITE":calculate() end)
  run:at("12:30", function() org:send { from = "ann", to = "x@example.com", as = "after" } end)
  run:to "1998-03-03 09:01"
end

function scenario.expect(seen)
  seen:decision("m", "S1"):takes "IMS1"
  seen:decision("after", "S1"):takes "IMS1"
  seen:message "m":goes_by "IMS1"
  seen:inferred():queue("S1", "ims"):at "1998-03-03 09:01":are { "m", "after" }
  seen:inferred():queue("S2", "ims"):always():holds(0)
end

-- ---- the files ----

local function one_server(org)
  org:add_site "SITE":add_server "S1":add_mailbox "ann"
end

local function stop(run, org)
  run:at("09:00", function() org:service("S1", "mta"):stop() end)
end

local function file_of(i) return ("DB%06X.DAT"):format(i) end

-- Each of the 38 in turn is away while the MTA is started.
scenario.case("a core file is missing", {
  build = one_server,
  drive = function(run, org)
    stop(run, org)
    run:every("1 min", { from = "10:00", times = 0x26 }, function(i)
      org:server "S1":fault("file lost", file_of(i))
      org:service("S1", "mta"):start()
      org:server "S1":repair("file lost", file_of(i))
    end)
    run:at("12:00", function() org:service("S1", "mta"):start() end)
    run:to "13:00"
  end,
  expect = function(seen)
    seen:event(9405, { server = "S1" }):times(38)
    seen:event(9405):text(file_of(0x26)):once()
    seen:inferred():event(2219):never()                        -- the 39th is there: the stop was clean
  end,
  fixed = function() end, unfixed = function() end,
})

scenario.case("the placeholder file is missing", {
  build = one_server,
  drive = function(run, org)
    stop(run, org)
    run:at("10:00", function()
      org:server "S1":fault("file lost", "DBBITMP.DAT")
      org:service("S1", "mta"):start()
    end)
    run:to "11:00"
  end,
  expect = function(seen)
    seen:event(2219, { server = "S1" }):at "10:00":once()
    seen:event(2207, { server = "S1" }):once()
    seen:event(9405):never()
  end,
  fixed = function() end, unfixed = function() end,
})

scenario.case("mtacheck from the command line", {
  build = one_server,
  drive = function(run, org)
    stop(run, org)
    run:at("09:30", function() org:server "S1":mtacheck() end)
    run:at("10:00", function() org:service("S1", "mta"):start() end)
    run:to "11:00"
  end,
  unfixed = function(seen) seen:event(2219, { server = "S1" }):at "10:00":once() end,
  fixed = function(seen) seen:inferred():event(2219):never() end,
})

return scenario
