-- Where a routing table comes from: a morning in three sites, A - B - C, that know of each other only
-- what directory replication has brought. Run it with --timeline, and look at the tables with
--   exsim gwart scenarios/training/where-the-table-comes-from.lua --site A --at 08:30

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "Where the routing table comes from",
  products = { "5.5 SP4" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local a, b, c = org:add_site "A", org:add_site "B", org:add_site "C"
  local sa, sb, sc = a:add_server "SA", b:add_server "SB", c:add_server "SC"
  sa:add_mailbox "ann"
  org:add_host("mail.example.com", { mx_for = "example.com" })
  org:pair("x400", { name = "A-B", sa, sb, cost = 1 })
  org:pair("x400", { name = "B-C", sb, sc, cost = 2 })
end

function scenario.drive(run, org)
  local function send(as) return function() org:send { from = "ann", to = "u@example.com", as = as } end end

  -- C gets an Internet Mail Service. Nobody knows of it: its own site calculates ten minutes later.
  run:at("09:00", function() org:server "SC":add_connector { kind = "ims", spaces = { "SMTP:*" } } end)
  run:at("09:05", send "too early")

  -- C's table comes to B, and B calculates: two hops, 1 + 2.
  run:at("10:00", function() org:replicate { rounds = 1 } end)
  run:at("10:05", send "still too early")

  -- B's table comes to A: three hops. Now A has a way.
  run:at("11:00", function() org:replicate { rounds = 1 } end)
  run:at("11:05", send "by way of B and C")

  -- B gets a service of its own: cheaper for A, over the same connector, so C's row goes.
  run:at("12:00", function() org:server "SB":add_connector { kind = "ims", spaces = { "SMTP:*" } } end)
  run:at("12:30", function() org:replicate() end)
  run:at("12:35", send "by way of B")

  -- C keeps its own for itself: a row of another restriction is another row, but not for A's mail.
  run:at("13:00", function()
    org:connector "IMS (SC)":set { spaces = { { "SMTP:*", scope = "site" } } }
    org:connector "IMS (SB)":remove()
    org:replicate()
  end)
  run:at("13:05", send "nowhere to go")
  run:to "14:00"
end

function scenario.expect(seen)
  local space = "SMTP:*"
  seen:routes "C":at "09:09":rows(0, { space = space })
  seen:routes "C":at "09:11":has { space = space, path = { "IMS (SC)" }, cost = 1 }
  seen:message "too early":returned()
  seen:routes "B":at "10:01":has { space = space, path = { "B-C", "IMS (SC)" }, cost = 3, from = "C" }
  seen:routes "A":at "10:01":rows(0, { space = space })
  seen:message "still too early":returned()
  seen:routes "A":at "11:01":has { space = space, path = { "A-B", "B-C", "IMS (SC)" }, cost = 4, from = "B" }
  seen:message "by way of B and C":via "IMS (SC)"
  seen:routes "A":at "12:31":rows(1, { space = space })
  seen:routes "A":at "12:31":has { space = space, path = { "A-B", "IMS (SB)" }, cost = 2 }
  seen:message "by way of B":via "IMS (SB)"
  seen:routes "A":at "13:01":has { space = space, scope = "site", path = { "A-B", "B-C", "IMS (SC)" } }
  seen:message "nowhere to go":returned()
end

return scenario
