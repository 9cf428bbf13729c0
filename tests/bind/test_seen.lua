-- test_seen.lua - the language of expectations on a record made by hand: every matcher passing
-- and failing, and every error of a scenario.
--
--   lua5.4 tests/bind/test_seen.lua
--
-- SPDX-License-Identifier: MIT

local here = arg[0]:match("^(.*)/[^/]*$") or "."
local root = here .. "/../.."
package.path = here .. "/?.lua;" .. package.path

local case = require "seen_case"
local passes, fails, is_error = case.passes, case.fails, case.is_error
local evaluate, expect_equal, record = case.evaluate, case.expect_equal, case.record

-- ---- queues ----

passes(function(s) s:queue("HUB1", "ims"):at "08:00":holds(0) end)
passes(function(s) s:queue("HUB1", "ims"):always():between("09:01", "09:01"):holds(2) end)
passes(function(s) s:queue("HUB1", "ims"):always():between("09:02", "09:05"):holds_at_least(1) end)
passes(function(s) s:queue("HUB1", "ims"):at "09:01":holds(2) end,
       'queue "ims" of HUB1 at 09:01 holds 2')
passes(function(s) s:queue("HUB1", "ims"):at "09:00:01":holds(1) end, nil, case.M1_QUEUED)
passes(function(s) s:queue("HUB1", "ims"):at "08:30":holds(0) end)
passes(function(s) s:queue("hub1", "IMS (hub1)"):holds(1):at "12:00" end)
passes(function(s) s:queue("HUB1", "ims"):at "08:30":is "empty" end)
passes(function(s) s:queue("HUB1", "ims"):at "09:01":is(2) end)
passes(function(s) s:queue("HUB1", "ims"):at "09:01":are { "early 2", "early 1" } end)
passes(function(s) s:queue("HUB1", "ims"):at "09:06":are { "early 2" } end)
passes(function(s) s:queue("HUB1", "ims"):at "08:30":are {} end)
passes(function(s) s:queue("HUB1", "ims"):at "09:01":holds_at_least(2) end)
passes(function(s) s:queue("HUB1", "ims"):always():holds_at_most(2) end)
passes(function(s) s:queue("HUB2", "ims"):always():holds(0) end,
       'queue "ims" of HUB2 always holds 0')
passes(function(s) s:queue("HUB1", "ims"):never():holds(3) end)
passes(function(s) s:queue("HUB1", "ims"):always():between("09:01", "09:04"):holds(2) end)
passes(function(s) s:queue("HUB1", "ims"):always():before "09:00":holds(0) end)
passes(function(s) s:queue("HUB1", "ims"):always():after "09:05":holds(1) end)
passes(function(s) s:queue("HUB1", "ims"):becomes(2):before "09:01":once() end,
       'queue "ims" of HUB1 becomes 2 before 09:01 once')
passes(function(s) s:queue("HUB1", "ims"):becomes(1):times(2) end)
passes(function(s) s:queue("HUB1", "FAST"):becomes "empty":at "09:31" end)
passes(function(s) s:queue("HUB1", "HUB2"):at "09:31":holds(1) end)
passes(function(s) s:queue("HUB1", "HUB3"):always():holds(0) end) -- never used
passes(function(s) s:queue("HUB1", "mts-out"):at "10:00":holds(1) end)
passes(function(s) s:queue("HUB1", "mts-in"):always():is "empty" end)
passes(function(s) s:queue("HUB1", "out"):always():holds(0) end)
passes(function(s) s:queue("PAR1", "mdb"):at "09:33":holds(1) end)
passes(function(s) s:queue("HUB2", "X.400 Connector SLOW"):at "09:32":holds(1) end)

fails(function(s) s:queue("HUB1", "ims"):at "09:01":holds(3) end, "holds 3 at 09:01:00",
      '2 wait, since 09:00:03: "early 2" queued for Internet Mail Service (HUB1), 2 waiting')
fails(function(s) s:queue("HUB1", "ims"):at "08:30":holds(1) end, nil, "from the beginning")
fails(function(s) s:queue("HUB1", "ims"):at "09:01":is "empty" end)
fails(function(s) s:queue("HUB1", "ims"):at "09:01":is(1) end)
fails(function(s) s:queue("HUB1", "ims"):at "09:01":are { "early 2" } end, nil,
      '"early 1", "early 2" wait')
fails(function(s) s:queue("HUB1", "ims"):at "09:01":holds_at_least(3) end)
fails(function(s) s:queue("HUB1", "ims"):always():holds_at_most(1) end, nil, "at 09:00:03")
fails(function(s) s:queue("HUB1", "ims"):always():holds(0) end, "always holds 0",
      "1 waits at 09:00:01")
