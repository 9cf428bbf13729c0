-- A domain without an MX record whose own address is the Exchange server: mail is sent to itself until the hop limit.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q260247",
  title    = "Mail loops on a domain controller of Windows 2000",
  says     = { "no MX record for domain.com: its address is that of the domain controller, which is the Exchange server",
               "all mail but the site's own is rerouted: events 4115, 12071 and 4098",
               "with an MX record it does not loop" },
  products = { "5.5 SP3", "5.5 SP4" },
  mutant   = { "A_RECORD_FALLBACK", "IMS_HOP_LIMIT" },
}

local function build(with_mx)
  return function(org)
    local a = org:add_site "A"
    a:set { smtp_domain = "exchangedomain.com" }
    local s1 = a:add_server "S1"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } }, reroute_inbound = true,
                       routing_domains = "exchangedomain.com" }
    org:add_host("dc.domain.com", { a_for = "domain.com", server = "S1" })
    if with_mx then org:add_host("mx2.domain.com", { mx_for = "domain.com" }) end
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "x@domain.com", as = "m" } end)
  run:to "12:00"
end

scenario.case("no MX record", {
  build = build(false), drive = drive,
  expect = function(seen)
    seen:message "m":smtp { host = "dc.domain.com" }:at_least(2)
    seen:event(4115, { server = "S1" }):once()
    seen:event(12071, { server = "S1" }):once():text "exceeded the maximum hop count"
    seen:event(4098, { server = "S1" }):once()
    seen:inferred():report "m":to "ann":once()
    seen:message "m":never "delivered"
  end,
})

scenario.case("an MX record", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:message "m":smtp { host = "dc.domain.com" }:never()
    seen:message "m":delivered():once()
    seen:event(4115):never()
  end,
})

return scenario
