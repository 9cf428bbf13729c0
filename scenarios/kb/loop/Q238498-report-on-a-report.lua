-- A mailbox that is full and takes nothing gets a report from the Internet: the store reports on that, to
-- nobody, which comes back as a report for the mailbox.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q238498",
  title    = "Non-delivery reports on SMTP reports for a full mailbox",
  says     = { "the mailbox is over Prohibit send and receive, and the Internet Mail Service is on another server",
               "the store makes a report on an SMTP report; it is addressed to <>, which the service cannot deliver",
               "that is returned to the originator, the mailbox, and the process may repeat itself",
               "first corrected in 5.5 SP4" },
  products = { "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP4" },
  mutant   = { "REPORT_ON_SMTP_REPORT", "PROHIBIT_RECEIVE", "NO_REPORT_ON_REPORT" },
}

local function build(home, limit)
  return function(org)
    local site = org:add_site "SITE"
    site:set { smtp_domain = "own.com" }
    site:add_server "S1"
    site:add_server("S2"):add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" }
    org:server(home):add_mailbox("ann", { [limit] = "1 MB", stored = "2 MB" })
    org:add_host("mx1.example.com", { mx_for = "example.com" })
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:host "mx1.example.com":send { from = "postmaster@example.com", to = "ann", via = "S2", report = true, as = "report" }
  end)
  run:to "09:10"
end

local function quiet(seen)
  seen:inferred():queue("S2", "mts-out"):always():holds(0)
  seen:inferred():report "report":never()
  seen:inferred():session "mx1.example.com":times(0)
end

scenario.case("the service on another server", {
  build = build("S1", "prohibit_send_and_receive"), drive = drive,
  unfixed = function(seen)
    seen:report "report":once():to "postmaster@example.com"
    seen:report "report":delivered():never()
    seen:session "mx1.example.com":times(0)
    seen:queue("S2", "mts-out"):becomes(1):at_least(10):before "09:10"
  end,
  fixed = quiet,
})

scenario.case("the service on its server", { build = build("S2", "prohibit_send_and_receive"), drive = drive, expect = quiet })

scenario.case("it may receive", {
  build = build("S1", "prohibit_send"), drive = drive,
  expect = function(seen) seen:inferred():message "report":delivered_to "ann" end,
})

return scenario
