-- More mail is made in the day than the line can send: the queue rises without an error, and clears
-- at night.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q261414",
  title    = "IMS queues rise in the day and clear overnight",
  says     = { "queues rise steadily during the day with no error",
               "they clear soon after most users log off; the next day they fill again",
               "with a 24-hour business they may never clear",
               "more speed, connections, services or bandwidth" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "IMS_CONNECTIONS" },
  start    = "1998-03-02 07:00",
}

-- All figures are ours: 100 an hour go out over one connection, 150 an hour come in by day and 20
-- by night.
function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" }
  org:connector "IMS":set { max_outbound_connections = 1, smtp_time = "36 s" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function busy(run, org, from, hours)
  run:every("24 s", { from = from, times = hours * 150 }, function()
    org:send { from = "ann", to = "x@example.com" }
  end)
end

local function quiet(run, org, from, hours)
  run:every("180 s", { from = from, times = hours * 20 }, function()
    org:send { from = "ann", to = "x@example.com" }
  end)
end

function scenario.drive(run, org)
  busy(run, org, "Mon 08:00", 8)
  quiet(run, org, "Mon 16:00", 16)
  busy(run, org, "Tue 08:00", 8)
  run:to "Tue 16:00"
end

local function out(seen) return seen:queue("S1", "out") end

function scenario.expect(seen)
  local stated, inferred = seen, seen:inferred()
  -- by day it rises: 50 an hour
  for hour = 1, 8 do inferred:queue("S1", "out"):at(("Mon %02d:00"):format(8 + hour)):holds_at_least(50 * hour - 2) end
  out(stated):at "Mon 15:59":holds_at_least(200)
  out(stated):at "Tue 07:00":holds_at_most(1)
  out(stated):at "Tue 15:59":holds_at_least(200)
  inferred:queue("S1", "out"):at "Mon 22:00":holds_at_most(1)      -- 400 at 80 an hour more
  inferred:queue("S1", "out"):at "Mon 20:00":holds_at_least(1)
  for _, id in ipairs { 289, 290, 9411 } do stated:event(id):never() end
  stated:queue("S1", "mts-out"):always():holds_at_most(2)
end

scenario.case("business around the clock", {
  drive = function(run, org)
    busy(run, org, "Mon 08:00", 48)
    run:to "Wed 08:00"
  end,
  expect = function(seen)
    out(seen):at "Tue 08:00":holds_at_least(1000)
    out(seen):at "Wed 08:00":holds_at_least(2000)
    seen:inferred():queue("S1", "out"):always():after "Mon 12:00":holds_at_least(100)
  end,
})

local function remedy(name, values)
  scenario.case(name, {
    build = function(org)
      scenario.build(org)
      org:connector "IMS":set(values)
    end,
    expect = function(seen) out(seen):always():holds_at_most(3) end,
  })
end

remedy("one more connection", { max_outbound_connections = 2 })
remedy("twice the speed", { smtp_time = "18 s" })

scenario.case("one more service", {
  build = function(org)
    scenario.build(org)
    org:site "ONE":add_server "S2":add_connector { kind = "ims", name = "SECOND", spaces = "SMTP:*" }
    org:connector "SECOND":set { max_outbound_connections = 1, smtp_time = "36 s" }
    org:server "S1":set { only_use_least_cost_routes = false }
    org:server "S2":add_mailbox "sue"
  end,
  drive = function(run, org)
    run:every("48 s", { from = "Mon 08:00", times = 600 }, function()
      org:send { from = "ann", to = "x@example.com" }
      org:send { from = "sue", to = "x@example.com" }            -- half of the users are on the other server
    end)
    run:to "Mon 16:00"
  end,
  expect = function(seen)
    out(seen):always():holds_at_most(5)
    seen:queue("S2", "out"):always():holds_at_most(5)
  end,
})

return scenario
