-- 5.5 SP3: on a slow link, where associations break, control blocks are lost until none is left.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q247419",
  title    = "TCP/IP control block shortage, event ID 9156",
  says     = { "after SP3: 9156, no free control blocks for network type 1, the configured count is 40",
               "then the MTA may stop processing messages until it is started again",
               "it loses them under stress or on slow connections",
               "first corrected in 5.5 SP4; build 2651.71" },
  products = { "5.5 SP3", "5.5.2651.70", "5.5.2651.71", "5.5 SP4" },
  fixed    = { "5.5.2651.71" },
  mutant   = { "BREAK_LOSES_BLOCK", "CONTROL_BLOCK_EACH" },
}

-- 1 K a second; the line is away for three minutes out of ten (ours).
function scenario.build(org)
  local s1, r = org:add_site "A":add_server "S1", org:add_site "B":add_server "R"
  s1:add_mailbox "ann"
  r:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
  s1:set { registry = { ["TCP/IP control blocks"] = 40 } }
  r:set { registry = { ["TCP/IP control blocks"] = 200 } }
  org:pair("x400", { name = "X", s1, r })
  org:connector("X", "S1"):set { open_interval = "5 min" }
  org:link "X":set { bandwidth = 8192 }
end

local function drive(breaks)
  return function(run, org)
    run:every("10 min", { from = "09:00", times = breaks }, function(i)
      org:send { from = "ann", to = "bob", as = "m " .. i, size = "100 K" }
    end)
    run:every("10 min", { from = "09:00:30", times = breaks }, function() org:link "X":cut() end)
    run:every("10 min", { from = "09:03:30", times = breaks }, function() org:link "X":restore() end)
    run:at("Tue 08:00", function() org:send { from = "ann", to = "bob", as = "last" } end)
    run:at("Tue 09:00", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
    end)
    run:to "Tue 09:30"
  end
end

local function whole(seen)
  seen:inferred():event(9156):never()
  seen:inferred():message "last":delivered_to "bob":before "Tue 08:01"
end

scenario.case("39 breaks", {
  drive = drive(39), fixed = whole,
  unfixed = function(seen)
    seen:event(9156, { server = "S1" }):at_least(1)
      :text "There are no free control blocks available for network type 1. The configured count is 40."
    seen:queue("S1", "X"):at "Tue 08:59":holds_at_least(1)
    seen:message "last":delivered_to "bob":between("Tue 09:00", "Tue 09:10")
  end,
})

scenario.case("38 breaks", { drive = drive(38), expect = whole })

return scenario
