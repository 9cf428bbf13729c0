-- A day with outages: five sites, some 300 messages, four faults and a small one. To be read
-- beside its timeline:
--
--   exsim run scenarios/training/a-day-with-outages.lua --timeline
--
--   SEATTLE  HUB1, MBX1   ann, amy       WAN      Site Connector     SEATTLE - LONDON   cost 1
--   LONDON   LON1         bob            EUROPE   X.400              SEATTLE - PARIS    cost 2
--   PARIS    PAR1         cec            CHANNEL  X.400              LONDON  - PARIS    cost 2
--   TOKYO    TOK1         tom            ORIENT   X.400, scheduled   PARIS   - TOKYO    cost 3
--   LIMA     LIM1         leo            ANDES    Dynamic RAS        SEATTLE - LIMA     cost 5
--                                       PACIFIC  Dynamic RAS        LIMA    - TOKYO     for LIMA alone
--
-- SEATTLE and LONDON each have an Internet Mail Service, IMS1 and IMS2. All sizes, times and names
-- are (ours); what happens then is not: each rule below is published, `exsim facts RULE` says where.
-- Before each fault, stop and say what will become of the mail. Then read on.

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "A day with outages",
  says     = { "a link that is cut: mail goes another way, and comes back once the retry timer has run out",
               "a gateway that is stopped: its mail stays, another gateway does not help",
               "a server that crashed: what waited in it is there again, and is routed anew",
               "a host outside that is down: the gateway retries by its list; urgent mail gives up first",
               "a modem that another call has: the open fails, and is tried again after the open interval" },
  products = { "5.5 SP2" },
  mutant   = { "NO_LINK_STATE", "REROUTE_AT_ONCE", "STEP_5_NOT_RETRYING", "SCHEDULE_BINDS", "URGENT_FIRST",
               "BOTH_WAYS", "CHECK_AFTER_UNCLEAN", "REROUTE_IS_NO_LOOP", "GATEWAY_LOG_ON", "IMS_RETRY_LIST",
               "IMS_TIMEOUT", "MODEM_BUSY_FAILS", "CONNECTION_OUTLIVES" },
  start    = "1998-03-02 08:00",
}

-- ---- the organisation ----

local function add_servers(org)
  local seattle = org:add_site "SEATTLE"
  seattle:add_server "HUB1"
  local mbx1 = seattle:add_server "MBX1"
  mbx1:add_mailbox "ann"
  mbx1:add_mailbox "amy"
  org:add_site "LONDON":add_server "LON1":add_mailbox "bob"
  org:add_site "PARIS":add_server "PAR1":add_mailbox "cec"
  org:add_site "TOKYO":add_server "TOK1":add_mailbox "tom"
  org:add_site "LIMA":add_server "LIM1":add_mailbox "leo"
end

local function add_connectors(org)
  org:pair("site", { name = "WAN", "HUB1", "LON1", cost = 1 })
  org:connector("WAN", "HUB1"):set { bridgehead = "HUB1" }
  org:link "WAN":set { bandwidth = 64000 }
  org:pair("x400", { name = "EUROPE", "HUB1", "PAR1", cost = 2 })
  org:pair("x400", { name = "CHANNEL", "LON1", "PAR1", cost = 2 })
  org:pair("x400", { name = "ORIENT", "PAR1", "TOK1", cost = 3, schedule = "11:00-11:30, 15:00-15:30" })
  org:pair("ras", { name = "ANDES", "HUB1", "LIM1", cost = 5 })
  org:connector("ANDES", "HUB1"):set { schedule = "remote" }                     -- it is LIM1 that calls
  org:connector("ANDES", "LIM1"):set { schedule = "09:30-09:45, 17:30-17:45" }
  org:link "ANDES":set { bandwidth = 28800 }
  org:server "LIM1":add_connector { kind = "ras", name = "PACIFIC", to = "TOK1",
                                    spaces = { { "EX:/o=ORG/ou=TOKYO", cost = 1, scope = "site" } } }
  org:link "PACIFIC":set { bandwidth = 28800 }
end

