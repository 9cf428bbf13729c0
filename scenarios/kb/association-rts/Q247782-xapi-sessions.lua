-- Each thread that moves mail between MTA and gateways has a session with the MTA. Too few sessions, and
-- mail over the connectors is slow.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q247782",
  title    = "Mail transfer across connectors is slow, events 3120 and 9316",
  says     = { "mail transfer across connectors is extremely slow",
               "3120: a resource limit, number of sessions configured 30; 9316 with Windows NT error 9317",
               "Concurrent XAPI Sessions is 80 by default; Performance Optimizer sets 30",
               "80: no shortage" },
  products = { "5.5 SP4" },
  mutant   = { "XAPI_SESSIONS" },
}

-- 30 threads out and 10 in, each with a minute for a message (ours).
local function build(sessions)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    server:add_connector { kind = "ims", spaces = "SMTP:*" }
    org:add_host("mail.example.com", { mx_for = "example.com" })
    org:set { submit_time = "0 s", mta_time = "0 s" }
    server:set { handoff_time = "1 min",
                 registry = { ["Gateway In Threads"] = 30, ["Gateway Out Threads"] = 10,
                              ["Concurrent XAPI Sessions"] = sessions } }
  end
end

function scenario.drive(run, org)
  run:at("08:59", function()
    for i = 1, 60 do org:send { from = "ann", to = "x@example.com", as = "out " .. i } end
  end)
  run:at("08:59:10", function()
    for i = 1, 10 do org:host "mail.example.com":send { from = "x@example.com", to = "ann", via = "S1", as = "in " .. i } end
  end)
  run:to "10:00"
end

scenario.case("30, of Performance Optimizer", {
  build = build(30),
  expect = function(seen)
    seen:event(3120, { server = "S1" }):once():text "Number of sessions configured: 30"
    seen:event(9316, { server = "S1" }):once():text "Windows NT error: 9317."
    seen:inferred():queue("S1", "mts-in"):at "09:02":holds(10)
  end,
})

for name, sessions in pairs { ["80, the default"] = 80, ["40"] = 40 } do
  scenario.case(name, {
    build = build(sessions),
    expect = function(seen)
      seen:event(3120):never()
      seen:event(9316):never()
      seen:inferred():queue("S1", "mts-in"):at "09:02":is "empty"
    end,
  })
end

return scenario
