-- Every field of the Override page, at its default and with a value of its own.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q234157",
  title    = "The fields of the X.400 Connector's Override page",
  says     = { "max open retries 144, open interval 600 s, then the report; max transfer retries 2, interval 120 s",
               "lifetime 300 s after a message is sent; threshold 50: when it is exceeded, another association",
               "transfer time-outs 1000, 2000, 3000 s a K until the report",
               "checkpoint 30 K, 0 for none; after an error on from the last one",
               "recovery time-out 60 s, then from the beginning; window 5, the greater the faster",
               "disconnect 120 s: the wait before a connection ends because its association has ended",
               "a checkpoint slightly reduces the speed; the window says nothing without checkpoints",
               "local MTA name and password: what this connector's partner is told, instead of the server's own",
               "an override concerns this connector alone; without one the MTA's values hold" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "EXHAUSTED_RETURNS", "CONNECTOR_OVERRIDES", "TRANSFER_TIMEOUT", "ONE_PER_THRESHOLD",
               "CONNECTION_OUTLIVES", "CALLER_NAME_CHECKED", "CALLER_PASSWORD_CHECKED" },
}

local PARTNER = "X400:c=FR;a= ;p=%s;o=LYON;s=marie;"

-- One connector to a foreign MTA; a slow line, and nothing takes time in the servers (ours): 1000
-- bytes are a second.
local function add(server, org, name, options)
  local all = { kind = "x400", name = name, to = org:add_host(name),
                spaces = "X400:c=FR;a= ;p=" .. name, open_time = "0 s" }
  for key, value in pairs(options or {}) do all[key] = value end
  server:add_connector(all)
  org:link(name):set { bandwidth = 8000, latency = "0 s" }
end

local function build(options)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s" }
    add(server, org, "LINK", options)
  end
end

local function send(org, as, options)
  local all = { from = "ann", to = PARTNER:format(options and options.by or "LINK"), as = as }
  for key, value in pairs(options or {}) do
    if key ~= "by" then all[key] = value end
  end
  org:send(all)
end

scenario.case("open retries", {
  build = build(),
  drive = function(run, org)
    org:link "LINK":cut()
    run:at("09:00", function() send(org, "m") end)
    run:to "1998-03-03 12:00"
  end,
  expect = function(seen)
    seen:association("S1", "LINK"):tried():times(144)
    seen:association("S1", "LINK"):tried():at "09:10"
    seen:inferred("144 x 600 s"):report "m":once():at "1998-03-03 09:00"
  end,
})

scenario.case("transfer retries", {
  build = build(),
  drive = function(run, org)
    run:at("09:00", function() send(org, "m", { size = "100 K" }) end)
    run:at("09:01", function() org:link "LINK":cut() end)
    run:to "09:20"
  end,
  expect = function(seen)
    seen:message "m":transfer_failed():at "09:01":once()
    seen:message "m":transfer_started():at "09:03":once()
    seen:message "m":transfer_started():times(2)
    seen:inferred():association("S1", "LINK"):closed():at "09:03":once()
  end,
})

scenario.case("lifetime", {
  build = build(),
  drive = function(run, org)
    run:at("09:00", function() send(org, "m", { size = 8000 }) end)
    run:to "09:20"
  end,
  expect = function(seen)
    seen:message "m":transferred():at "09:00:08"
    seen:association("S1", "LINK"):closed { why = "idle for its lifetime" }:at "09:05:08":once()
  end,
})

scenario.case("disconnect", {
  build = function(org)
    build { disconnect = 15 }(org)
    add(org:server "S1", org, "OTHER")
  end,
  drive = function(run, org)
    run:at("09:00", function()
      send(org, "m", { size = 8000 })
      send(org, "other", { by = "OTHER", size = 8000 })
    end)
    run:to "09:20"
  end,
  expect = function(seen)
    seen:association("S1", "OTHER"):closed():at "09:05:08":once()
    seen:association("S1", "OTHER"):disconnected():at "09:07:08":once()
    seen:association("S1", "LINK"):disconnected():at "09:05:23":once()
  end,
})

