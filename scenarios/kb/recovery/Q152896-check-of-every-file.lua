-- After an unclean stop an old MTA goes through every file of its database before it takes mail.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152896",
  title    = "MTA start is slow when its database is large",
  says     = { "after an abnormal shutdown the MTA scans each Db*.dat file, some several times",
               "with thousands of files and gigabytes that takes hours",
               "fixed in 4.0 SP2" },
  products = { "4.0", "4.0 SP1", "4.0 SP2", "4.0 SP5" },
  fixed    = { "4.0 SP2" },
  mutant   = { "CHECK_SCANS_FILES" },
  start    = "1996-09-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "ONE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
  org:server "S1":set { check_time = "1 s", check_file_time = "10 s" }        -- (ours)
end

local function with(count, size)
  return function(run, org)
    run:at("08:30", function() org:service("S2", "mta"):stop() end)
    run:at("08:31", function()
      for i = 1, count do org:send { from = "ann", to = "bob", size = size, as = "m " .. i } end
    end)
    run:at("09:00", function()
      org:service("S1", "mta"):crash()
      org:service("S1", "mta"):start()
      org:service("S2", "mta"):start()
    end)
    run:to "12:00"
  end
end

-- Four queues of its own and so many files.
scenario.drive = with(100, "4 K")

function scenario.unfixed(seen)
  seen:event(2207, { server = "S1" }):at "09:16:44":once()
  seen:message "m 1":never "transferred":before "09:16:44"
end

function scenario.fixed(seen)
  seen:inferred():event(2207, { server = "S1" }):at "09:00:04":once()
  seen:inferred():message "m 1":delivered_to "bob":before "09:16"
end

scenario.case("large files", {
  drive = with(10, "99 MB"),
  unfixed = function(seen) seen:event(2207, { server = "S1" }):at "11:46:44":once() end,
  fixed = function(seen) seen:inferred():event(2207, { server = "S1" }):at "09:00:04":once() end,
})

return scenario
