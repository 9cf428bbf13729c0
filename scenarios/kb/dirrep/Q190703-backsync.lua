-- A directory that was restored gets its own later objects back from the others, of another site too.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q190703",
  title    = "Local objects come back from other sites",
  says     = { "objects that are not in the restored directory come again from other servers of the organization",
               "the latest objects of the restored server itself, too: it asks all others, from USN 0, with a flag",
               "that is not limited to its site",
               "not if the Directory Replication Connector was deleted, or the object" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "BACKSYNC" },
}

-- A site of one server, or two; all times ours.
local function build(servers)
  return function(org)
    local one, two = org:add_site "ONE", org:add_site "TWO"
    local s1 = one:add_server "SERVER1"
    if servers == 2 then one:add_server "SERVER2" end
    two:add_server "OTHER"
    s1:add_mailbox "old"
    org:pair("x400", { name = "MAIL", "SERVER1", "OTHER" })
    org:pair("dirrep", { name = "REP", "SERVER1", "OTHER", schedule = "always" })
  end
end

local function drive(before)
  return function(run, org)
    run:at("08:30", function() org:server "SERVER1":backup_directory() end)
    run:at("09:00", function()
      org:server "SERVER1":add_mailbox "UserA"
      org:server "OTHER":add_mailbox "UserB"
    end)
    if before then run:at("11:00", function() before(org) end) end
    run:at("13:00", function() org:server "SERVER1":restore_directory() end)
    run:at("14:30", function() org:server "SERVER1":add_mailbox "UserC" end)
    run:to "16:00"
  end
end

local function comes_back(seen)
  seen:directory "OTHER":at "12:00":knows "UserA"
  seen:directory "SERVER1":reverted { object = "UserA", version = 0 }:once()
  seen:directory "SERVER1":at "13:30":knows "UserA"
  seen:directory "SERVER1":at "13:30":knows "UserB"
  seen:inferred "its USN is what the others remember":directory "OTHER":at "15:30":knows "UserC"
end

scenario.case("from another site", { build = build(1), drive = drive(), expect = comes_back })
scenario.case("from its site", { build = build(2), drive = drive(), expect = comes_back })

scenario.case("the connector was deleted", {
  build = build(1),
  drive = drive(function(org)
    org:replication("REP", "SERVER1"):remove()
    org:replication("REP", "OTHER"):remove()
    org:server "OTHER":check_consistency()
  end),
  expect = function(seen)
    seen:directory "SERVER1":at "16:00":lacks "UserA"
  end,
})

scenario.case("the object was deleted", {
  build = build(2),
  drive = drive(function(org) org:mailbox "UserA":remove() end),
  expect = function(seen)
    seen:directory "SERVER1":at "16:00":lacks "UserA"
  end,
})

return scenario
