-- An Internet Mail Service that is stopped, or that sends nothing, still gets mail, and keeps it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q285090",
  title    = "Retiring an Internet Mail Service",
  says     = { "stopped, or in transfer mode None or Inbound Only: mail is still routed to it, and queued for it",
               "in MTS-OUT the MTA cannot reroute it, and no report is made",
               "never started again, the mail is lost",
               "to retire it: Outbound Only and a restart, so that all is sent and nothing comes in",
               "then its address space removed: mail is no longer routed to it" },
  products = { "5.5 SP4" },
  mutant   = { "NO_LINK_STATE", "SECURED_STAYS", "IMS_OUTBOUND_MODE", "IMS_INBOUND_MODE" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMS1", spaces = { { "SMTP:*", cost = 1 } } }   -- costs: ours
  s2:add_connector { kind = "ims", name = "IMS2", spaces = { { "SMTP:*", cost = 2 } } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function send_ten(run, org)
  run:every("1 min", { from = "09:00", times = 10 }, function(i)
    org:send { from = "ann", to = "x@example.com", as = "m " .. i }
  end)
end

local function all_stay(seen, till)
  for i = 1, 10 do
    local m = seen:message("m " .. i)
    m:goes_by "IMS1"
    m:never "rerouted"
    m:delivered():never():before(till)
    seen:report("m " .. i):never()
  end
end

scenario.case("stopped", {
  build = function(org)
    scenario.build(org)
    org:server "S1":set { handoff_time = "10 s" }   -- (ours): one waits when the service stops
  end,
  drive = function(run, org)
    run:at("09:00:05", function() org:service("S1", "ims"):stop() end)
    send_ten(run, org)
    run:at("1998-03-12 09:00", function() org:service("S1", "ims"):start() end)
    run:to "1998-03-12 10:00"
  end,
  expect = function(seen)
    all_stay(seen, "1998-03-12 09:00")
    for i = 1, 10 do seen:inferred():message("m " .. i):delivered() end
    seen:queue("S2", "ims"):always():holds(0)
  end,
})

for _, mode in ipairs { "none", "inbound" } do
  scenario.case("transfer mode " .. mode, {
    drive = function(run, org)
      run:at("08:59", function() org:connector "IMS1":set { transfer_mode = mode } end)
      send_ten(run, org)
      run:at("1998-03-12 09:00", function()
        org:connector "IMS1":set { transfer_mode = "both" }
        org:service("S1", "ims"):stop()
        org:service("S1", "ims"):start()
      end)
      run:to "1998-03-12 10:00"
    end,
    expect = function(seen)
      all_stay(seen, "1998-03-12 09:00")
      seen:queue("S1", "mts-out"):at "1998-03-12 08:59":holds(10)
      seen:queue("S2", "ims"):always():holds(0)
      for i = 1, 10 do seen:inferred():message("m " .. i):delivered():after "1998-03-12 09:00" end
    end,
  })
end

scenario.case("never started again", {
  drive = function(run, org)
    run:at("08:59", function() org:service("S1", "ims"):stop() end)
    send_ten(run, org)
    run:to "1998-04-12 09:00"
  end,
  expect = function(seen) all_stay(seen, "1998-04-12 09:00") end,
})

-- The steps of the article.
scenario.case("retired", {
  drive = function(run, org)
    run:at("08:59", function() org:connector "IMS1":set { transfer_mode = "none" } end)
    send_ten(run, org)
    run:at("10:00", function()
      org:connector "IMS1":set { transfer_mode = "outbound" }
      org:service("S1", "ims"):stop()
      org:service("S1", "ims"):start()
    end)
    run:at("10:30", function()
      pcall(function()                                       -- it is told that IMS1 takes no mail
        org:host "mail.example.com":send { from = "x@example.com", to = "ann@site.org.com", via = "S1" }
      end)
    end)
    run:at("11:00", function() org:connector "IMS1":set { spaces = {} } org:replicate() end)
    run:at("11:30", function() org:send { from = "ann", to = "x@example.com", as = "later" } end)
    run:to "12:00"
  end,
  expect = function(seen)
    for i = 1, 10 do seen:message("m " .. i):delivered():within "1 min":of "10:00" end
    seen:queue("S1", "mts-in"):always():holds(0)
    seen:queue("S1", "mts-out"):always():after "10:01":holds(0)
    seen:message "later":via "IMS2"
    seen:inferred():message "later":delivered()
  end,
})

return scenario
