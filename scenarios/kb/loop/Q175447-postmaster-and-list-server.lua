-- MS Mail does not deliver what a list server sends; its POSTMASTER writes to the list server, which
-- answers POSTMASTER, whom nobody is.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q175447",
  title    = "Messages that loop between MS Mail and a list server",
  says     = { "the acknowledgement of a list server cannot be delivered: MS Mail sends an NDR from POSTMASTER to the list server",
               "the list server takes it for a malformed request, and answers POSTMASTER; without such a mailbox this is a loop",
               "events 2444, 2448 and 10000 recur at maximum logging, to NETWORK/PO/POSTMASTER",
               "a POSTMASTER on the post office, or an Exchange mailbox with its address as a proxy, ends it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "MSMAIL_POSTMASTER", "IMCEA_UNWRAPPED" },
}

local function build(options)
  return function(org)
    local site = org:add_site "SITE"
    site:set { smtp_domain = "own.com" }
    local s1 = site:add_server "S1"
    s1:set { log_msmi = 5 }
    s1:add_mailbox("keeper", { proxies = options.proxy and "MS:NET/PO1/POSTMASTER" or nil })
    local post_office = org:add_host "PO1"
    post_office:returns "MS:NET/PO1/JOE"
    if not options.postmaster then post_office:returns "MS:NET/PO1/POSTMASTER" end
    s1:add_connector { kind = "msmail", name = "MSMI", to = "PO1", spaces = "MS:NET/PO1/*" }
    s1:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" }
    org:add_host("lists.example.com", { mx_for = "example.com" }):replies "listserv@example.com"
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:host "lists.example.com":send { from = "listserv@example.com", to = "IMCEAMS-NET_PO1_JOE@own.com", via = "S1",
                                        as = "acknowledgement" }
  end)
  run:to "09:10"
end

local function events(seen, number) return seen:event(number, { server = "S1" }):text "NET/PO1/POSTMASTER" end

scenario.case("no POSTMASTER", {
  build = build {}, drive = drive,
  expect = function(seen)
    seen:message "acknowledgement":never "delivered"
    seen:session "lists.example.com":accepted():at_least(5)
    for _, number in ipairs { 2444, 2448, 10000 } do events(seen, number):at_least(5) end
  end,
})

local function ends(seen) seen:session "lists.example.com":times(1) end

scenario.case("a POSTMASTER on the post office", {
  build = build { postmaster = true }, drive = drive,
  expect = function(seen)
    ends(seen)
    events(seen, 2448):once()
  end,
})

scenario.case("an Exchange mailbox with the proxy", { build = build { proxy = true }, drive = drive, expect = ends })

return scenario