fails(function(s) s:queue("HUB1", "ims"):always():between("09:01", "09:05"):holds(2) end)
fails(function(s) s:queue("HUB1", "ims"):always():before "09:01":holds(0) end)
fails(function(s) s:queue("HUB1", "ims"):always():after "09:01":holds(2) end)
fails(function(s) s:queue("HUB1", "FAST"):always():holds(0) end, nil, "09:30:00")
fails(function(s) s:queue("HUB1", "ims"):never():holds(2) end, "never holds 2")
fails(function(s) s:queue("HUB1", "ims"):becomes(3) end, "at least once", "never")
fails(function(s) s:queue("HUB1", "ims"):becomes(2):before "09:00" end, "before 09:00:00")
fails(function(s) s:queue("HUB1", "ims"):becomes(0) end) -- it begins so, and never gets there
fails(function(s) s:queue("HUB1", "HUB3"):becomes(1) end, nil, "never")
fails(function(s) s:queue("HUB1", "HUB2"):always():holds(0) end)

is_error(function(s) s:queue("HUB1", "imss") end, 'no queue of HUB1 "imss" (did you mean "ims"?)')
is_error(function(s) s:queue("HUB1", "PAR1") end, 'no queue of HUB1 "PAR1"')
is_error(function(s) s:queue("HUB1", "SLOW") end, 'no queue of HUB1 "SLOW"')
is_error(function(s) s:queue("HUB9", "ims") end, 'no server "HUB9" (did you mean "HUB1"?)')
is_error(function(s) s:queue("HUB2", "x400") end, "more than one queue of HUB2",
         '"X.400 Connector SLOW", "X.400 Connector SPARE"')
is_error(function(s) s:queue("HUB1", "ims") end, "case.lua:", "checks nothing")
is_error(function(s) s:queue("HUB1", "ims"):at "09:00" end, "case.lua:", "checks nothing")
is_error(function(s) s:queue("HUB1", "ims"):holds(1) end, "case.lua:", "does not say when")
is_error(function(s) s:queue("HUB1", "ims"):at "13:00":holds(1) end,
         '"13:00" is after the end of the run (12:00:00)')
is_error(function(s) s:queue("HUB1", "ims"):at "1998-03-02 07:00":holds(1) end,
         "is before the run begins")
is_error(function(s) s:queue("HUB1", "ims"):at(9):holds(1) end, "a time is text", "not 9")
is_error(function(s) s:queue("HUB1", "ims"):at "nine":holds(1) end, '"nine" is no time')
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":holds "19" end, 'not "19"')
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":holds(-1) end, "whole number")
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":holds(1.5) end, "whole number")
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":hold(1) end,
         "no matcher 'hold' (did you mean 'holds'?)")
is_error(function(s) s:queue("HUB1", "ims"):allways() end, "did you mean 'always'?")
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":at "10:00":holds(1) end, "twice when")
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":holds(1):holds(2) end, "twice what")
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":before "10:00":holds(1) end, "has a time")
is_error(function(s) s:queue("HUB1", "ims"):always():between("10:00", "09:00"):holds(1) end,
         "the earlier one comes first")
is_error(function(s) s:queue("HUB1", "ims"):always():after "10:00":before "09:00":holds(1) end,
         "leaves no time")
is_error(function(s) s:queue("HUB1", "ims"):at "09:00":are { "early 9" } end,
         'no message "early 9" (did you mean "early 1"?)')

-- ---- associations ----

passes(function(s) s:association("HUB2", "SPARE"):opened():times(2) end,
       'association "SPARE" of HUB2 opened 2 times', case.OPENED)
passes(function(s) s:association("hub2", "spare"):failed { why = "timed out" }:at "11:00:30" end,
       'association "spare" of HUB2 failed why "timed out" at 11:00:30', case.OPEN_FAILED)
passes(function(s) s:association("HUB2", "SPARE"):tried():before "11:11":times(2) end)
passes(function(s) s:association("HUB2", "SPARE"):tried { attempt = 2 }:once() end)
passes(function(s) s:association("HUB2", "SPARE"):closed { to = "PAR1" }:after "11:14" end)
passes(function(s) s:association("HUB2", "SPARE"):turned():once() end)
passes(function(s) s:association("HUB2", "SPARE"):waits { interval = "570 s" }:once() end)
passes(function(s)
  local a = s:association("HUB2", "SPARE")
  a:opened():within "1 s":of(a:tried { attempt = 2 })
end)
passes(function(s) s:association("HUB2", "SPARE"):at "10:59":is "closed" end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:00:20":is "closed" end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:09:59":is "retrying" end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:10":is "closed" end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:11":is "open" end,
       'association "SPARE" of HUB2 at 11:11 is open', case.OPENED)
