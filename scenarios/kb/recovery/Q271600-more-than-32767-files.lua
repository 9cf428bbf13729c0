-- More files than a number of 16 bits counts: after an unclean stop those beyond are deleted, if they
-- are on a gateway's queue or the work queue. What waits for an X.400 Connector is safe.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q271600",
  title    = "MTA may delete .dat files greater than Db007fff.dat",
  says     = { "not shut down properly, then started: files above Db007fff.dat are deleted",
               "mtacheck on such a database: events 2171, 2175 and 2188 at the start",
               "gateways' queues and the work queue (Site Connector); X.400 Connectors are not affected" },
  products = { "5.5 SP3", "5.5 SP4" },
  fixed    = "5.5.2653.15",
  mutant   = { "LARGE_NUMBERS_LOST", "LOST_OBJECT_GONE" },
  start    = "2000-03-06 08:00",
}

-- (ours): the first 32,800 fill the numbers up to 7FFF; what comes after them is beyond.
local FILL, BEYOND = 32800, 20

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local s1, s2, t1 = one:add_server "S1", one:add_server "S2", two:add_server "T1"
  local host = org:add_host "PARTNER"
  s1:add_mailbox "ann"
  s2:add_mailbox "sue"
  t1:add_mailbox "tim"
  org:set { submit_time = "1 ms", mta_time = "1 ms" }            -- (ours)
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  s1:add_connector { kind = "x400", name = "X", to = host, spaces = "X400:c=FR;a= ;p=PARTNER" }
  org:pair("site", { name = "SITE", s1, t1 })
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function fill(run, org)
  run:at("08:59", function()
    org:service("S1", "ims"):stop()
    org:service("T1", "mta"):stop()
    org:link "X":cut()
  end)
  run:at("09:00", function()
    for _ = 1, FILL do org:send { from = "ann", to = "x@example.com" } end
  end)
  run:at("09:10", function()
    for i = 1, BEYOND do
      org:send { from = "ann", to = "x@example.com", as = "ims " .. i }
      org:send { from = "ann", to = "tim", as = "site " .. i }
      org:send { from = "ann", to = "X400:c=FR;a= ;p=PARTNER;s=moi;", as = "x400 " .. i }
    end
  end)
end

local function count(seen)
  for i = 1, BEYOND, BEYOND - 1 do seen:message("x400 " .. i):discarded():never() end
end

local function lost(seen)
  count(seen)
  for i = 1, BEYOND, BEYOND - 1 do
    seen:message("ims " .. i):discarded():once()
    seen:message("site " .. i):discarded():once()
  end
  seen:inferred():queue("S1", "ims"):at "10:00":holds_at_most(0x7FFF)
end

local function kept(seen)
  count(seen)
  for i = 1, BEYOND, BEYOND - 1 do
    seen:inferred():message("ims " .. i):discarded():never()
    seen:inferred():message("site " .. i):discarded():never()
  end
  seen:queue("S1", "ims"):at "10:00":holds(FILL + BEYOND)
end

function scenario.drive(run, org)
  fill(run, org)
  run:at("09:30", function() org:service("S1", "mta"):crash() end)
  run:at("09:31", function() org:service("S1", "mta"):start() end)
  run:to "10:00"
end

scenario.fixed, scenario.unfixed = kept, lost

scenario.case("mtacheck first", {
  drive = function(run, org)
    fill(run, org)
    run:at("09:30", function()
      org:service("S1", "mta"):crash()
      org:server "S1":mtacheck()
    end)
    run:at("09:31", function() org:service("S1", "mta"):start() end)
    run:to "10:00"
  end,
  unfixed = function(seen)
    lost(seen)
    for _, id in ipairs { 2171, 2175, 2188 } do
      seen:event(id, { server = "S1" }):text "Object at fault: DB00":at "09:31":at_least(2 * BEYOND)
    end
    seen:event(2171, { server = "S1" }):text "ODXOINIU - Object does not exist":text "Procedure: 423"
      :text "Attribute identifier: 86":at_least(1)
  end,
  fixed = kept,
})

scenario.case("a clean stop", {
  drive = function(run, org)
    fill(run, org)
    run:at("09:30", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
    end)
    run:to "10:00"
  end,
  expect = kept,
})

return scenario
