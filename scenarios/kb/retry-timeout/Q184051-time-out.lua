-- The time-out of the Internet Mail Service, 48 hours for normal mail: before 5.5 SP1 it does not end
-- what waits for the ETRN of its host.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q184051",
  title    = "Mail that waits for ETRN never expires",
  says     = { "mail not delivered after its time-out expires in the outbound queue, and a report goes to the sender",
               "the time-out is 48 hours for a normal message",
               "mail that waits for ETRN stays in the outbound queue, never expires, and no report is made",
               "fixed in the latest service pack of 5.5, and by a fix after 5.0 SP2" },
  products = { "5.0 SP2", "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "IMS_TIMEOUT", "ETRN_NEVER_EXPIRES" },
}

function scenario.build(org)
  local server = org:add_site "SITE":add_server "S1"
  server:add_mailbox "ann"
  org:set { submit_time = "0 s", mta_time = "0 s" }   -- (ours)
  server:add_connector { kind = "ims", spaces = "SMTP:*", retry_interval = ".25, .5, 1, 4" }
  org:add_host("mail.example.com", { mx_for = "example.com" }):answers { "RCPT", "451 not now" }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
  run:to "1998-03-06 09:00"
end

scenario.case("the host has no time", { expect = function(seen)
  seen:message "m":is_in("S1", "out"):at "1998-03-04 08:59:59"
  seen:message "m":expired { queue = "out" }:at "1998-03-04 09:00":once()
  seen:report "m":to "ann":once():at "1998-03-04 09:00":delivered()
  seen:inferred():report "m":diagnostic "maximum-time-expired"
end })

-- The last attempt is made when the time is over (ours).
scenario.case("the host has time at last", {
  drive = function(run, org)
    run:at("1998-03-04 08:00", function() org:host "mail.example.com":answers {} end)
    scenario.drive(run, org)
  end,
  expect = function(seen)
    seen:inferred():message "m":delivered():before "1998-03-04 09:00:01"
    seen:inferred():report "m":never()
  end,
})

-- The mail of etrn.com waits until its host asks for it.
local function build_etrn(fixes)
  return function(org)
    local server = org:add_site "SITE":add_server("S1", { fixes = fixes })
    server:add_mailbox "ann"
    org:set { submit_time = "0 s", mta_time = "0 s" }
    server:add_connector { kind = "ims", spaces = "SMTP:*", etrn_domains = "etrn.com" }
    org:add_host("mail.etrn.com", { mx_for = "etrn.com" })
  end
end

local function drive_etrn(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "x@etrn.com", as = "m" } end)
  run:at("1998-03-05 09:00", function() org:host "mail.etrn.com":etrn { "etrn.com", via = "S1" } end)
  run:to "1998-03-06 09:00"
end

local function expires(seen)
  seen:inferred():message "m":is_in("S1", "out"):at "1998-03-04 08:59:59"
  seen:inferred():report "m":once():at "1998-03-04 09:00"
  seen:inferred():message "m":never "delivered"
end

scenario.case("waiting for ETRN", {
  build = build_etrn(), drive = drive_etrn,
  fixed = expires,
  unfixed = function(seen)
    seen:message "m":is_in("S1", "out"):at "1998-03-05 08:59:59"
    seen:report "m":never()
    seen:session "mail.etrn.com":accepted():before "1998-03-05 09:00":never()
    seen:inferred():message "m":delivered():at "1998-03-05 09:00"
  end,
})

scenario.case("with the fix", { build = build_etrn "Q184051", drive = drive_etrn, expect = expires })

-- Asked for in time, it goes.
scenario.case("ETRN in time", {
  build = build_etrn(),
  drive = function(run, org)
    run:at("12:00", function() org:host "mail.etrn.com":etrn { "etrn.com", via = "S1" } end)
    drive_etrn(run, org)
  end,
  expect = function(seen)
    seen:inferred():message "m":delivered():at "12:00"
    seen:inferred():report "m":never()
  end,
})

return scenario
