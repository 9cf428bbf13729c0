-- Mail to an SMTP address of the own site goes out by the Internet Mail Connector and comes back in, unless that is turned off.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q146126",
  title    = "Loopback connections of the Internet Mail Connector",
  says     = { "mail to an SMTP address of the connector's own site is sent to the Internet and comes back through the connector",
               "DisableLoopbackConnections = 1: it is rejected, and the sender gets an NDR" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "LOOPBACK_SWITCH", "OLD_CLIENT_ONE_OFF" },
}

-- The 4.0 client does not look for whose address it is (Q185024).
local function build(off)
  return function(org)
    local s1 = org:add_site "A":add_server "S1"
    s1:add_mailbox "ann"
    s1:add_mailbox("bob", { proxies = "SMTP:bob@a.com" })
    s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } },
                       registry = off and { DisableLoopbackConnections = 1 } or nil }
    org:add_host("s1.a.com", { mx_for = "a.com", server = "S1" })
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob@a.com", client = "4.0", as = "m" } end)
  run:to "10:00"
end

scenario.case("the default", {
  build = build(false), drive = drive,
  expect = function(seen)
    seen:message "m":smtp { host = "s1.a.com" }:once()
    seen:inferred():message "m":delivered_to "bob":once()
  end,
})

scenario.case("turned off", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:message "m":smtp { host = "s1.a.com" }:never()
    seen:message "m":returned():once()
    seen:report "m":to "ann":once()
  end,
})

return scenario
