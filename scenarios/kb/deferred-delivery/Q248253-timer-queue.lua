-- A deferred message is held by the MTA, counted and logged; in 5.5 SP3 the timer that lets it go is
-- sorted wrongly.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q248253",
  title    = "Deferred delivery in SP3 may not be working correctly",
  says     = { "the counter Deferred Delivery Msgs counts what is deferred",
               "event 275 when the timer starts, at once followed by 272; at a start of the MTA 275 for each",
               "event 273 when the timer expires",
               "SP3 may deliver late or not at all; restarting the MTA may deliver it" },
  products = { "5.5 SP3", "5.5.2651.71", "5.5 SP4" },
  fixed    = "5.5.2651.71",   -- by Q251137; the article says SP4
  mutant   = { "DEFERRED_DELIVERY", "DEFERRAL_UNSORTED" },
  start    = "1999-11-02 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  org:site "SEATTLE":add_server "S2":add_mailbox "u2"
  s1:add_mailbox "u1"
end

local sent = "1999-11-02 19:03:04"

function scenario.drive(run, org)
  run:at(sent, function()
    org:send { from = "u1", to = "u2", defer = "1999-11-02 19:04", as = "sample" }
    org:send { from = "u1", to = "u2", defer = "+5 min", as = "five" }         -- (ours)
    org:send { from = "u1", to = "u2", defer = "+10 min", as = "ten" }
    org:send { from = "u1", to = "u2", defer = "+20 min", as = "twenty" }
  end)
  run:to "20:00"
end

function scenario.expect(seen)
  seen:counter("S1", "Deferred Delivery Msgs"):at "1999-11-02 19:03:30":is(4)
  seen:event(275, { server = "S1" }):text "Delivery is scheduled for 991102190400Z":once()
  seen:event(275, { server = "S1" }):before "1999-11-02 19:03:05":times(4)
  seen:event(272, { server = "S1" }):before "1999-11-02 19:03:05":times(4)
  seen:event(273, { server = "S1" }):times(4)
end

function scenario.unfixed(seen)
  seen:message "sample":never "delivered":before "1999-11-02 19:10"
  seen:inferred():message "sample":delivered_to "u2":after "1999-11-02 19:23"
end

function scenario.fixed(seen)
  local inferred = seen:inferred()
  inferred:message "sample":delivered_to "u2":between("1999-11-02 19:04", "1999-11-02 19:04:01")
  inferred:message "five":delivered_to "u2":between("1999-11-02 19:08:04", "1999-11-02 19:08:05")
  inferred:message "ten":delivered_to "u2":between("1999-11-02 19:13:04", "1999-11-02 19:13:05")
  inferred:message "twenty":delivered_to "u2":between("1999-11-02 19:23:04", "1999-11-02 19:23:05")
end

scenario.case("started again", {
  drive = function(run, org)
    run:at(sent, function()
      org:send { from = "u1", to = "u2", defer = "+5 min", as = "first" }
      org:send { from = "u1", to = "u2", defer = "+20 min", as = "second" }
      org:send { from = "u1", to = "u2", defer = "+10 min", as = "third" }
    end)
    run:at("19:11", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
    end)
    run:to "20:00"
  end,
  expect = function(seen)
    seen:event(275, { server = "S1" }):after "1999-11-02 19:11":times(2)  -- one has been let go
    seen:message "first":delivered_to "u2":before "1999-11-02 19:12"
  end,
  fixed = function(seen)
    seen:inferred():message "first":delivered_to "u2":before "1999-11-02 19:09"
  end,
})

return scenario
