-- After an unclean stop the MTA checks its database before it takes mail again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163295",
  title    = "MTA events 2219, 2206, and 2207 (mtacheck)",
  says     = { "2219, then several 2206, and 2207 at the end: the MTA was not shut down cleanly",
               "the automatic mtacheck delays the start of the MTA",
               "2206 names queue and file, 2207 the log" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CHECK_AFTER_UNCLEAN" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  org:add_site "PARIS":add_server "S2":add_mailbox "bob"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:pair("x400", { name = "X", s1, "S2" })
  s1:set { check_time = "10 s" }                              -- (ours): a queue
end

local function mail(run, org)
  run:at("09:00", function() org:link "X":cut() end)
  run:at("09:01", function()
    for i = 1, 3 do org:send { from = "ann", to = "bob", as = "m" .. i } end
  end)
end

function scenario.drive(run, org)
  mail(run, org)
  run:at("09:30", function() org:service("S1", "mta"):crash() end)
  run:at("09:31", function() org:link "X":restore() end)
  run:at("10:00", function() org:service("S1", "mta"):start() end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(2219, { server = "S1" }):text "the MTA was not shut down cleanly":at "10:00":once()
  seen:event(2206, { server = "S1" }):text "now checking queue: MTAWORKQ, the filename of this queue is: DB0000"
    :once()
  seen:event(2206, { server = "S1" })
    :text "queue: /O=ORG/OU=SEATTLE/CN=CONFIGURATION/CN=CONNECTIONS/CN=INTERNET MAIL CONNECTOR (S1)":once()
  seen:event(2207, { server = "S1" }):text "Exchsrvr\\Mtadata\\Mtacheck.Out\\Mtacheck.log":once()
  seen:in_order { seen:event(2219), seen:event(2206), seen:event(2207),
                  seen:message "m1":transferred() }
  seen:message "m1":never "transferred":before "10:00:50"      -- five queues: 50 s
  local inferred = seen:inferred()
  inferred:event(2206, { server = "S1" }):times(5)            -- four of its own and the gateway's
  inferred:event(2207, { server = "S1" }):at "10:00:50"
  for i = 1, 3 do inferred:message("m" .. i):delivered_to "bob":before "10:30" end
end

scenario.case("clean stop", {
  drive = function(run, org)
    mail(run, org)
    run:at("09:30", function() org:service("S1", "mta"):stop() end)
    run:at("10:00", function()
      org:link "X":restore()
      org:service("S1", "mta"):start()
    end)
    run:to "12:00"
  end,
  expect = function(seen)
    local inferred = seen:inferred()
    for _, number in ipairs { 2219, 2206, 2207 } do inferred:event(number):never() end
    inferred:message "m3":delivered_to "bob":before "10:01"
  end,
})

return scenario
