-- What mtacheck finds, says and repairs: a queue's file that is damaged, objects of messages that are
-- damaged or gone. And what comes of core files written over those that are whole.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163323",
  title    = "Mtacheck.log",
  says     = { "Queue ... required reconstruction, corrupted queue file, 23 messages recovered to the queue",
               "Object ... invalid, missing object file, object removed from queue ..., MTS-ID",
               "Database clean; Database repaired, some data may have been lost, with counts; serious errors",
               "objects missing from the Boot Environment: reload them from the CD, run mtacheck again, start",
               "existing boot environment files replaced: all messages in the MTA's queues are deleted" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "LOST_QUEUE_REBUILT", "DAMAGED_OBJECT_REMOVED", "BOOTENV_EMPTIES" },
  start    = "1998-03-02 08:00",
}

local IMS = "CN=CONNECTIONS/CN=INTERNET MAIL"
local QUEUE_FILE = "DB00002C.DAT"                                -- (ours): which object it is

function scenario.build(org)
  local s1 = org:add_site "WASHINGTON":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- 24 messages on the queue of a gateway that is down (ours: one more than are recovered).
local function fill(run, org)
  run:at("08:59", function() org:service("S1", "ims"):stop() end)
  run:at("09:00", function()
    for i = 1, 24 do org:send { from = "ann", to = "x@example.com", as = "m " .. i } end
  end)
end

local function start_all(run, org)
  run:at("11:00", function()
    org:service("S1", "mta"):start()
    org:service("S1", "ims"):start()
  end)
  run:to "12:00"
end

-- One object of them is gone; the first run removes it, the second finds nothing.
function scenario.drive(run, org)
  local s1 = org:server "S1"
  fill(run, org)
  run:at("10:00", function()
    s1:service "mta":stop()
    s1:fault("file lost", s1:file "m 7")
    s1:mtacheck "/v"
  end)
  run:at("10:10", function()
    s1:fault("file damaged", QUEUE_FILE)
    s1:mtacheck "/v"
  end)
  run:at("10:20", function() s1:mtacheck() end)
  start_all(run, org)
end

function scenario.expect(seen)
  local check = function(text, at) return seen:mtacheck "S1":text(text):at(at) end
  check("Object 06", "10:00"):once()
  check(" - missing object file", "10:00"):once()
  check("Object removed from queue ", "10:00"):once()
  check("MTS-ID: C=US;A= ;P=ORG;L=S1-980302090000Z-7", "10:00"):once()
  check("Database repaired, some data may have been lost.", "10:00"):once()
  check("- 1 object(s) damaged out of 58 detected (1%).", "10:00"):once()   -- 24 and 34 of its own
  check("- 0 queue(s) required repair out of 5 detected (0%).", "10:00"):once()
  -- the article's "messages" are "objects" in the printed output of Q157323
  check(IMS, "10:10"):text "required reconstruction.":once()
  check(" - corrupted queue file", "10:10"):once()
  check("23 objects recovered to the queue.", "10:10"):once()
  check("Database clean, no errors detected.", "10:20"):once()
  seen:message "m 7":delivered():never()
  seen:message "m 7":discarded():once()
  for _, i in ipairs { 1, 6, 8, 24 } do seen:message("m " .. i):delivered():after "11:00" end
  seen:inferred():queue("S1", "ims"):at "10:30":holds(23)
end

-- An object that is damaged is moved aside; the others, whatever queue they are on, are not touched.
scenario.case("damaged objects on several queues", {
  build = function(org)
    scenario.build(org)
    org:site "WASHINGTON":add_server "S2":add_mailbox "sue"
  end,
  drive = function(run, org)
    local s1 = org:server "S1"
    run:at("08:59", function()
      s1:service "ims":stop()
      org:service("S2", "mta"):stop()
    end)
    run:at("09:00", function()
      for i = 1, 5 do
        org:send { from = "ann", to = "x@example.com", as = "out " .. i }
        org:send { from = "ann", to = "sue", as = "in " .. i }
        org:send { from = "ann", to = "sue", defer = "+3 h", as = "later " .. i }
      end
    end)
    run:at("10:00", function()
      s1:service "mta":stop()
      for _, name in ipairs { "out 2", "in 3", "later 4" } do s1:fault("file damaged", s1:file(name)) end
      s1:mtacheck()
      s1:service "mta":start()
      s1:service "ims":start()
      org:service("S2", "mta"):start()
    end)
    run:to "14:00"
  end,
  expect = function(seen)
    local inferred = seen:inferred()
    inferred:mtacheck "S1":text " - corrupted object file":times(3)
    inferred:mtacheck "S1":text "Object removed from queue MTAWORKQ":times(2)
    inferred:mtacheck "S1":text "- 3 object(s) damaged out of 49 detected (6%).":once()
    for _, gone in ipairs { "out 2", "in 3", "later 4" } do
      inferred:message(gone):discarded():once()
      inferred:message(gone):delivered():never()
    end
    for _, kept in ipairs { "out 1", "out 5", "in 1", "in 5", "later 1", "later 5" } do
      inferred:message(kept):delivered():once()
    end
  end,
})

-- A core file of 0 bytes, and the cure; `file`: what is copied from the CD.
local function copy(file)
  return function(run, org)
    local s1 = org:server "S1"
    fill(run, org)
    run:at("10:00", function()
      s1:service "mta":stop()
      s1:fault("file damaged", "DB000010.DAT")
      s1:mtacheck()
      s1:service "mta":start()
    end)
    run:at("10:10", function()
      s1:restore "DB000010.DAT"
      if file then s1:restore(file) end
      s1:mtacheck()
    end)
    start_all(run, org)
  end
end

local function cured(seen)
  seen:mtacheck "S1":text "Some objects are missing from the Boot Environment":at "10:00":once()
  seen:mtacheck "S1":text "Database contains serious errors":at "10:00":once()
  seen:event(9405, { server = "S1" }):text "DB000010.DAT not found":at "10:00":once()
  seen:mtacheck "S1":text "Database clean, no errors detected.":at "10:10":once()
end

scenario.case("the missing core file is copied", {
  drive = copy(),
  expect = function(seen)
    cured(seen)
    for i = 1, 24 do seen:message("m " .. i):delivered():after "11:00" end
  end,
})

scenario.case("one that was there is copied too", {
  drive = copy "DB000011.DAT",
  expect = function(seen)
    cured(seen)
    for i = 1, 24 do
      seen:message("m " .. i):discarded():once()
      seen:message("m " .. i):delivered():never()
    end
  end,
})

return scenario