-- What comes before the connection has ended uses it.
scenario.case("mail while the connection waits for its end", {
  build = build(),
  drive = function(run, org)
    run:at("09:00", function() send(org, "m", { size = 8000 }) end)
    run:at("09:06", function() send(org, "next", { size = 8000 }) end)
    run:to "09:20"
  end,
  expect = function(seen)
    local link = seen:inferred():association("S1", "LINK")
    link:opened():times(2)
    link:disconnected():once():at "09:13:08"
  end,
})

scenario.case("threshold", {
  build = build(),
  drive = function(run, org)
    run:at("09:00", function()
      for i = 1, 50 do send(org, "m " .. i, { size = "1 M" }) end
    end)
    run:at("09:05", function() send(org, "one more", { size = "1 M" }) end)
    run:to "09:10"
  end,
  expect = function(seen)
    seen:association("S1", "LINK"):at "09:04:59":count(1)
    seen:association("S1", "LINK"):at "09:05:01":count(2)
    seen:association("S1", "LINK"):always():count_at_most(2)
  end,
})

-- The line hangs under a transfer of 10 K.
for priority, report in pairs { urgent = "11:46:40", normal = "14:33:20", ["non-urgent"] = "17:20" } do
  scenario.case("transfer time-out, " .. priority, {
    build = build(),
    drive = function(run, org)
      run:at("09:00", function() send(org, "m", { size = "10 K", priority = priority }) end)
      run:at("09:00:05", function() org:link "LINK":hang() end)
      run:to "20:00"
    end,
    expect = function(seen)
      seen:report "m":to "ann":once()
      seen:report "m":at(report)
    end,
  })
end

scenario.case("the line hangs for an hour", {
  build = build(),
  drive = function(run, org)
    run:at("09:00", function() send(org, "m", { size = "10 K" }) end)
    run:at("09:00:05", function() org:link "LINK":hang() end)
    run:at("10:00:05", function() org:link "LINK":restore() end)
    run:to "20:00"
  end,
  expect = function(seen)
    seen:inferred():message "m":transferred():at "10:00:10.24"
    seen:inferred():report "m":never()
  end,
})

-- 100 K break after 50,000 bytes: one checkpoint has been reached. Tried again after 30 s (ours).
local function broken(run, org)
  run:at("09:00", function() send(org, "m", { size = "100 K" }) end)
  run:at("09:00:50", function() org:link "LINK":cut() org:link "LINK":restore() end)
  run:to "09:20"
end

scenario.case("checkpoint", {
  build = build { transfer_interval = 30 },
  drive = broken,
  expect = function(seen)
    seen:message "m":transferred():at "09:02:31.68"        -- 70 K from 09:01:20
  end,
})

scenario.case("no checkpoint", {
  build = build { transfer_interval = 30, checkpoint_size = 0 },
  drive = broken,
  expect = function(seen)
    seen:message "m":transferred():at "09:03:02.4"         -- 100 K
  end,
})

scenario.case("checkpoint, after the recovery time-out", {
  build = build { transfer_interval = 61 },
  drive = broken,
  expect = function(seen)
    seen:message "m":transferred():at "09:03:33.4"         -- 100 K from 09:01:51
  end,
})

-- A long line: each window waits for its acknowledgement.
scenario.case("window and checkpoint", {
  build = function(org)
    build { checkpoint_size = 1, window_size = 1 }(org)
    add(org:server "S1", org, "WIDE", { checkpoint_size = 1, window_size = 3 })
    add(org:server "S1", org, "NONE", { checkpoint_size = 0 })
    for _, name in ipairs { "LINK", "WIDE", "NONE" } do org:link(name):set { latency = "5 s" } end
  end,
  drive = function(run, org)
    run:at("09:00", function()
      for _, name in ipairs { "LINK", "WIDE", "NONE" } do send(org, name, { by = name, size = "20 K" }) end
    end)
    run:to "09:20"
  end,
  expect = function(seen)
    seen:in_order { seen:message "NONE":transferred(), seen:message "WIDE":transferred(),
                    seen:message "LINK":transferred() }
  end,
})

