-- Warnings when the work queue or an outbound queue is long, and when it has subsided.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163085",
  title    = "MTA logs warning events when queues reach specified sizes",
  says     = { "666 when the work queue reaches \"Work queue alarm on\", 667 when it has subsided",
               "without an off value half of the on value; an off above on is ignored",
               "659 and 660 the same for an outbound queue, independently",
               "available in version 1459.39 or later of the MTA" },
  products = { "5.0 SP1", "5.0.1459.39", "5.0 SP2", "5.5 SP4" },
  fixed    = { "5.0.1459.39", "5.5" },
  mutant   = { "QUEUE_ALARMS", "ALARM_OFF_LOWER" },
  start    = "1998-03-02 08:00",
}

local ON = 600

function scenario.build(org)
  local s1 = org:add_site "GUITARS":add_server "S1"
  org:add_site "BRASS":add_server "S2":add_mailbox "bob"
  s1:add_mailbox "ann"
  org:pair("x400", { name = "X400 CONNECTOR TO BRASS_KITTEN", s1, "S2" })
  s1:set { mta_time = "1 s" }                                  -- (ours): so that mail piles up
end

local function work_queue(off)
  return function(run, org)
    org:server "S1":set { registry = { ["Work queue alarm on"] = ON, ["Work queue alarm off"] = off } }
    run:at("09:00", function()
      for i = 1, ON + 20 do org:send { from = "ann", to = "bob", as = "m" .. i } end
    end)
    run:to "12:00"
  end
end

local function subsides_at(n)
  return function(seen)
    seen:event(666, { server = "S1" })
      :text "The MTA work queue is backlogged with 600 messages in the queue.":once()
    seen:event(667, { server = "S1" })
      :text(("The MTA work queue backlog has subsided leaving %d messages in the queue."):format(n))
      :once()
    seen:inferred():event(666):once()
    seen:inferred():event(667):once()
    seen:event(659):never()
  end
end

local function nothing(seen)
  for _, number in ipairs { 659, 660, 666, 667 } do seen:event(number):never() end
end

scenario.drive = work_queue(nil)
scenario.fixed = subsides_at(300)
scenario.unfixed = nothing

scenario.case("off at 100", { drive = work_queue(100), fixed = subsides_at(100), unfixed = nothing })
scenario.case("off when empty", { drive = work_queue(0), fixed = subsides_at(0), unfixed = nothing })
scenario.case("off above on", { drive = work_queue(700), fixed = subsides_at(300), unfixed = nothing })

scenario.case("outbound queue", {
  drive = function(run, org)
    org:server "S1":set { mta_time = "10 ms", registry = { ["Outbound queue alarm on"] = 500 } }
    run:at("09:00", function()
      org:link "X400 CONNECTOR TO BRASS_KITTEN":cut()
      for _ = 1, 499 do org:send { from = "ann", to = "bob" } end
    end)
    run:at("10:00", function() org:send { from = "ann", to = "bob" } end)
    run:at("10:30", function() org:link "X400 CONNECTOR TO BRASS_KITTEN":restore() end)
    run:to "12:00"
  end,
  fixed = function(seen)
    local dn = "/O=ORG/OU=GUITARS/CN=CONFIGURATION/CN=CONNECTIONS/CN=X400 CONNECTOR TO BRASS_KITTEN"
    seen:event(659, { server = "S1" })
      :text("The queue for " .. dn .. " is backlogged with 500 messages in the queue.")
      :between("10:00", "10:01"):once()
    seen:event(660, { server = "S1" })
      :text("The queue backlog for " .. dn .. " has subsided leaving 250 messages in the queue.")
      :after "10:30":once()
    seen:event(666):never()
    seen:inferred():event(659):once()
  end,
  unfixed = nothing,
})

return scenario
