-- A server of a site of three is down: 5.5 keeps trying, 4.0 and 5.0 return the message.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q280411",
  title    = "No report for mail to a server that is down, in a site of more than two",
  says     = { "no report if the site has more than two servers and the recipient's MTA is down",
               "5.5 goes on trying until that MTA is started again",
               "4.0 and 5.0 return the message when the retry limit is exceeded",
               "fixed in MTA 5.5.2654.35" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4", "5.5.2654.34", "5.5.2654.35" },
  fixed    = { "4.0", "5.0", "5.5.2654.35" },
  mutant   = { "NO_END_IN_SITE", "EXHAUSTED_RETURNS" },
}

local function site_of(count)
  return function(org)
    local site = org:add_site "SITE"
    local servers = {}
    for i = 1, count do servers[i] = site:add_server("S" .. i) end
    servers[1]:add_mailbox "ann"
    servers[2]:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
  end
end

scenario.build = site_of(3)

function scenario.drive(run, org)
  run:at("08:59", function() org:service("S2", "mta"):stop() end)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:at("1998-03-04 09:05", function() org:service("S2", "mta"):start() end)
  run:to "1998-03-04 12:00"
end

scenario.case("three servers", {
  expect = function(seen)
    seen:association("S1", "S2"):tried():before "1998-03-03 09:00":times(144)
  end,
  fixed = function(seen)
    seen:report "m":to "ann":once():at "1998-03-03 09:00":diagnostic "mts-congestion"
    seen:queue("S1", "S2"):at "1998-03-03 09:00":is "empty"
  end,
  unfixed = function(seen)
    seen:report "m":never()
    seen:message "m":is_in("S1", "S2"):at "1998-03-04 09:04"
    seen:message "m":delivered_to "bob":within "1 s":of "1998-03-04 09:10"
  end,
})

scenario.case("two servers", {
  build = site_of(2),
  expect = function(seen)
    seen:inferred("the article makes three servers a condition"):report "m":once():at "1998-03-03 09:00"
  end,
})

return scenario
