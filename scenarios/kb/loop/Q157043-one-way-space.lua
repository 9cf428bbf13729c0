-- A space that only one of two sites has: the other sends the mail back by its X.400 address, 512 times.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q157043",
  title    = "A message is rerouted between servers and disappears",
  says     = { "one site's connector has SMTP:* and X400, the other's X400 only",
               "the message is rerouted many times and then disappears, without delivery or NDR",
               "expected, and so in 4.0 SP4: 512 reroutes, then an NDR",
               "with an address space for SMTP in the other site there is no rerouting" },
  products = { "4.0 SP3", "4.0 SP4", "4.0 SP5" },
  fixed    = { "4.0 SP4" },
  mutant   = { "UNROUTED_GOES_BACK", "DECODE_FAILS", "HOP_LIMIT", "REROUTE_IS_NO_LOOP" },
}

local function build(with_imc)
  return function(org)
    org:set { timed_replication = true }                       -- and the sites do not replicate
    local s1, s2 = org:add_site "SITE1":add_server "S1", org:add_site "SITE2":add_server "S2"
    s1:add_mailbox "ann"
    org:pair("site", { name = "SC", s1, s2 }):set { spaces = { { "SMTP:*", cost = 1 } } }
    if with_imc then
      org:add_host("mail.site2.test.com", { mx_for = "site2.test.com" })
      s2:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
    end
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "ghost@site2.test.com", as = "m" } end)
  run:to "09:10"
end

scenario.case("a space on one side only", {
  build = build(false), drive = drive,
  expect = function(seen)
    seen:message "m":traced { rule = "REROUTE_IS_NO_LOOP" }:at_least(500)
    seen:message "m":transferred():times(512)
    seen:message "m":never "delivered"
  end,
  unfixed = function(seen)
    seen:message "m":never "returned"
    seen:message "m":discarded { rule = "DECODE_FAILS" }:once()
  end,
  fixed = function(seen)
    seen:message "m":returned():once()
    seen:report "m":to "ann":once():delivered()
  end,
})

scenario.case("with an Internet Mail Connector", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:message "m":never "rerouted"
    seen:message "m":transferred():once()
    seen:message "m":delivered()
  end,
})

return scenario
