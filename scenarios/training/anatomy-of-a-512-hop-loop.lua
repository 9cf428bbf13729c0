-- Anatomy of a loop that nobody sees: how a message goes to and fro between two sites 512 times, what the
-- MTAs look at each time, and what would have stopped it sooner.
--
-- Two sites, an X.400 Connector between them, an Internet Mail Connector in neither. One end of the
-- connector was given the space SMTP:*, the other was not.
--   1. S1 has mail for ghost@example.com. SMTP:* leads to S2: there it goes.
--   2. S2 knows no such person and has no row for SMTP. What is left is the X.400 address that S1 has
--      made of it, c=US;a= ;p=ORG;o=SITE1;dda:SMTP=...: that leads to SITE1, back where it came from.
--   3. The way it came is closed to a message (step 1) until it has been rerouted. So it is rerouted: S2
--      marks its entry in the trace, and back it goes.
--   4. S1 finds itself in the trace: S1, S2 (rerouted). A mark since then means that somebody knew what
--      he did: no loop (REROUTE_IS_NO_LOOP). S1 chooses SMTP:* again, the way it came, and marks, too.
--   5. So it goes on, a second or two each time. Only the counter of hops ends it, at 512.
-- Say `exsim explain FILE --message "seen by nobody"` to read it, `exsim run --without REROUTE_IS_NO_LOOP` to
-- see the second visit caught.

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "Anatomy of a 512-hop loop",
  says     = { "a mark of a reroute in the trace hides the loop from every MTA that reads it",
               "only the hop limit of 512 ends it, and the report names congestion",
               "the same route without a mark is found at the second visit",
               "a route of its own in the other site ends it at once" },
  products = { "4.0 SP5" },
  mutant   = { "REROUTE_IS_NO_LOOP", "HOP_LIMIT", "UNROUTED_GOES_BACK", "LOOP_BY_TRACE" },
  start    = "1998-03-02 08:00",
}

local function two_sites(org)
  org:set { timed_replication = true }                            -- and the sites do not replicate
  local s1, s2 = org:add_site "SITE1":add_server "S1", org:add_site "SITE2":add_server "S2"
  s1:add_mailbox "ann"
  org:pair("x400", { name = "LINE", s1, s2 }):set { spaces = { { "SMTP:*", cost = 1 } } }
  return s1, s2
end

local function send(name)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "ghost@example.com", as = name } end)
    run:to "09:10"
  end
end

scenario.case("the loop", {
  build = function(org) two_sites(org) end,
  drive = send "seen by nobody",
  expect = function(seen)
    local message = seen:message "seen by nobody"
    message:transferred { to = "S2", hop = 1 }:before "09:01"     -- 1. there
    message:transferred { to = "S1", hop = 2 }:before "09:01"     -- 2., 3. and back
    message:traced { trace = "S1, S2 (rerouted)", rule = "REROUTE_IS_NO_LOOP" }:once()   -- 4.
    message:traced { rule = "REROUTE_IS_NO_LOOP" }:times(510)     -- 5. at each visit but the first two
    message:transferred():times(512)
    message:never "loop"
    message:returned { diagnostic = "mts-congestion" }:once()
    seen:report "seen by nobody":to "ann":by_rule "HOP_LIMIT":once()
  end,
})

-- To give the other end the space as well is no help: it leads back just the same.
scenario.case("a space for it on both sides", {
  build = function(org)
    two_sites(org)
    org:connector("LINE", "S2"):set { spaces = { { "SMTP:*", cost = 1 } } }
  end,
  drive = send "no help",
  expect = function(seen)
    seen:message "no help":transferred():times(512)
    seen:message "no help":returned { diagnostic = "mts-congestion" }:once()
  end,
})

-- A third site, and a circle: nobody has to reroute, so there is no mark, and S1 sees itself.
scenario.case("a circle of three", {
  build = function(org)
    local _, s2 = two_sites(org)
    local s3 = org:add_site "SITE3":add_server "S3"
    org:pair("x400", { name = "ON", s2, s3 }):set { spaces = { { "SMTP:*", cost = 1 } } }
    org:pair("x400", { name = "ROUND", s3, org:server "S1" }):set { spaces = { { "SMTP:*", cost = 1 } } }
  end,
  drive = send "caught",
  expect = function(seen)
    seen:message "caught":path { "S1", "S2", "S3", "S1" }
    seen:message "caught":traced { trace = "S1, S2, S3", rule = "LOOP_BY_TRACE" }:once()
    seen:message "caught":returned { diagnostic = "loop-detected" }:once():before "09:01"
  end,
})

-- What the other site should have had.
scenario.case("a way out", {
  build = function(org)
    local _, s2 = two_sites(org)
    org:add_host("mail.example.com", { mx_for = "example.com" })
    s2:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  end,
  drive = send "out",
  expect = function(seen)
    seen:message "out":transferred():once()
    seen:message "out":delivered()
    seen:message "out":never "traced"
  end,
})

return scenario
