-- Mail for the Internet goes to the MS Mail Connector, at random, because that has an SMTP address
-- space, too; there it is returned.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169117",
  title    = "No route to intended MS Mail recipient",
  says     = { "an SMTP space on the MS Mail Connector: messages meant for the Internet Mail Service are sent there at random",
               "returned: unable to transfer, no route to intended MS Mail recipient; events 2375, 2371, 2444",
               "the space removed: only the Internet Mail Service is used",
               "exception: an SMTP or AT&T gateway on the MS Mail side" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "EQUALS_SHARE", "MSMI_NO_MAILBAG" },
}

local MESSAGES = 40                                              -- number and costs: ours

local function build(options)
  return function(org)
    local trade = org:add_site "SITE":add_server "TRADE"
    trade:add_mailbox "ann"
    trade:add_connector { kind = "ims", name = "IMS", spaces = { { "SMTP:*", cost = 1 } } }
    trade:add_connector { kind = "msmail", name = "MSMI", foreign_gateway = options.gateway,
                          spaces = { { "MS:CA/TCAHQPO", cost = 1 }, { "SMTP:*", cost = 1 } } }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

local function send_many(run, org, from, name)
  run:every("1 min", { from = from, times = MESSAGES }, function(i)
    org:send { from = "ann", to = "x@example.com", as = name .. " " .. i }
  end)
end

scenario.build = build {}

function scenario.drive(run, org)
  send_many(run, org, "09:00", "m")
  run:at("10:00", function()
    org:connector "MSMI":set { spaces = { { "MS:CA/TCAHQPO", cost = 1 } } }
    org:site "SITE":calculate()
  end)
  send_many(run, org, "10:05", "after")
  run:to "12:00"
end

function scenario.expect(seen)
  for i = 1, MESSAGES do
    seen:decision("m " .. i, "TRADE"):survivors { "IMS", "MSMI" }
    seen:message("after " .. i):via "IMS"
    seen:report("after " .. i):never()
  end
  local mail = seen:inferred()                                   -- by the seed of this scenario
  mail:message "m 1":goes_by "IMS"
  seen:queue("TRADE", "MSMI"):becomes(1)
  seen:event(2375, { server = "TRADE" }):text "No mailbag on the MS Mail Connector Post Office":text "SMTP:x@example.com"
  seen:event(2371, { server = "TRADE" }):text "Generating non-delivery report"
  seen:event(2444, { server = "TRADE" })
end

scenario.case("one that goes there", {
  build = function(org)
    build {}(org)
    org:connector "IMS":set { spaces = {} }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:report "m":to "ann":text "no route to intended MS Mail recipient":reason "unable-to-transfer"
    seen:message "m":never "delivered"
  end,
})

scenario.case("an SMTP gateway there", {
  build = function(org)
    build { gateway = true }(org)
    org:connector "IMS":set { spaces = {} }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
    run:to "10:00"
  end,
  expect = function(seen) seen:message "m":delivered() end,
})

return scenario
