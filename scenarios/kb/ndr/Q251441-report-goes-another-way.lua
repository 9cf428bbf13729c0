-- A report on mail from outside leaves by another Internet Mail Service than the mail came in by.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q251441",
  title    = "Bounce Back: reports leave by another Internet Mail Service",
  says     = { "with several routes a report takes another one than the mail that it reports on",
               "so that it comes from the other service, whose domain may be another",
               "with Only Use Least Cost Routes it goes back along the cheapest route, the local connector" },
  products = { "5.5 SP2", "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP3" },
  mutant   = { "BOUNCE_BACK" },
}

local function build(settings, alone)
  return function(org)
    local site = org:add_site "SITE"
    local s1, s2 = site:add_server "S1", site:add_server "S2"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ims", name = "IMS1", spaces = { { "SMTP:*", cost = 1 } } }   -- costs: ours
    if not alone then
      s2:add_connector { kind = "ims", name = "IMS2", spaces = { { "SMTP:*", cost = 1 } } }
    end
    org:add_host("mail.x.com", { mx_for = "x.com" })
    if settings then s1:set(settings) end
  end
end

-- To nobody: an X.400 address that no space matches.
function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "mail.x.com":send { from = "a@x.com", to = "X400:c=FR;a= ;p=P;s=nobody;", via = "S1", as = "m" }
  end)
  run:to "10:00"
end

local function report_by(connector)
  return function(seen)
    seen:report "m":to "a@x.com":once():via(connector):delivered()
  end
end

scenario.case("two services", {
  build = build(),
  fixed = report_by "IMS2",
  unfixed = report_by "IMS1",
})

scenario.case("only least cost routes", {
  build = build { only_use_least_cost_routes = true },
  expect = report_by "IMS1",
})

scenario.case("one service", {
  build = build(nil, true),
  expect = function(seen) seen:inferred():report "m":to "a@x.com":once():delivered() end,
})

return scenario
