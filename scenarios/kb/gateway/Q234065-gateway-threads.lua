-- The store's threads carry mail between the MTA and the Internet Mail Service: none without a
-- log-on, and the more the faster.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q234065",
  title    = "The MTA's queue to the Internet Mail Service",
  says     = { "mail waits in the MTA's queue; its next stop is MTS-OUT",
               "the store makes the Gateway In threads when the service logs on: they move mail into MTS-OUT",
               "Gateway Out threads move mail from MTS-IN to the MTA",
               "more threads make the pipe wider; 8 is the advice",
               "the threads serve any gateway" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "GATEWAY_LOG_ON", "LEAVES_FOR_MTS_OUT" },
}

local function build(threads)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
    server:set { handoff_time = "1 s", registry = { ["Gateway In Threads"] = threads,      -- 1 s: ours
                                                    ["Gateway Out Threads"] = threads } }
    server:add_connector { kind = "ims", spaces = "SMTP:*" }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

local function send(org, count)
  for i = 1, count do org:send { from = "ann", to = "x@example.com", as = "m " .. i } end
end

scenario.case("the service is stopped", {
  build = build(1),
  drive = function(run, org)
    run:at("08:59", function() org:service("S1", "ims"):stop() end)
    run:at("09:00", function() send(org, 3) end)
    run:at("09:10", function() org:service("S1", "ims"):start() end)
    run:to "09:30"
  end,
  expect = function(seen)
    seen:inferred():queue("S1", "ims"):at "09:09:59":holds(3)
    seen:inferred():queue("S1", "mts-out"):always():before "09:10":holds(0)
    for i = 1, 3 do
      local m = seen:message("m " .. i)
      local at = ("09:10:%02d"):format(i)
      seen:in_order { m:queued { queue = "ims" }, m:handed_off(), m:taken { folder = "mts-out" }, m:delivered() }
      m:handed_off():at(at)
      m:unqueued { queue = "ims" }:at(at)                   -- not before it is in MTS-OUT
    end
    seen:queue("S1", "ims"):at "09:11":is "empty"
  end,
})

for threads, takes in pairs { [1] = 16, [2] = 8, [8] = 2 } do
  scenario.case("Gateway In Threads " .. threads, {
    build = build(threads),
    drive = function(run, org)
      run:at("09:00", function() send(org, 16) end)
      run:to "09:30"
    end,
    expect = function(seen)
      seen:queue("S1", "ims"):becomes "empty":at(("09:00:%02d"):format(takes)):once()
      seen:message "m 16":handed_off():at(("09:00:%02d"):format(takes))
    end,
  })

  scenario.case("Gateway Out Threads " .. threads, {
    build = build(threads),
    drive = function(run, org)
      run:at("09:00", function()
        for i = 1, 16 do
          org:host "mail.example.com":send { from = "x@example.com", to = "ann@site.org.com", via = "S1",
            as = "m " .. i }
        end
      end)
      run:to "09:30"
    end,
    expect = function(seen)
      seen:queue("S1", "mts-in"):becomes "empty":at(("09:00:%02d"):format(takes))
      seen:inferred():message "m 16":delivered()
    end,
  })
end

return scenario