local function add_gateways(org)
  org:server "HUB1":add_connector { kind = "ims", name = "IMS1", spaces = "SMTP:*", timeout_urgent = 1 }
  org:server "LON1":add_connector { kind = "ims", name = "IMS2", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
  org:add_host("mail.example.org", { mx_for = "example.org" })
end

function scenario.build(org)
  add_servers(org)
  add_connectors(org)
  add_gateways(org)
end

-- ---- the day ----

-- So many messages, one a minute: "sales 1", "sales 2" ...
local function series(run, org, from, times, name, sender, to, size)
  run:every("1 min", { from = from, times = times }, function(i)
    org:send { from = sender, to = to, size = size, as = ("%s %d"):format(name, i) }
  end)
end

local function send(run, org, time, mail)
  run:at(time, function() org:send(mail) end)
end

-- A morning without faults. Which ways does mail go?
--   note    the store delivers what stays on its server; no MTA sees it
--   sales   MBX1 to HUB1 by RPC, HUB1 to LON1 by the Site Connector: two hops
--   stock   one hop by CHANNEL: dearer than WAN, yet the cheaper way (2 against 1 + 2)
-- Mail for Lima waits in HUB1, for ANDES is remote initiated there: at 09:30 LIM1 dials (30 s), and
-- in one call both sides send. Look who goes first: "recall" is urgent, "price list" non-urgent.
local function morning(run, org)
  send(run, org, "08:02", { from = "ann", to = "leo", as = "price list", size = "300 K",
                            priority = "non-urgent" })
  send(run, org, "08:03", { from = "ann", to = "leo", as = "recall", priority = "urgent" })
  send(run, org, "08:04", { from = "leo", to = "ann", as = "order from Lima" })
  series(run, org, "08:05", 25, "note", "ann", "amy")
  series(run, org, "08:35", 25, "sales", "ann", "bob")
  series(run, org, "09:05", 20, "stock", "bob", "cec")
  series(run, org, "09:36", 20, "order", "cec", "ann")
end

-- Fault 1, 10:00 to 12:00: WAN is cut, while "blueprint" is under way.
--   a sender keeps a message until it is received: HUB1 still has "blueprint", tries the transfer
--   once more after 120 s, gives the association up, and reroutes: late by 3 minutes, not returned
--   an open retry timer runs for WAN now, 10 minutes. What follows takes EUROPE without a try: that
--   is step 5 of the seven. But nobody tells MBX1, for an MTA knows the timers of its own connectors
--   only: to the end it says WAN, and HUB1 decides anew
--   when the timer has run out, the next message tries WAN again ("detour 8", "detour 18"), waits
--   30 s for an open that times out, and is rerouted
--   London has a timer of its own, and must find out for itself ("answer 1")
-- At 12:00 the link is whole. "late sales" go by WAN again, without a word from anybody.
local function cut_link(run, org)
  send(run, org, "09:59", { from = "ann", to = "bob", as = "blueprint", size = "600 K" })
  run:at("10:00", function() org:link "WAN":cut() end)
  series(run, org, "10:05", 20, "detour", "ann", "bob")
  series(run, org, "10:35", 8, "answer", "bob", "ann")
  series(run, org, "11:10", 12, "plan", "cec", "tom", "20 K")
  run:at("12:00", function() org:link "WAN":restore() end)
  series(run, org, "12:05", 20, "late sales", "ann", "bob")
end

-- Fault 2, 12:30 to 13:30: IMS2 is stopped over lunch.
--   London's mail for outside stays in LON1's queue for IMS2. IMS1 works, costs 1 more, and is not
--   used: a gateway's queue is secured, its mail is never rerouted, and no report is made
--   nor is later mail routed by IMS1: what a route costs is in the table, whether it works is not
--   Seattle's mail for the same host goes by IMS1 as ever
-- At 13:30 all leave within seconds, the urgent one first.
local function lunch(run, org)
  run:at("12:30", function() org:service("LON1", "ims"):stop() end)
  series(run, org, "12:35", 20, "invoice", "bob", "press@example.org")
  send(run, org, "12:56", { from = "bob", to = "press@example.org", as = "urgent invoice",
                            priority = "urgent" })
  series(run, org, "13:00", 20, "quote", "ann", "press@example.org")
  run:at("13:30", function() org:service("LON1", "ims"):start() end)
end

-- Fault 3, 14:10 to 14:25: PAR1 crashes, with mail for Tokyo in it.
--   ORIENT connects at 15:00, so the designs wait; urgent mail waits as well, but at the head
--   "minutes" finds EUROPE dead and is rerouted to London; there CHANNEL is dead as well, and the
--   way that is left leads back to HUB1, where it waits. At each retry it would go round again, and
--   each hop counts (512 are the end). From 5.5 SP3 on it stays in London, for no way is taken twice
--   (Q251441; exsim does not have that rule yet)
--   after the start PAR1 checks its database first (2219, 2206, 2207): the MTA was not shut down
--   cleanly. The designs are all there, and are routed anew
--   HUB1 finds PAR1 at its next retry, up to 10 minutes after it is back
local function crash(run, org)
  series(run, org, "13:40", 12, "design", "cec", "tom", "60 K")
  send(run, org, "13:55", { from = "cec", to = "tom", as = "archive", size = "500 K",
                            priority = "non-urgent" })
  send(run, org, "13:56", { from = "cec", to = "tom", as = "design freeze", priority = "urgent" })
  run:at("14:10", function() org:server "PAR1":crash() end)
  send(run, org, "14:17", { from = "ann", to = "cec", as = "minutes" })
  run:at("14:25", function() org:server "PAR1":start() end)
end

-- Fault 4, 15:35 to 17:00: a host outside is down.
--   IMS1 takes the mail all the same. It waits in the gateway's own queue, and is tried again after
--   15 min, 30 min, 1 h, 4 h: three tries fail, the fourth comes 105 min after the first, although
--   the host is back before
--   urgent mail has a shorter time-out, here 1 h: "last offer" is returned, minutes before the host
--   is up. To be urgent is not to be safer
--   the other host is up, and its mail passes what waits
local function host_down(run, org)
  run:at("15:35", function() org:host "mail.example.com":down() end)
  series(run, org, "15:40", 12, "offer", "ann", "buyer@example.com")
  send(run, org, "15:55", { from = "ann", to = "buyer@example.com", as = "last offer", priority = "urgent" })
  series(run, org, "16:41", 13, "notice", "ann", "press@example.org")
  run:at("17:00", function() org:host "mail.example.com":up() end)
end

-- Fault 5, a small one, at 17:30: the modem of LIM1 is in use.
--   "manifest" left for Tokyo before half past, and has long arrived. But an association stays
--   open for its lifetime, 300 s, and what carries it for Disconnect, 120 s more: the line is free at
--   17:35, not sooner
--   ANDES dials at 17:30, as its schedule says, and finds the modem in use: a failed open like any
--   other, events 9311, 1028, 1294, 289. It dials again an open interval later, 17:40. Had its window
--   ended before, "figures" would still be there in the morning
--   a second modem would help, or another schedule: "figures" would go at once
local function modem_in_use(run, org)
  send(run, org, "17:10", { from = "leo", to = "ann", as = "figures", size = "200 K" })
  send(run, org, "17:26", { from = "leo", to = "tom", as = "manifest", size = "300 K" })
end

-- The evening. One message to six: a copy for each way, and each arrives when its way allows it.
-- Lima has called and calls no more, Tokyo connects at 11:00: what is in a queue now is no fault.
local function evening(run, org)
  series(run, org, "17:40", 60, "report", "cec", "amy")
  send(run, org, "18:45", { from = "ann", to = { "amy", "bob", "cec", "tom", "leo", "press@example.org" },
                            as = "good night" })
end

function scenario.drive(run, org)
  morning(run, org)
  cut_link(run, org)
  lunch(run, org)
  crash(run, org)
  host_down(run, org)
  modem_in_use(run, org)
  evening(run, org)
  run:to "19:00"
end

-- ---- what is to be seen ----

local function of_morning(seen)
  seen:message "note 1":never "queued"
  seen:message "sales 25":path { "MBX1", "HUB1", "LON1" }
  seen:message "stock 20":path { "LON1", "PAR1" }
  seen:message "price list":is_in("HUB1", "ANDES"):at "09:30"
  seen:association("HUB1", "ANDES"):tried():never()
  seen:in_order { seen:message "recall":delivered_to "leo", seen:message "price list":delivered_to "leo" }
  seen:message "order from Lima":delivered_to "ann":between("09:30:30", "09:31")
  seen:message "price list":delivered_to "leo":between("09:31", "09:33")            -- 300 K at 28,800 bit/s
end

local function of_cut_link(seen)
  seen:message "blueprint":transfer_failed():at "10:00"
  seen:message "blueprint":delivered_to "bob":before "10:05"
  seen:message "blueprint":rerouted { from = "WAN", to = "EUROPE" }:once():between("10:02", "10:02:01")
  seen:message "detour 1":delivered_to "bob":before "10:05:10"
  seen:message "detour 8":rerouted { from = "WAN", to = "EUROPE" }:once():between("10:12:30", "10:12:31")
  seen:association("HUB1", "WAN"):tried():between("10:02:01", "10:25"):times(2)
  seen:message "detour 20":delivered_to "bob":before "10:25"
  seen:message "detour 20":never "rerouted"
  seen:decision("detour 20", "MBX1"):takes "WAN"
  seen:decision("detour 20", "HUB1"):takes "EUROPE":fells("WAN", "STEP_5_NOT_RETRYING")
  seen:message "answer 1":rerouted { from = "WAN", to = "CHANNEL" }:once()
  seen:message "answer 8":path { "LON1", "PAR1", "HUB1", "MBX1" }
  seen:message "plan 1":delivered_to "tom":before "11:11"                           -- ORIENT is open
  seen:message "late sales 1":path { "MBX1", "HUB1", "LON1" }
  seen:message "late sales 20":delivered_to "bob":before "12:25"
end

local function of_lunch(seen)
  seen:queue("LON1", "IMS2"):at "13:29":holds(21)
  seen:message "invoice 1":never "rerouted"
  seen:report "invoice 1":never()
  seen:message "invoice 20":goes_by "IMS2"
  seen:message "quote 1":via "IMS1"
  seen:message "quote 20":delivered_to "press@example.org":before "13:20"
  seen:in_order { seen:message "urgent invoice":delivered(), seen:message "invoice 1":delivered(),
                  seen:message "invoice 20":delivered() }
  seen:message "invoice 20":delivered_to "press@example.org":between("13:30", "13:31")
end

local function of_crash(seen)
  seen:queue("PAR1", "ORIENT"):at "14:09":holds(14)
  seen:message "minutes":rerouted { from = "EUROPE", to = "WAN" }:once()
  seen:message "minutes":rerouted { from = "CHANNEL", to = "WAN" }:once()
  seen:message "minutes":is_in("HUB1", "EUROPE"):at "14:26"
  seen:report "minutes":never()
  seen:in_order { seen:event(2219, { server = "PAR1" }), seen:event(2207, { server = "PAR1" }),
                  seen:message "minutes":delivered_to "cec" }
  seen:message "minutes":delivered_to "cec":between("14:25", "14:35")
  seen:message "minutes":hops(4)
  seen:queue("PAR1", "ORIENT"):at "14:59":holds(14)
  seen:association("PAR1", "ORIENT"):tried():between("11:30", "14:59:59"):never()
  seen:in_order { seen:message "design freeze":delivered_to "tom", seen:message "design 1":delivered_to "tom",
                  seen:message "design 12":delivered_to "tom", seen:message "archive":delivered_to "tom" }
  seen:message "archive":delivered_to "tom":between("15:00", "15:05")
end

local function of_host_down(seen)
  seen:queue("HUB1", "out"):at "16:50":holds(13)
  seen:report "last offer":to "ann":by_rule "IMS_TIMEOUT":delivered():between("16:55", "16:55:01")
  seen:message "last offer":never "delivered"
  seen:message "offer 1":delivered_to "buyer@example.com":between("17:25", "17:26")
  seen:message "offer 12":delivered_to "buyer@example.com":between("17:36", "17:37")
  seen:report "offer 1":never()
  seen:message "notice 1":delivered_to "press@example.org":before "16:42"
  seen:session "mail.example.com":times(12)
  seen:session "mail.example.org":times(55)
end

local function of_modem_in_use(seen)
  local andes = seen:association("LIM1", "ANDES")
  andes:failed { why = "the modem is in use" }:between("17:30", "17:30:01"):once()
  for _, number in ipairs { 9311, 1028, 1294, 289 } do
    seen:event(number, { server = "LIM1" }):between("17:30", "17:30:01"):once()
  end
  seen:message "manifest":delivered_to "tom":before "17:30"
  seen:association("LIM1", "PACIFIC"):disconnected():between("17:34", "17:36"):once()
  andes:tried():at "17:40":once()
  seen:message "figures":delivered_to "ann":between("17:40:30", "17:43")
end

local function of_evening(seen)
  seen:message "report 60":delivered_to "amy":before "18:40"
  for _, who in ipairs { "amy", "bob", "cec", "press@example.org" } do
    seen:message "good night":delivered_to(who):before "18:46"
  end
  seen:message "good night":never("delivered_to", "tom")
  seen:message "good night":is_in("PAR1", "ORIENT"):at "18:59"
  seen:message "good night":is_in("HUB1", "ANDES"):at "18:59"
  for _, queue in ipairs { { "HUB1", "WAN" }, { "HUB1", "EUROPE" }, { "LON1", "CHANNEL" }, { "LON1", "IMS2" },
                           { "HUB1", "out" } } do
    seen:queue(queue[1], queue[2]):at "18:59":is "empty"
  end
end

function scenario.expect(seen)
  of_morning(seen)
  of_cut_link(seen)
  of_lunch(seen)
  of_crash(seen)
  of_host_down(seen)
  of_modem_in_use(seen)
  of_evening(seen)
end

return scenario
