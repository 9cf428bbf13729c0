-- A directory was restored and did not get its own objects back: the others remember a USN of it above
-- its highest, and take nothing that it writes.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q201414",
  title    = "A restored directory does not replicate out",
  says     = { "it waits for 16 hours for the answers of others, or is kept from it",
               "it receives changes, and does not send its own: event 1224, it is asked from a USN above its highest",
               "each change that comes in raises its USN by one: in the end it catches up",
               "AUTHREST 0 with an amount raises the USNs, and replication begins to work" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "USN_TOO_HIGH", "BACKSYNC_ENDS" },
}

-- A site of two servers. The numbers are ours.
local function build(backsync)
  return function(org)
    local site = org:add_site "SITE"
    site:add_server "A"
    site:add_server "B"
    org:set { timed_replication = true, notify_pause_after_modify = "60 s", notify_pause_between_dsas = "0 s" }
    org:server "A":set { backsync_time = backsync }
    org:server "A":add_mailbox "old"
  end
end

local function mailboxes(org, home, name, from, to)
  for i = from, to do org:server(home):add_mailbox(name .. i) end
end

local function drive(later)
  return function(run, org)
    run:at("08:30", function() org:server "A":backup_directory() end)
    run:at("09:00", function() mailboxes(org, "A", "before ", 1, 100) end)
    run:at("10:00", function() org:server "A":restore_directory() end)
    run:at("11:00", function() mailboxes(org, "A", "after ", 1, 5) end)
    later(run, org)
    run:to "1998-03-03 16:00"
  end
end

local function outside(seen)
  seen:directory "B":at "09:30":knows "before 100"
  seen:directory "A":at "10:30":lacks "before 100"
  seen:event(1224, { server = "A" }):at_least(1)
  seen:directory "B":at "11:59":lacks "after 5"
end

scenario.case("it catches up", {
  build = build "0 s",
  drive = drive(function(run, org)
    run:at("12:00", function() mailboxes(org, "B", "of B ", 1, 60) end)
    run:at("13:00", function() mailboxes(org, "B", "of B ", 61, 120) end)
    run:at("14:00", function() org:server "A":add_mailbox "late" end)
  end),
  expect = function(seen)
    outside(seen)
    seen:directory "A":at "12:30":knows "of B 60"
    seen:inferred():directory "B":at "12:59":lacks "after 5"
    seen:directory "B":at "14:30":knows "late"
  end,
})

scenario.case("Authrest", {
  build = build "0 s",
  drive = drive(function(run, org)
    run:at("12:00", function()
      org:service("A", "ds"):stop()
      org:server "A":authrest(110)
      org:service("A", "ds"):start()
      org:server "B":update_now()
    end)
  end),
  expect = function(seen)
    outside(seen)
    seen:directory "B":at "12:30":knows "after 5"
  end,
})

-- The other server is away for longer than it waits.
scenario.case("nobody answers", {
  build = build "16 h",
  drive = drive(function(run, org)
    run:at("09:30", function() org:service("B", "ds"):stop() end)
    run:at("1998-03-03 09:00", function() org:service("B", "ds"):start() end)
    run:at("1998-03-03 10:00", function() org:server "A":add_mailbox "next day" end)
  end),
  expect = function(seen)
    seen:event(1224, { server = "A" }):at_least(1):after "1998-03-03 08:00"
    seen:directory "B":at "1998-03-03 16:00":lacks "next day"
  end,
})

scenario.case("all answer", {
  build = build "16 h", drive = drive(function() end),
  expect = function(seen)
    seen:directory "A":at "10:30":knows "before 100"
    seen:inferred():directory "B":at "12:00":knows "after 5"
    seen:inferred():event(1224):never():after "10:10"
  end,
})

return scenario
