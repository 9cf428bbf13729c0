-- An X.400 Connector whose far end is away: opens an open interval apart, as many as max open
-- retries says, then the report; and what comes before that when the line dies under a transfer.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q157630",
  title    = "Connection retry values: the report comes after max open retries x open interval",
  says     = { "a connection that cannot be made is retried every 600 s, 144 times by default, then the report",
               "the total delay is max open retries x open interval: 86,400 s",
               "events 1294, 4284 (8511), 289 and 301 (600 seconds)",
               "over an open connection: every transfer interval until max transfer retries, then the open interval",
               "each connector has values of its own" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "EXHAUSTED_RETURNS", "TRIES_PER_TARGET", "OPEN_INTERVAL_WAITS", "CONNECTOR_OVERRIDES" },
}

-- Two sites and one link; nothing takes time in the servers (ours), so that times come out even.
local function two_sites(org, options)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
  local pair = { name = "LINK", a, b }
  for key, value in pairs(options or {}) do pair[key] = value end
  org:pair("x400", pair)
end

local function cut_then_send(run, org, stop)
  run:at("08:59", function() org:link "LINK":cut() end)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to(stop)
end

function scenario.build(org) two_sites(org) end

function scenario.drive(run, org) cut_then_send(run, org, "1998-03-03 12:00") end

function scenario.expect(seen)
  local link = seen:association("A1", "LINK")
  link:tried():times(144)
  link:tried():at "09:00":once()
  link:tried():at "09:10":once()
  link:tried():at "1998-03-03 08:50":once()                    -- the 144th
  seen:message "m":is_in("A1", "LINK"):at "1998-03-03 08:59:59"
  seen:report "m":to "ann":once():at "1998-03-03 09:00":diagnostic "mts-congestion":delivered()
  seen:message "m":returned { rule = "EXHAUSTED_RETURNS" }:at "1998-03-03 09:00"
  seen:event(1294, { server = "A1" }):times(144):text "/CN=Configuration/CN=Connections/CN=LINK ended abnormally"
  seen:event(4284, { server = "A1" }):times(144):text "8511"
  seen:event(289, { server = "A1" }):times(144):text "/CN=LINK could not be opened"
  seen:event(301, { server = "A1" }):times(144):text "An open retry delay timer started on the association"
  seen:event(301):times(144):text "made in 600 seconds"
end

-- The Override page: three opens, a minute apart.
scenario.case("the connector's own values", {
  build = function(org) two_sites(org, { max_open_retries = 3, open_interval = 60 }) end,
  drive = function(run, org) cut_then_send(run, org, "10:00") end,
  expect = function(seen)
    seen:association("A1", "LINK"):tried():times(3)
    seen:report "m":once():at "09:03"
  end,
})

-- What was sent later has fewer tries of its own, and waits as long (ours: the count is a copy's).
scenario.case("sent later", {
  build = function(org) two_sites(org, { max_open_retries = 3, open_interval = 60 }) end,
  drive = function(run, org)
    run:at("09:01:40", function() org:send { from = "ann", to = "bob", as = "late" } end)
    cut_then_send(run, org, "10:00")
  end,
  expect = function(seen)
    seen:inferred():report "m":once():at "09:03"
    seen:inferred():report "late":once():at "09:05"
  end,
})

-- The line comes back before the last attempt: no report.
scenario.case("back in time", {
  build = function(org) two_sites(org, { max_open_retries = 3, open_interval = 60 }) end,
  drive = function(run, org)
    run:at("09:01:50", function() org:link "LINK":restore() end)
    cut_then_send(run, org, "10:00")
  end,
  expect = function(seen)
    seen:inferred():message "m":delivered_to "bob":within "1 s":of "09:02"
    seen:inferred():report "m":never()
  end,
})

-- The example of the article: the connection opens, the transfer does not get through.
scenario.case("the line dies under a transfer", {
  build = function(org) two_sites(org, { max_open_retries = 4, open_interval = 600, checkpoint_size = 0 }) end,
  drive = function(run, org)
    org:link "LINK":set { bandwidth = 8000, latency = "0 s" }       -- (ours): 100 K take 100 s and more
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m", size = "100 K" } end)
    run:at("09:01", function() org:link "LINK":cut() end)
    run:to "12:00"
  end,
  expect = function(seen)
    local m, link = seen:message "m", seen:association("A1", "LINK")
    link:opened():once()
    m:transfer_failed():at "09:01":once()
    m:transfer_started():at "09:03":once()                         -- a transfer interval later
    m:transfer_started():times(2)                                  -- max transfer retries
    link:closed { why = "transfer retries used up" }:at "09:03":once()
    link:tried():at "09:13":once()                                 -- an open interval later
    link:tried():at "09:23":once()
    seen:report "m":diagnostic "mts-congestion":once()
    seen:inferred():report "m":at "09:43"
    seen:inferred("the association that opened and was lost is the first of the four"):association("A1", "LINK")
      :tried():times(4)
  end,
})

-- Another connector keeps the defaults.
scenario.case("the other connector is as it was", {
  build = function(org)
    two_sites(org, { max_open_retries = 3, open_interval = 60 })
    org:site "A":add_server "A2":add_connector { kind = "x400", name = "OTHER", to = org:add_host "PARTNER",
                                                      spaces = "X400:c=FR;a= ;p=PARTNER" }
  end,
  drive = function(run, org)
    org:link "OTHER":cut()
    run:at("09:00", function()
      org:send { from = "ann", to = "X400:c=FR;a= ;p=PARTNER;o=LYON;s=marie;", as = "other" }
    end)
    cut_then_send(run, org, "10:01")
  end,
  expect = function(seen)
    seen:association("A2", "OTHER"):tried():times(7)
    seen:report "other":never()
    seen:report "m":once():at "09:03"
  end,
})

return scenario
