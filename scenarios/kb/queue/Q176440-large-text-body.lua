-- A very large text body ties the MTA up for hours; then it goes on by itself.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q176440",
  title    = "MTA at 90 percent of the CPU, and no mail is delivered",
  says     = { "delivery stops without an error; the MTA cannot be stopped from the Control Panel",
               "after several hours it comes back to normal operation",
               "the cause is a very large text body; large attachments do not do this",
               "corrected in the latest service packs of 4.0 and 5.0" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2" },
  fixed    = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "LARGE_TEXT_TAKES_HOURS", "SPINNING_STAYS" },
  start    = "1997-06-02 08:00",
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  one:add_server "S1":add_mailbox "ann"
  two:add_server "T1":add_mailbox "tim"
  org:pair("x400", { name = "X", "S1", "T1" })
  org:server "S1":set { text_conversion_time = "10 s" }
end

-- 2 MB at ten seconds per KB: nearly six hours (ours).
function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "tim", as = "text", size = "2 MB", flaw = "large text body" }
  end)
  run:at("09:10", function() org:send { from = "ann", to = "tim", as = "small" } end)
  run:at("10:00", function()
    org:service("S1", "mta"):stop()
    if not org:service("S1", "mta"):is_running() then org:service("S1", "mta"):start() end
  end)
  run:to "20:00"
end

function scenario.unfixed(seen)
  seen:message "small":never "transferred":before "14:41"
  seen:message "small":delivered_to "tim":between("14:41", "15:30")
  seen:message "text":delivered_to "tim":after "14:41"
end

function scenario.fixed(seen) seen:message "small":delivered_to "tim":before "09:20" end

scenario.case("an attachment", {
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "tim", as = "attachment", size = "2 MB" } end)
    run:at("09:10", function() org:send { from = "ann", to = "tim", as = "small" } end)
    run:to "20:00"
  end,
  expect = function(seen) seen:message "small":delivered_to "tim":before "10:00" end,
})

return scenario
