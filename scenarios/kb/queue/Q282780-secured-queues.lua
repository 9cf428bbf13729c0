-- What a restart of the MTA does to mail in queues that stand in memory, and to mail in queues that
-- stand on disk; and what the loss of a file does.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q282780",
  title    = "Secured and non-secured queues of the MTA",
  says     = { "X.400 and RPC queues are forgotten at shutdown: their messages are routed anew at start",
               "they are rerouted while the target does not take them",
               "mail on a secured queue counts as delivered: never rerouted, not after a restart either",
               "the file of a secured queue deleted: mtacheck makes it anew, and no mail is lost",
               "a core file missing: the MTA does not start",
               "the queue of queues lost and made new: new ids, and mail on the old ones is not delivered, nor routed again" },
  products = { "5.5 SP4" },
  mutant   = { "ROUTED_ANEW", "SECURED_STAYS", "REROUTE_AT_ONCE", "CORE_FILES", "LOST_QUEUE_REBUILT",
               "NEW_IDS_STRAND" },
}

local SPACE = "X400:c=FR;a= ;p=PARTNER"
local MARIE = SPACE .. ";o=LYON;s=marie;"

-- `other`: what S2's connector leads to at first.
local function build(org, other)
  local site = org:add_site "SITE"
  local s1, s2, s3 = site:add_server "S1", site:add_server "S2", site:add_server "S3"
  local host = org:add_host "PARTNER"
  s1:add_mailbox "ann"
  s3:add_mailbox "cid"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 5 } } }
  s1:add_connector { kind = "x400", name = "X", to = host, spaces = { { SPACE, cost = 5 } } }
  s2:add_connector { kind = "ims", name = "OTHER IMS", spaces = { { "SMTP:*", cost = 50 } } }
  s2:add_connector { kind = "x400", name = "Z", to = host, spaces = { { other, cost = 50 } } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.build(org) build(org, "X400:c=FR;a= ;p=OTHER") end

-- Everything is down; Z and the other IMS become the cheaper ways while S1's MTA is down.
function scenario.drive(run, org)
  run:at("08:59", function()
    org:service("S1", "ims"):stop()
    org:link "X":cut()
    org:service("S3", "mta"):stop()
  end)
  run:at("09:00", function()
    for i = 1, 3 do
      org:send { from = "ann", to = "x@example.com", as = "smtp " .. i }
      org:send { from = "ann", to = MARIE, as = "x400 " .. i }
      org:send { from = "ann", to = "cid", as = "rpc " .. i }
    end
  end)
  run:at("10:00", function() org:service("S1", "mta"):stop() end)
  run:at("10:05", function()
    org:connector "Z":set { spaces = { { SPACE, cost = 1 } } }
    org:connector "OTHER IMS":set { spaces = { { "SMTP:*", cost = 1 } } }
    org:replicate()
  end)
  run:at("10:30", function() org:service("S1", "mta"):start() end)
  run:to "12:00"
end

function scenario.expect(seen)
  for i = 1, 3 do
    seen:message("x400 " .. i):is_in("S1", "X"):at "09:59"
    seen:message("x400 " .. i):queued { queue = { "S1", "S2" } }:at "10:30"
    seen:message("x400 " .. i):via "Z"
    seen:message("rpc " .. i):queued { queue = { "S1", "S3" } }:at "10:30"
    seen:message("smtp " .. i):queued():once()
    seen:message("smtp " .. i):never "rerouted"
    seen:message("smtp " .. i):always():after "09:01":is_in("S1", "ims")
  end
  seen:queue("S1", "ims"):at "12:00":holds(3)
end

-- The target takes nothing, and there is another way.
scenario.case("while the target does not take them", {
  build = function(org) build(org, SPACE) end,
  drive = function(run, org)
    run:at("08:59", function() org:link "X":cut() end)
    run:at("09:00", function()
      org:send { from = "ann", to = MARIE, as = "x400" }
      org:send { from = "ann", to = "x@example.com", as = "smtp" }
    end)
    run:at("09:00:00.05", function() org:service("S1", "ims"):stop() end)
    run:to "12:00"
  end,
  expect = function(seen)
    seen:message "x400":rerouted { from = "X", to = "Z" }:once()
    seen:message "smtp":never "rerouted"
    seen:queue("S1", "ims"):at "12:00":holds(1)
  end,
})

-- The IMS is stopped, with three messages on its queue; the MTA is stopped, and loses a file.
local function lose(file)
  return function(run, org)
    local s1 = org:server "S1"
    run:at("08:59", function() org:service("S1", "ims"):stop() end)
    run:at("09:00", function()
      for i = 1, 3 do org:send { from = "ann", to = "x@example.com", as = "smtp " .. i } end
    end)
    run:at("10:00", function()
      s1:service "mta":stop()
      s1:fault("file lost", file)
      s1:mtacheck()
      s1:service "mta":start()
    end)
    run:at("11:00", function() org:service("S1", "ims"):start() end)
    run:to "12:00"
  end
end

scenario.case("the file of a secured queue is deleted", {
  drive = lose "DB00002C.DAT",
  expect = function(seen)
    seen:mtacheck "S1":text "required reconstruction.":at "10:00":once()
    for i = 1, 3 do seen:message("smtp " .. i):delivered():after "11:00" end
  end,
})

scenario.case("a core file is deleted", {
  drive = lose "DB000010.DAT",
  expect = function(seen)
    for i = 1, 3 do seen:message("smtp " .. i):delivered():never() end
  end,
})

-- The queue of queues from the CD: the ids are others, and the mail stays on the old ones.
scenario.case("the queue of queues is lost", {
  drive = function(run, org)
    local s1 = org:server "S1"
    run:at("08:59", function() s1:service "ims":stop() end)
    run:at("09:00", function()
      for i = 1, 3 do org:send { from = "ann", to = "x@example.com", as = "smtp " .. i } end
    end)
    run:at("10:00", function()
      s1:service "mta":stop()
      s1:fault("file lost", "DB000001.DAT")
      s1:mtacheck()
      s1:restore "DB000001.DAT"
    end)
    run:at("10:05", function() s1:mtacheck() end)
    run:at("10:10", function()
      s1:service "mta":start()
      s1:service "ims":start()
    end)
    run:at("11:00", function() org:send { from = "ann", to = "x@example.com", as = "after" } end)
    run:at("12:00", function()
      s1:service "mta":stop()
      s1:service "mta":start()
    end)
    run:to "Wed 12:00"
  end,
  expect = function(seen)
    seen:mtacheck "S1":text "(id 0100002C)":at "10:00":once()
    seen:mtacheck "S1":text "(id 0100002D)":at "10:05":once()
    seen:mtacheck "S1":text "(id 0100002C)":at "10:05":never()
    for i = 1, 3 do
      seen:message("smtp " .. i):delivered():never()
      seen:message("smtp " .. i):rerouted():never()
      seen:message("smtp " .. i):routed():once()
      seen:inferred():message("smtp " .. i):returned():never()
    end
    seen:inferred():message "after":delivered():after "11:00"
  end,
})

return scenario