passes(function(s) s:association("HUB2", "SPARE"):count(2):at "11:14" end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:16":count(1) end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:21":count(0) end) -- the MTA stopped
passes(function(s) s:association("HUB2", "SPARE"):always():count_at_most(2) end)
passes(function(s)
  s:association("HUB2", "SPARE"):always():between("11:11", "11:19"):count_at_least(1)
end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:49":is "retrying" end)
passes(function(s) s:association("HUB2", "SPARE"):at "11:50":is "closed" end) -- nothing to retry for
passes(function(s) s:association("HUB1", "FAST"):always():is "closed" end)
passes(function(s) s:association("HUB1", "HUB3"):always():is "closed" end) -- never used
passes(function(s) s:association("HUB1", "HUB3"):opened():never() end)
passes(function(s) s:association("HUB1", "HUB2"):opened():never() end)
fails(function(s) s:association("HUB2", "SPARE"):opened():once() end, "once", "2 times: 11:10:01")
fails(function(s) s:association("HUB2", "SPARE"):failed { why = "suspended" } end, "at least once",
      "never; instead 11:40:00")
fails(function(s) s:association("HUB2", "SPARE"):closed():times(2) end)
fails(function(s) s:association("HUB2", "SPARE"):at "11:11":is "closed" end, "is closed at 11:11:00",
      "open, 1 open, since 11:10:01")
fails(function(s) s:association("HUB2", "SPARE"):at "11:05":is "closed" end, nil, "retrying, 0 open")
fails(function(s) s:association("HUB2", "SPARE"):at "11:55":is "retrying" end)
fails(function(s) s:association("HUB2", "SPARE"):always():count(0) end, nil, "1 open at 11:10:01")
fails(function(s) s:association("HUB2", "SPARE"):always():count_at_most(1) end, nil, "2 open")
fails(function(s) s:association("HUB2", "SPARE"):at "11:14":count_at_least(3) end)
fails(function(s) s:association("HUB1", "HUB3"):opened() end, nil, "never")
is_error(function(s) s:association("HUB1", "ims"):opened() end, 'no association serves "ims" of HUB1')
is_error(function(s) s:association("HUB1", "mdb"):opened() end, 'no association serves "mdb" of HUB1')
is_error(function(s) s:association("HUB1", "mts-out") end, 'no association serves "mts-out"')
is_error(function(s) s:association("HUB1", "FASS") end, 'did you mean "FAST"?')
is_error(function(s) s:association("HUB1", "FAST") end, "checks nothing")
is_error(function(s) s:association("HUB1", "FAST"):is "open" end, "does not say when")
is_error(function(s) s:association("HUB1", "FAST"):at "09:00":is "opened" end,
         'no state of an association "opened" (did you mean "open"?)')
is_error(function(s) s:association("HUB1", "FAST"):at "09:00":count "2" end, 'not "2"')
is_error(function(s) s:association("HUB1", "FAST"):opend() end, "did you mean 'opened'?")
is_error(function(s) s:association("HUB1", "FAST"):at "09:00":holds(1) end, "a queue holds messages")
is_error(function(s) s:association("HUB1", "FAST"):failed { whi = "x" } end, 'did you mean "why"?')

-- ---- messages: happenings ----

passes(function(s) s:message "fan":delivered_to "bob" end)
passes(function(s) s:message "out":delivered_to "eve" end)
passes(function(s) s:message "out":delivered_to "EVE@example.com" end)
passes(function(s) s:message "x400":delivered():between("09:34", "09:34") end)
fails(function(s) s:message "x400":never "rerouted" end, nil, nil, case.REROUTED)
fails(function(s) s:message "x400":rerouted():times(2) end, nil, nil, case.REROUTED)
fails(function(s) s:message "x400":rerouted { from = "SLOW" } end, nil, nil, case.REROUTED)
fails(function(s) s:message "x400":delivered():after "10:00" end, nil, nil, case.DELIVERED)
fails(function(s) s:in_order { s:message "x400":delivered(), s:message "x400":delivered() } end)
is_error(function(s) s:message "a\1\"b" end, '"a\\x01\\"b"')
is_error(function(s) s:in_order(s:message "x400":delivered()) end, "happenings, two or more")
passes(function(s) s:message "x400":rerouted { from = "FAST", to = "SLOW" } end,
       'message "x400" rerouted from "FAST" to "SLOW"', case.REROUTED)
passes(function(s) s:message "x400":delivered_to "bob":before "10:00" end,
       'message "x400" delivered to "bob" before 10:00', case.DELIVERED)
passes(function(s) s:message "x400":delivered_to "bob@paris.org.com" end)
passes(function(s) s:message "x400":delivered_to "/o=ORG/ou=PARIS/cn=BOB" end)
passes(function(s) s:message "proxy":delivered_to "bob" end)
passes(function(s) s:message "early 1":delivered_to "x@example.com" end)
passes(function(s) s:message "early 1":delivered_to "SMTP:x@example.com" end)
passes(function(s) s:message "x400":delivered() end)
passes(function(s) s:message "x400":delivered { recipient = "bob" } end)
passes(function(s) s:message "early 1":handed_off():after "09:00" end,
       'message "early 1" handed off after 09:00', case.HANDED)
passes(function(s) s:message "early 1":handed_off { connector = "ims" } end,
       'message "early 1" handed off to "ims"')
passes(function(s) s:message "early 1":never "rerouted" end, 'message "early 1" never rerouted')
passes(function(s) s:message "x400":never "handed-off" end)
passes(function(s) s:message "x400":never "handed_off" end)
passes(function(s) s:message "x400":never("delivered_to", "ann") end)
passes(function(s) s:message "x400":never("rerouted", { to = "FAST" }) end)
passes(function(s) s:message "x400":never "rerouted":before "09:30" end)
passes(function(s) s:message "x400":rerouted():before "09:00":never() end)
passes(function(s) s:message "x400":submitted { originator = "ann", priority = "urgent" } end)
passes(function(s) s:message "x400":submitted { size = 2000, recipients = 1 } end)
passes(function(s) s:message "x400":resolved { rule = "DN_BEFORE_ADDRESS" } end)
passes(function(s) s:message "x400":resolved { recipient = "bob", address = "bob" } end)
passes(function(s) s:message "x400":queued { queue = "FAST" } end)
passes(function(s) s:message "x400":queued { queue = { "HUB1", "HUB2" } } end)
passes(function(s) s:message "x400":queued { queue = "x400" }:times(2) end)
passes(function(s) s:message "x400":unqueued():times(4) end)
passes(function(s) s:message "x400":transferred { to = "PAR1" }:once() end)
passes(function(s) s:message "x400":transferred { to = "PAR1", hop = 2 } end)
passes(function(s) s:message "x400":goes_by "SLOW" end, 'message "x400" goes by "SLOW"')
passes(function(s) s:message "x400":goes_by "FAST":before "09:31" end)
passes(function(s) s:message "x400":via "SLOW":once() end)
passes(function(s) s:message "early 1":via "ims" end)
passes(function(s) s:message "early 2":goes_by "ims" end)
passes(function(s)
  s:message "lost":returned { reason = "unable-to-transfer", diagnostic = "mts-congestion" }
end, 'message "lost" returned reason "unable-to-transfer" diagnostic "mts-congestion"')
passes(function(s) s:message "lost":returned { reason = 1, diagnostic = 2, recipient = "bob" } end)
passes(function(s)
  s:message "lost":returned { cause = "every connector was tried to its maximum" }
end)
passes(function(s) s:message "lost":returned { rule = "EXHAUSTED_RETURNS" } end)
passes(function(s) s:message "early 1":smtp { said = "250 taken", host = "mail.example.com" } end)
passes(function(s) s:message "x400":queued():at_least(4) end)
passes(function(s) s:message "x400":queued():at_most(4) end)
passes(function(s) s:message "x400":queued():between("09:30", "09:31"):times(2) end)
passes(function(s) s:message "x400":delivered():at "09:34" end)
passes(function(s) s:message "x400":delivered():within "4 min":of(s:message "x400":submitted()) end,
       'message "x400" delivered within 4 min of message "x400" submitted')
passes(function(s) s:message "x400":delivered():within "4 min":of "09:38" end)
passes(function(s)
  local m = s:message "x400"
  s:in_order { m:submitted(), m:rerouted(), m:delivered() }
end, 'in order: message "x400" submitted, then message "x400" rerouted, ' ..
     'then message "x400" delivered', case.DELIVERED)

fails(function(s) s:message "x400":rerouted { from = "SLOW", to = "FAST" } end, "at least once",
      'never; instead 09:31:00: "x400" rerouted from X.400 Connector FAST to X.400 Connector SLOW')
fails(function(s) s:message "early 2":rerouted() end, "at least once",
      'never; instead 09:00:03: "early 2" queued')
fails(function(s) s:message "x400":rerouted { from = "none" } end)
fails(function(s) s:message "x400":delivered_to "bob":before "09:34" end,
      "at least once, before 09:34:00", "never then; in all once: 09:34:00")
fails(function(s) s:message "x400":delivered_to "ann" end, nil, "instead 09:34:00")
fails(function(s) s:message "early 2":delivered_to "x@example.com" end)
fails(function(s) s:message "early 1":handed_off():after "09:05" end, "after 09:05:00")
fails(function(s) s:message "early 1":handed_off { connector = "IMS (HUB2)" } end)
fails(function(s) s:message "x400":never "rerouted" end, "never", "once: 09:31:00")
fails(function(s) s:message "x400":never("delivered_to", "bob") end)
fails(function(s) s:message "x400":never("rerouted", { to = "SLOW" }) end)
fails(function(s) s:message "x400":rerouted():never() end, "never")
fails(function(s) s:message "x400":rerouted():times(2) end, "2 times", "once: 09:31:00")
fails(function(s) s:message "x400":transferred():once() end, "once", "2 times: 09:32:00")
fails(function(s) s:message "x400":submitted { priority = "normal" } end)
fails(function(s) s:message "x400":submitted { originator = "bob" } end)
fails(function(s) s:message "x400":submitted { size = 2001 } end)
fails(function(s) s:message "x400":resolved { rule = "SECURED_STAYS" } end)
fails(function(s) s:message "x400":queued { queue = "ims" } end)
fails(function(s) s:message "x400":queued { queue = { "HUB2", "HUB1" } } end)
fails(function(s) s:message "x400":transferred { to = "HUB1" } end)
fails(function(s) s:message "x400":goes_by "ims" end)
fails(function(s) s:message "x400":via "FAST" end) -- it waited there, and left by another
fails(function(s) s:message "lost":returned { diagnostic = "unrecognized-or-name" } end)
fails(function(s) s:message "lost":returned { reason = 0 } end)
fails(function(s) s:message "lost":returned { cause = "512 hops" } end)
fails(function(s) s:message "x400":queued():at_least(5) end, "at least 5 times")
fails(function(s) s:message "x400":queued():at_most(3) end, "at most 3 times", "and 1 more")
fails(function(s) s:message "x400":queued():between("09:30", "09:30"):times(2) end)
fails(function(s) s:message "x400":delivered():at "09:33" end)
fails(function(s) s:message "x400":delivered():within "3 min":of(s:message "x400":submitted()) end,
      'within 3 min of message "x400" submitted')
fails(function(s) s:message "x400":delivered():within "4 min":of(s:message "lost":delivered()) end,
      'message "lost" delivered: at least once')
fails(function(s) s:message "x400":delivered():within "4 min":of "09:39" end)
fails(function(s) s:in_order { s:message "x400":delivered(), s:message "x400":rerouted() } end,
      'message "x400" rerouted after message "x400" delivered', "and only then 09:34:00")
fails(function(s) s:in_order { s:message "x400":delivered(), s:message "lost":delivered() } end)

is_error(function(s) s:message "x40" end, 'no message "x40" (did you mean "x400"?)')
is_error(function(s) s:message(true) end, "called by the name")
is_error(function(s) s:message "x400":delivred_to "bob" end,
         "no matcher 'delivred_to' (did you mean 'delivered_to'?)")
is_error(function(s) s:message "x400":delivered():bfore "10:00" end, "did you mean 'before'?")
is_error(function(s) s:message "x400":delivered():rerouted() end, "an expectation of its own")
is_error(function(s) s:message "x400" end, 'message "x400" checks nothing', "case.lua:")
is_error(function(s) s:message "x400":delivered_to "bobb" end,
         'no recipient "bobb" (did you mean "bob"?)')
is_error(function(s) s:message "early 1":delivered_to "y@example.com" end,
         'no recipient of this message "y@example.com" (did you mean "x@example.com"?)')
is_error(function(s) s:message "x400":rerouted { fron = "FAST" } end,
         'no field "fron" (did you mean "from"?)')
is_error(function(s) s:message "x400":rerouted { to = "SLOV" } end,
         'no connector "SLOV" (did you mean "SLOW"?)')
is_error(function(s) s:message "x400":rerouted "SLOW" end, 'not "SLOW"')
is_error(function(s) s:message "x400":queued { queue = "SLOWW" } end, 'did you mean "SLOW"?')
is_error(function(s) s:message "x400":transferred { to = "PAR2" } end, 'did you mean "PAR1"?')
is_error(function(s) s:message "x400":never "reruted" end, 'did you mean "rerouted"?')
is_error(function(s) s:message "lost":returned { diagnostic = "mts-congestoin" } end,
         'no diagnostic "mts-congestoin" (did you mean "mts-congestion"?)')
is_error(function(s) s:message "lost":returned { rule = "NONE" } end, 'no rule "NONE"')
is_error(function(s) s:message "x400":delivered():after "12:01" end, "after the end of the run")
is_error(function(s) s:message "x400":delivered():once():times(2) end, "twice how often")
is_error(function(s) s:message "x400":delivered():within "4 min" end, "needs of(...)", "case.lua:")
is_error(function(s) s:message "x400":delivered():of "09:00" end, "belongs behind within")
is_error(function(s) s:message "x400":delivered():within(4):of "09:00" end, "a duration is text")
is_error(function(s) s:message "x400":before "10:00" end, "say what happens before the time")
is_error(function(s) s.message("x400"):delivered() end, "with a colon")
is_error(function(s) s:in_order { s:message "x400":delivered() } end, "happenings, two or more")
is_error(function(s)
  s:in_order { s:message "x400":delivered(), s:queue("HUB1", "ims"):at "09:00":holds(1) }
end, "not a state")
is_error(function(s)
  s:in_order { s:message "x400":delivered(), s:message "x400":never "rerouted" }
end, "never happens")

-- ---- messages: states and facts ----

passes(function(s) s:message "fan":path { "HUB1", "HUB2" } end)
passes(function(s) s:message "fan":path { "HUB1", "PAR1" } end)
passes(function(s) s:message "out":path { "HUB1", "HUB2" } end)
passes(function(s) s:message "fan":hops(1) end, 'message "fan" makes 1 hop')
fails(function(s) s:message "fan":path { "HUB1" } end, nil, "HUB1 > HUB2; HUB1 > PAR1")
fails(function(s) s:message "x400":path { "HUB1", "HUB1", "PAR1" } end)
passes(function(s) s:message "early 2":is_in("HUB1", "ims"):at "10:00" end,
       'message "early 2" is in "ims" of HUB1 at 10:00')
passes(function(s) s:message "early 2":at "10:00":is_in("HUB1", "ims") end)
passes(function(s) s:message "x400":never():is_in("HUB1", "ims") end)
passes(function(s) s:message "early 2":always():after "09:01":is_in("HUB1", "ims") end)
passes(function(s) s:message "x400":path { "HUB1", "HUB2", "PAR1" } end,
       'message "x400" takes the path HUB1 > HUB2 > PAR1', case.DELIVERED)
passes(function(s) s:message "early 1":path { "HUB1" } end)
passes(function(s) s:message "early 2":path { "HUB1" } end)
passes(function(s) s:message "x400":hops(2) end, 'message "x400" makes 2 hops')
passes(function(s) s:message "early 1":hops(0) end)
fails(function(s) s:message "early 1":is_in("HUB1", "ims"):at "10:00" end, nil, "it is not there")
fails(function(s) s:message "early 2":never():is_in("HUB1", "ims") end, nil, "it is there")
fails(function(s) s:message "x400":is_in("HUB1", "HUB3"):at "10:00" end, nil, "from the beginning")
fails(function(s) s:message "x400":path { "HUB1", "PAR1" } end, "HUB1 > PAR1",
      "HUB1 > HUB2 > PAR1")
fails(function(s) s:message "x400":hops(1) end, "1 hop", "2: 09:33:00")
is_error(function(s) s:message "x400":path { "HUB1", "PARI" } end, 'did you mean "PAR1"?')
is_error(function(s) s:message "x400":path {} end, "servers in order")
is_error(function(s) s:message "x400":is_in("HUB1", "imz"):at "10:00" end, 'did you mean "ims"?')
is_error(function(s) s:message "x400":is_in("HUB1", "ims") end, "does not say when")
is_error(function(s) s:message "x400":at "10:00" end, "checks nothing")
is_error(function(s) s:message "x400":path { "HUB1" }:before "10:00" end, "no condition 'before'")

-- What send returned will do as well as a name, and a handle of the organisation for its name.
passes(function(s) s:message(3):delivered_to "bob" end, 'message 3 delivered to "bob"')
passes(function(s) s:queue("HUB1", "ims"):at "09:06":are { 2 } end)
passes(function(s) s:queue(io.stdout, "ims"):at "09:01":holds(2) end)
passes(function(s) s:message(3):path { io.stdout, "HUB2", "PAR1" } end)
is_error(function(s) s:message(99) end, "no message number 99")
is_error(function(s) s:message(0) end, "no message number 0")
is_error(function(s) s:queue(io.stderr, "ims") end, "not a userdata")

-- ---- decisions ----

fails(function(s) s:decision("x400", "HUB1"):by_rule "EQUALS_SHARE" end)
fails(function(s) s:decision("x400", "HUB1"):survivors { "SLOW" } end, nil, "leaves FAST")
fails(function(s) s:decision("x400", "HUB1"):survivors {} end, "leaves none")
passes(function(s) s:decision("x400", "HUB1"):takes "FAST":by_rule "STEP_6_COST" end,
       'decision about "x400" on HUB1 takes "FAST" by rule STEP_6_COST', case.ROUTED)
passes(function(s)
  s:decision("x400", "HUB1"):last():takes "SLOW":fells("FAST", "STEP_4_FEWEST_TRIES")
end)
passes(function(s) s:decision("x400", "HUB1"):fells("ims", "MATCH_CLASS_FIRST") end)
passes(function(s) s:decision("x400", "HUB1"):fells "SLOW":survivors { "FAST" } end)
passes(function(s) s:decision("x400", "HUB1"):number(2):by_rule "STEP_4_FEWEST_TRIES" end)
passes(function(s) s:decision "x400":number(3):by_rule "NO_SPACE_NO_ROUTE" end)
passes(function(s)
  s:decision("lost", "HUB1"):survivors { "FAST", "SLOW" }:by_rule "EQUALS_SHARE"
end)
fails(function(s) s:decision("x400", "HUB1"):takes "SLOW" end, 'takes "SLOW"', "takes FAST")
fails(function(s) s:decision("x400", "HUB1"):by_rule "STEP_4_FEWEST_TRIES" end, nil,
      "decided by STEP_6_COST")
fails(function(s) s:decision("x400", "HUB1"):fells("SLOW", "STEP_4_FEWEST_TRIES") end, nil,
      "SLOW felled by STEP_6_COST")
fails(function(s) s:decision("x400", "HUB1"):fells "FAST" end, nil, "FAST not felled")
fails(function(s) s:decision("x400", "HUB1"):fells "SPARE" end, nil, "no candidate")
fails(function(s) s:decision("x400", "HUB1"):survivors { "FAST", "SLOW" } end, nil, "leaves FAST")
fails(function(s) s:decision("x400", "HUB1"):number(3):takes "SLOW" end, nil, "only 2 decisions")
fails(function(s) s:decision("early 1", "HUB1"):takes "ims" end, nil, "no decision")
fails(function(s) s:decision("lost", "HUB1"):by_rule "STEP_6_COST" end, nil, "EQUALS_SHARE")
is_error(function(s) s:decision("x400", "HUB1") end, "checks nothing")
is_error(function(s) s:decision("x400", "HUB1"):first() end, "checks nothing")
is_error(function(s) s:decision("x400", "HUB1"):takes "FAZT" end, 'did you mean "FAST"?')
is_error(function(s) s:decision("x400", "HUB1"):by_rule "STEP_9" end, 'no rule "STEP_9"')
is_error(function(s) s:decision("x400", "HUB1"):first():last():takes "FAST" end, "twice which")
is_error(function(s) s:decision("x400", "HUB7"):takes "FAST" end, "no server")
is_error(function(s) s:decision("x400", "HUB1"):take "FAST" end, "did you mean 'takes'?")

-- ---- tables, events, reports, sessions ----

fails(function(s) s:report "returned":delivered() end, "delivered")
fails(function(s) s:session "mail.example.com":said "4.0" end)
fails(function(s) s:event(289):text "A connection to .*" end)
is_error(function(s) s:routes "NOWHERE" end, 'no site "NOWHERE": there are "SEATTLE", "PARIS"')
passes(function(s) s:routes "SEATTLE":rows(4) end, "routing table of SEATTLE has 4 rows")
passes(function(s) s:routes "SEATTLE":at "08:10":rows(3) end)
passes(function(s) s:routes "SEATTLE":rows(3):at "08:10" end)
passes(function(s) s:routes "SEATTLE":calculated { changed = true }:times(2) end)
passes(function(s) s:routes "SEATTLE":has { space = "smtp:*", cost = 4, connector = "SLOW" } end,
       'routing table of SEATTLE has space "smtp:*" cost 4 by "SLOW"')
passes(function(s) s:routes "SEATTLE":has { space = "X400:c=US;a=MCI", scope = "site", from = "PARIS",
                                            path = "FAST, FAR" }:always() end)
passes(function(s) s:routes "SEATTLE":at "08:10":has { space = "SMTP:*", cost = 9 } end)
passes(function(s) s:routes "SEATTLE":at "08:10":rows(2, { space = "SMTP:*" }) end)
passes(function(s) s:routes "SEATTLE":lacks { space = "SMTP:*", cost = 9 }:at "08:40" end)
passes(function(s) s:routes "SEATTLE":never():has { space = "MS:*" } end)
passes(function(s) s:event(289):once() end, "event 289 logged once")
passes(function(s) s:event(289, { server = "HUB1" }):text "could not be opened":before "10:00" end)
passes(function(s) s:event(289) end)
passes(function(s) s:event(290):never() end, "event 290 logged never")
passes(function(s) s:report "lost":to "ann":diagnostic "mts-congestion":reason(1) end,
       'report on "lost" made to "ann" diagnostic "mts-congestion" reason 1')
passes(function(s)
  s:report "lost":text "to its maximum":by_rule "EXHAUSTED_RETURNS":delivered()
end)
passes(function(s) s:report "x400":never() end)
passes(function(s) s:session "mail.example.com":times(1) end,
       "host mail.example.com accepts mail once")
passes(function(s) s:session "mail.example.com":once() end)
passes(function(s) s:session "mail.example.com":said "450":once():before "09:07" end)
passes(function(s) s:session "mail.example.com":accepted():after "09:00" end)
fails(function(s) s:routes "SEATTLE":rows(3) end, "has 3 rows at 12:00:00", "since 08:30")
fails(function(s) s:routes "SEATTLE":has { space = "SMTP:*", cost = 3 } end, nil,
      "2 rows: SMTP:* cost 1 by Internet Mail Service (HUB1); SMTP:* cost 4 by SLOW, FAR, since 08:30")
is_error(function(s) s:routes "SEATTLE":has { spaces = "SMTP:*" } end, 'did you mean "space"?')
is_error(function(s) s:routes "SEATTLE":has "SMTP:*" end, "has takes { space")
fails(function(s) s:routes "SEATTLE":calculated { changed = false } end)
fails(function(s) s:routes "PARIS":rows(1) end)
fails(function(s) s:event(289):never() end)
fails(function(s) s:event(290) end, "at least once", "never")
fails(function(s) s:event(289, { server = "HUB2" }) end)
fails(function(s) s:event(289):text "was opened" end)
fails(function(s) s:report "lost":to "bob" end)
fails(function(s) s:report "lost":diagnostic(0) end)
fails(function(s) s:report "lost":reason(0) end)
passes(function(s) s:report "lost":text "congestion in the service" end)
fails(function(s) s:report "lost":text "512 hops" end)
fails(function(s) s:report "lost":by_rule "SECURED_STAYS" end)
fails(function(s) s:report "x400" end, "at least once", 'instead 09:34:00')
fails(function(s) s:report "lost":delivered():times(2) end)
fails(function(s) s:session "mail.example.com":times(2) end, "2 times", "once: 09:07:00")
fails(function(s) s:session "mail.example.com":said "550" end, nil, "450 later")
fails(function(s) s:session "mail.example.com":accepted():after "10:00" end)
is_error(function(s) s:routes "SEATLE":rows(1) end, 'no site "SEATLE" (did you mean "SEATTLE"?)')
is_error(function(s) s:routes "SEATTLE" end, "checks nothing")
is_error(function(s) s:event("289") end, "whole number")
is_error(function(s) s:event(298):never() end, "exsim logs no event 298: there are 289, 290")
is_error(function(s) s:event(289, { sever = "HUB1" }) end, 'did you mean "server"?')
is_error(function(s) s:session "mail.exampel.com" end, 'no host "mail.exampel.com"')
is_error(function(s) s:session "mail.example.com" end, "checks nothing")
is_error(function(s) s:report "lostt" end, 'did you mean "lost"?')

-- ---- counters ----

fails(function(s) s:counter("HUB1", "Oldest Message Queued", "ims"):at "09:59":is(0) end)
fails(function(s) s:counter("HUB1", "Oldest Message Queued", "ims"):always():is_at_most(1) end)
fails(function(s) s:counter("HUB1", "Oldest Message Queued", "ims"):never():is_at_least(100) end)

-- ---- the observations themselves ----

is_error(function(s) s:counter("HUB1", "Work Queue Lenght") end,
         'did you mean "Work Queue Length"?')
is_error(function(s) s:counter("HUB1", "Queue Length") end, "the queue of the counter is text")
is_error(function(s) s:tracking("x400") end, "exsim cannot observe tracking events yet")
is_error(function(s) s:directory("SEATTLE") end, 'no server "SEATTLE"')
is_error(function(s) s:mesage "x400" end, "no observation 'mesage' (did you mean 'message'?)")
is_error(function(s) s.colour = 1 end, "no field")
-- The example of the interface, in the order written, with a basis each.
local result = evaluate(function(seen)
  local queue = seen:queue("HUB1", "ims")
  queue:at "09:59":holds(1)
  seen:inferred "by the queue's name":message "early 2":never "rerouted"
  queue:at "09:01":holds(7)
  seen:message "x400":delivered():within "4 min":of(seen:message "x400":submitted())
  seen:inferred():event(289)
end)
expect_equal("checks", #result, 5)
expect_equal("the first", result[1].text, 'queue "ims" of HUB1 at 09:59 holds 1')
expect_equal("the note", result[2].text,
             'message "early 2" never rerouted (by the queue\'s name)')
expect_equal("the basis", result[1].basis .. " " .. result[2].basis, "stated inferred")
expect_equal("the third", result[3].pass, false)
expect_equal("what a pass expected", result[1].expected .. result[1].seen, "")
expect_equal("the last", result[5].basis, "inferred")

local late
evaluate(function(s)
  late = s:message "x400"
  late:delivered()
end)
expect_equal("an expectation after the end", (pcall(late.rerouted, late)), false)

-- Less detail: what a proxy resolved to is not known, and what needs it says so.
record.dropped = { resolved = true, routed = true }
passes(function(s) s:message "x400":delivered_to "bob" end)
fails(function(s) s:message "proxy":delivered_to "bob" end)
is_error(function(s) s:decision("x400", "HUB1"):takes "FAST" end, "case.lua:", "does not keep")
is_error(function(s) s:message "x400":resolved() end, "case.lua:", "does not keep")
record.dropped = {}

-- Nothing was run: messages are unknown and times have no end, but every chain must be whole.
local function dry(func) return pcall(evaluate, func, { dry = true, stop = case.start }) end
expect_equal("a dry run", (dry(function(s)
  s:message "nobody sent this":delivered_to "bob":before "18:00"
  s:queue("HUB1", "ims"):always():after "10:00":holds(1)
  s:message "m":delivered_to "z@example.com"
end)), true)
expect_equal("checks of a dry run", #case.checks, 0)
expect_equal("a dry run with an error", (dry(function(s) s:message "m":delivred() end)), false)
expect_equal("a dry run that checks nothing", (dry(function(s) s:message "m" end)), false)

-- ---- the annotations are true ----

local function read_annotations(file, out, parents)
  for line in io.lines(root .. "/lua/exsim/" .. file) do
    local name, parent = line:match("^%-%-%-@class exsim%.(%w+) ?:? ?e?x?s?i?m?%.?(%w*)")
    if name then
      out[name], parents[name] = out[name] or {}, parent ~= "" and parent or nil
    end
    local owner, method = line:match("^function (%w+):([%w_]+)%(")
    if owner then out[owner][method] = true end
  end
end

local function annotated()
  local out, parents = {}, {}
  for _, file in ipairs { "meta_seen.lua", "meta_seen_message.lua" } do
    read_annotations(file, out, parents)
  end
  return out, parents
end

local function compare_annotations()
  local found, parents = annotated()
  for class, methods in pairs(case.classes) do
    local known = {}
    local at = class
    while at do
      for method in pairs(found[at] or {}) do known[method] = true end
      at = parents[at]
    end
    for _, method in ipairs(methods) do
      expect_equal(class .. ":" .. method .. " in the annotations", known[method], true)
      known[method] = nil
    end
    local extra = next(known)
    expect_equal("what only the annotations have of " .. class, extra, nil)
  end
end
compare_annotations()

-- ---- the end ----

if not case.finish() then os.exit(1) end
