-- The entries for RAS associations: ten by default, fewer where Performance Optimizer or a hand has
-- changed it. A restart helps for a time.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q257995",
  title    = "Dynamic RAS Connector server does not work with 9315, 9405",
  says     = { "9315: the number of entries configured is 2; 9405: double acquire of semaphore 2210; the MTA stops",
               "Concurrent connections to RAS LAN-MTAs is 10 by default",
               "increased to 4 and 10, the MTA goes on" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RAS_ENTRIES", "RAS_ENTRIES_END" },
}

local function build(entries)
  return function(org)
    local hub = org:add_site "HUB":add_server "S1"
    hub:add_mailbox "ann"
    hub:set { modems = 11 }
    if entries then hub:set { registry = { ["Concurrent Connections to RAS LAN-MTAs"] = entries } } end
    for i = 1, 11 do
      local far = org:add_site("SITE" .. i):add_server("R" .. i)
      far:add_mailbox("bob" .. i)
      org:pair("ras", { name = "CALL" .. i, hub, far })
    end
  end
end

local function send(org, as, count)
  for i = 1, count do org:send { from = "ann", to = "bob" .. i, as = as .. i } end
end

scenario.case("two entries", {
  build = build(2),
  drive = function(run, org)
    run:at("09:00", function() send(org, "early ", 2) end)
    run:at("09:30", function() send(org, "first ", 3) end)
    run:at("10:00", function() org:service("S1", "mta"):start() end)
    run:at("10:20", function() org:service("S1", "mta"):stop() end)
    run:at("10:30", function()
      org:server "S1":set { registry = { ["Concurrent Connections to RAS LAN-MTAs"] = 10 } }
      org:service("S1", "mta"):start()
    end)
    run:at("11:00", function() send(org, "last ", 3) end)
    run:to "12:00"
  end,
  expect = function(seen)
    seen:event(9405):before "09:30":never()
    seen:inferred():message "early 2":delivered_to "bob2":before "09:05"
    seen:event(9315, { server = "S1" }):between("09:30", "09:35"):once():text "The number of entries configured is 2."
    seen:event(9405, { server = "S1" }):between("09:30", "09:35"):once():text "Double acquire of semaphore 2210"
    for i = 1, 3 do seen:message("last " .. i):delivered_to("bob" .. i):between("11:00", "11:10") end
    seen:event(9405):after "10:30":never()
  end,
})

for name, count in pairs { ["the default, ten sites"] = 10, ["the default, eleven sites"] = 11 } do
  scenario.case(name, {
    build = build(),
    drive = function(run, org)
      run:at("09:00", function() send(org, "m ", count) end)
      run:to "10:00"
    end,
    expect = function(seen)
      if count == 10 then
        for i = 1, 10 do seen:inferred():message("m " .. i):delivered_to("bob" .. i):before "09:10" end
        seen:inferred():event(9315):never()
      else
        seen:inferred():event(9315, { server = "S1" }):once():text "The number of entries configured is 10."
        seen:inferred():event(9405, { server = "S1" }):once()
      end
    end,
  })
end

return scenario
