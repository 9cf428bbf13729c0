-- What each queue of the MTA holds: one for each gateway, X.400 and RAS Connector by its name, one
-- for each server of the site, one for each target server of a Site Connector, and the store's.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q158633",
  title    = "MTA Admin view of queues explained",
  says     = { "Internet Mail Connector: outgoing SMTP messages",
               "Directory Service: incoming inter-site replication, on bridgeheads only",
               "Public Information Store: incoming replication of public folders",
               "Private Information Store: incoming mail for local mailboxes",
               "X.400 and Dynamic RAS Connectors by their display names: outgoing inter-site mail",
               "other servers in the same site: outgoing mail to these",
               "servers serviced by a Site Connector: outgoing mail to each target server",
               "intra-site replication is RPC based: there is no MTA intervention" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "QUEUE_PER_TARGET", "TARGET_ZERO_FIRST", "PUBLIC_STORE_QUEUE", "DIRECTORY_QUEUE" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local one, two, three, four = org:add_site "ONE", org:add_site "TWO", org:add_site "THREE", org:add_site "FOUR"
  local s1, s2 = one:add_server "S1", one:add_server "S2"
  local t1 = two:add_server "T1"
  two:add_server "T2"
  local x1, r1 = three:add_server "X1", four:add_server "R1"
  s1:add_mailbox "ann"
  s2:add_mailbox "sue"
  t1:add_mailbox "tim"
  x1:add_mailbox "xia"
  r1:add_mailbox "rob"
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:pair("site", { name = "SITE", s1, t1, targets = { { "T1", cost = 0 }, { "T2", cost = 1 } } })
  org:pair("x400", { name = "X", s1, x1 })
  org:pair("ras", { name = "R", s1, r1 })
  org:link "SITE":set { bandwidth = 9600 }                       -- (ours): a thousand K take a quarter hour
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function send(org, from, to, as) org:send { from = from, to = to, size = "1000 K", as = as } end

function scenario.drive(run, org)
  run:at("08:59", function()
    org:service("S1", "ims"):stop()
    for _, name in ipairs { "S2", "X1", "R1" } do org:service(name, "mta"):stop() end
  end)
  run:at("09:00", function()
    send(org, "ann", "tim", "to T1")
    send(org, "ann", "xia", "by X")
    send(org, "ann", "rob", "by R")
    send(org, "ann", "sue", "to S2")
    send(org, "ann", "one@example.com", "by SMTP")
  end)
  run:at("09:30", function()
    org:service("T1", "mta"):stop()
    org:service("S2", "mta"):start()
    send(org, "ann", "tim", "to T2")                             -- the other target server, as T1 is away
  end)
  run:at("10:00", function() send(org, "sue", "tim", "from S2") end)
  run:at("10:30", function()
    org:service("S1", "store"):stop()
    send(org, "sue", "ann", "incoming")
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:queue("S1", "ims"):at "09:05":are { "by SMTP" }           -- by kind: 4.0 prints Connector, 5.x Service
  seen:queue("S1", "X"):at "09:05":are { "by X" }
  seen:queue("S1", "R"):at "09:05":are { "by R" }
  seen:queue("S1", "S2"):at "09:05":are { "to S2" }
  seen:queue("S1", "T1"):at "09:05":are { "to T1" }
  seen:queue("S1", "T2"):at "09:05":is "empty"
  seen:queue("S1", "T1"):at "09:35":is "empty"
  seen:queue("S1", "T2"):at "09:35":are { "to T2" }
  seen:queue("S2", "T2"):at "10:05":are { "from S2" }
  seen:queue("S1", "mdb"):at "10:35":are { "incoming" }
  seen:inferred "every server sends by the Site Connector":message "from S2":never():is_in("S2", "S1")
end

-- Replication from another site comes as mail; it waits here a minute for each message (ours).
scenario.case("replication from another site", {
  build = function(org)
    local s1, x1 = org:add_site "ONE":add_server "S1", org:add_site "TWO":add_server "X1"
    s1:add_mailbox "ann"
    org:pair("x400", { name = "X", s1, x1 })
    s1:set { delivery_time = "60 s" }
    s1:directory()
    x1:directory()
    s1:public_store()
    x1:public_store()
  end,
  drive = function(run, org)
    run:at("09:00", function()
      org:send { from = "X1-DSA", to = "S1-DSA", kind = "system", as = "directory" }
      org:send { from = "X1-IS", to = "S1-IS", kind = "system", as = "folders" }
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:queue("S1", "ds"):at "09:00:30":are { "directory" }
    seen:queue("S1", "pub"):at "09:00:30":are { "folders" }
    seen:queue("S1", "mdb"):always():holds(0)
    seen:inferred():message "directory":delivered_to "S1-DSA"
    seen:inferred():message "folders":delivered_to "S1-IS"
  end,
})

-- A change inside the site travels by RPC from directory to directory.
scenario.case("replication inside the site", {
  build = function(org)
    local one = org:add_site "ONE"
    local s1 = one:add_server "S1"
    one:add_server "S2"
    s1:add_mailbox "ann"
  end,
  drive = function(run, org)
    run:at("09:00", function()
      org:server "S1":add_mailbox "new"
      org:replicate()
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:queue("S1", "S2"):always():holds(0)
    seen:queue("S2", "S1"):always():holds(0)
  end,
})

return scenario
