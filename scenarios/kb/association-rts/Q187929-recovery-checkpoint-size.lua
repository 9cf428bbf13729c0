-- Both ends agree on a checkpoint size. On recovery the called MTA proposes its own again: a
-- monologue does not go on where it broke.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q187929",
  title    = "Recovery checkpoint size different, MTA connection fails",
  says     = { "on recovery the called MTA may not propose the checkpoint size of the first connection, though the caller does",
               "with a monologue that may keep the connection from being recovered",
               "fixed in 5.5 SP1" },
  products = { "5.0 SP2", "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "CHECKPOINT_REPROPOSED", "RTS_RESUMES" },
}

-- 1 K a second; a transfer that broke is tried again after 30 s, within the recovery time-out (ours).
local function build(far_checkpoint, is_monologue)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", transfer_interval = "30 s" }
    org:pair("x400", { name = "LINE", s1, s2, checkpoint_size = 15 })
    org:connector("LINE", "S2"):set { checkpoint_size = far_checkpoint }
    org:connector("LINE", "S1"):set { transfer_interval = "30 s" }
    if is_monologue then org:connector("LINE", "S1"):set { two_way_alternate = 0 } end
    org:link "LINE":set { bandwidth = 8192 }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "300 K" } end)
  run:at("09:02:40", function() org:link "LINE":cut() end)            -- after 160 K
  run:at("09:03", function() org:link "LINE":restore() end)
  run:to "09:20"
end

-- From 150 K at 09:03:10: 150 s; from the beginning: 300 s.
local function resumes(seen)
  seen:message "m":transfer_failed():between("09:02:40", "09:02:41"):once()
  seen:message "m":transferred():between("09:05:40", "09:05:42")
end

local function begins_again(seen)
  seen:message "m":transfer_failed():between("09:02:40", "09:02:41"):once()
  seen:message "m":transferred():between("09:08:10", "09:08:12")
end

scenario.case("a monologue, 15 K and 30 K", {
  build = build(30, true), unfixed = begins_again,
  fixed = function(seen) resumes(seen:inferred()) end,
})

scenario.case("two-way alternate", {
  build = build(30, false), expect = function(seen) resumes(seen:inferred()) end,
})

scenario.case("a monologue, both 15 K", {
  build = build(15, true), expect = function(seen) resumes(seen:inferred()) end,
})

return scenario