-- No window without checkpoints; and a checkpoint makes a transfer no faster.
scenario.case("window, no checkpoint", {
  build = function(org)
    build { checkpoint_size = 0, window_size = 1 }(org)
    add(org:server "S1", org, "WIDE", { checkpoint_size = 0, window_size = 5 })
    add(org:server "S1", org, "MARKS", { checkpoint_size = 1, window_size = 5 })
    for _, name in ipairs { "LINK", "WIDE", "MARKS" } do org:link(name):set { latency = "5 s" } end
  end,
  drive = function(run, org)
    run:at("09:00", function()
      for _, name in ipairs { "LINK", "WIDE", "MARKS" } do send(org, name, { by = name, size = 20000 }) end
    end)
    run:to "09:20"
  end,
  expect = function(seen)
    seen:message "LINK":transferred():at "09:00:25"
    seen:message "WIDE":transferred():at "09:00:25"
    seen:message "MARKS":transferred():between("09:00:42", "09:01:13")  -- 5.0: a window of 3
  end,
})

-- S1 calls itself "exchange-server-one", too long for LYON (ours); NICE knows it by that name.
scenario.case("local MTA name and password", {
  build = function(org)
    local s1, lyon, nice = org:add_site "SITE":add_server "S1", org:add_site "LYON":add_server "L1",
                           org:add_site "NICE":add_server "N1"
    s1:add_mailbox "ann"
    lyon:add_mailbox "bob"
    nice:add_mailbox "cat"
    s1:set { local_mta_name = "exchange-server-one", local_mta_password = "general" }
    org:pair("x400", { name = "TO LYON", s1, lyon })
    org:pair("x400", { name = "TO NICE", s1, nice })
    org:connector("TO LYON", "S1"):set { local_mta_name = "esone", local_mta_password = "lyon" }
    org:connector("TO LYON", "L1"):set { remote_mta_name = "esone", remote_mta_password = "lyon" }
    org:connector("TO NICE", "N1"):set { remote_mta_name = "exchange-server-one", remote_mta_password = "general" }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = { "bob", "cat" }, as = "m" } end)
    run:at("09:30", function()
      org:connector("TO LYON", "S1"):set { local_mta_name = "exchange-server-one" }
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
      org:send { from = "ann", to = "bob", as = "no override" }
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "m":delivered_to "bob":before "09:01"
    seen:message "m":delivered_to "cat":before "09:01"
    seen:message "no override":delivered():never()
    seen:inferred():event(51, { server = "L1" }):text "exchange-server-one":times(3)
  end,
})

scenario.case("override name, but the general page's password", {
  build = function(org)
    local s1, lyon = org:add_site "SITE":add_server "S1", org:add_site "LYON":add_server "L1"
    s1:add_mailbox "ann"
    lyon:add_mailbox "bob"
    s1:set { local_mta_password = "general" }
    org:pair("x400", { name = "TO LYON", s1, lyon })
    org:connector("TO LYON", "L1"):set { remote_mta_password = "lyon" }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
    run:to "09:30"
  end,
  expect = function(seen)
    seen:inferred():message "m":delivered():never()
  end,
})

scenario.case("this connector alone", {
  build = function(org)
    build { max_open_retries = 2, open_interval = 60 }(org)
    add(org:server "S1", org, "OTHER")
  end,
  drive = function(run, org)
    org:link "LINK":refuse()
    org:link "OTHER":refuse()
    run:at("09:00", function() send(org, "m") end)
    run:at("09:01:30", function() send(org, "other", { by = "OTHER" }) end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:report "m":once():at "09:02"
    seen:report "other":never()
    seen:association("S1", "OTHER"):tried():at "09:11:30"
  end,
})

return scenario
