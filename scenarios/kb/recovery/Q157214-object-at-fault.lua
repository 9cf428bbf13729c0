-- A message that the MTA cannot read holds it up. The event names the object, and so the file.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q157214",
  title    = "Removing a corrupt message from the MTA queue",
  says     = { "event 2171 names the object at fault: 0600006b is DB00006B.DAT",
               "stop, mtacheck, the file moved away, mtacheck, start: the MTA works again",
               "if events still continue or the MTA does not start: something else" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "UNREADABLE_STOPS", "DAMAGED_OBJECT_REMOVED" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "ONE":add_server "S1"
  org:site "ONE":add_server "S2":add_mailbox "sue"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local at_fault                                                   -- its file

-- Five wait for `to`, the third is bad (ours).
local function stick(run, org, to)
  local s1 = org:server "S1"
  run:at("08:59", function()
    s1:service "ims":stop()
    org:service("S2", "mta"):stop()
  end)
  run:at("09:00", function()
    for i = 1, 5 do org:send { from = "ann", to = to, as = "m " .. i } end
  end)
  run:at("09:30", function()
    s1:service "mta":stop()
    at_fault = s1:file "m 3"
    s1:fault("object unreadable", at_fault)
    s1:service "mta":start()
    s1:service "ims":start()
    org:service("S2", "mta"):start()
  end)
end

-- The file is moved away if the log has its object.
local function cure(run, org)
  local s1, is_there = org:server "S1", false
  run:at("10:30", function()
    s1:service "mta":stop()
    for _, line in ipairs(s1:mtacheck "/v") do
      is_there = is_there or line:find("Checking object 06" .. at_fault:sub(3, 8), 1, true)
    end
  end)
  run:at("10:40", function()
    if is_there then s1:fault("file lost", at_fault) end
    s1:mtacheck "/v"
    s1:service "mta":start()
  end)
  run:to "12:00"
end

local function works_again(seen)
  seen:event(2171, { server = "S1" }):text "Object at fault: 06":between("09:30", "09:31"):once()
  seen:event(2171, { server = "S1" }):after "09:31":never()
  seen:mtacheck "S1":text "- OK, on queue 01":at "10:30":at_least(1)
  seen:message "m 3":delivered():never()
  seen:message "m 4":delivered():after "10:40"
  seen:message "m 5":delivered():after "10:40"
  local inferred = seen:inferred()
  inferred:mtacheck "S1":text "Database clean, no errors detected.":at "10:30":once()
  inferred:mtacheck "S1":text " - missing object file":at "10:40":once()
  inferred:message "m 3":discarded():once()
  inferred:message "m 1":delivered():once()
  inferred:message "m 2":delivered():once()
end

-- On the work queue, where everything goes at a start: all of the MTA's mail stands.
function scenario.drive(run, org)
  stick(run, org, "sue")
  run:at("10:00", function() org:send { from = "ann", to = "sue", as = "later" } end)
  cure(run, org)
end

function scenario.expect(seen)
  works_again(seen)
  seen:message "later":delivered():after "10:40"
  seen:inferred():counter("S1", "Work Queue Length"):at "10:29":is(4)
end

-- On the queue of a gateway: that one stands, the others go on.
scenario.case("on a gateway's queue", {
  drive = function(run, org)
    stick(run, org, "x@example.com")
    run:at("10:00", function() org:send { from = "ann", to = "sue", as = "other" } end)
    cure(run, org)
  end,
  expect = function(seen)
    works_again(seen)
    seen:inferred():message "other":delivered():before "10:01"
    seen:inferred():queue("S1", "ims"):at "10:29":holds(3)
  end,
})

return scenario
