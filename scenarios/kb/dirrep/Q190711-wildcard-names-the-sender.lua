-- A wildcard MX record leads the Internet Mail Service to itself: replication for the other site comes
-- back, and the directory has no such object.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q190711",
  title    = "DS_E_NO_SUCH_OBJECT during replication over the Internet Mail Service",
  says     = { "a wildcard MX record directs all messages to the site: the service tries to send to its own address",
               "event 2245: a directory operation failed with DS_E_NO_SUCH_OBJECT, for the other server's Microsoft DSA",
               "DisableResolverSearchList, any value but 0, and a restart of the service" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RESOLVER_SEARCH_LIST", "IMS_JOINS_SITES" },
}

local function build(off)
  return function(org)
    org:set { timed_replication = true }
    org:add_site "A":set { smtp_domain = "a.com" }
    org:add_site "B":set { smtp_domain = "b.com" }
    for _, name in ipairs { "A", "B" } do
      local server = org:site(name):add_server("BH" .. name)
      server:add_connector { kind = "ims", name = "IMS " .. name, spaces = "SMTP:*",
                             registry = off and { DisableResolverSearchList = 1 } or nil }
    end
    org:add_host("bha.a.com", { mx_for = "*.a.com", server = "BHA" })
    org:add_host("a.com", { mx_for = "a.com", server = "BHA" })
    org:add_host("bhb.b.com", { mx_for = "b.com", server = "BHB" })
    org:connector "IMS A":set { connected_sites = { { "B", routing = "b.com" } } }
    org:connector "IMS B":set { connected_sites = { { "A", routing = "a.com" } } }
  end
end

-- The first replication between the two.
local function drive(run, org)
  run:at("09:00", function() org:pair("dirrep", { name = "REP", "BHA", "BHB", schedule = "always" }) end)
  run:at("09:05", function() org:server "BHB":add_mailbox "new" end)
  run:to "11:00"
end

scenario.case("as it is", {
  build = build(false), drive = drive,
  expect = function(seen)
    seen:event(2245, { server = "BHA" }):text "DS_E_NO_SUCH_OBJECT":text "cn=Servers/cn=BHB/cn=Microsoft DSA":at_least(1)
    seen:directory "BHA":at "11:00":lacks "new"
  end,
})

scenario.case("the search list turned off", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:event(2245):never()
    seen:directory "BHA":at "10:00":knows "new"
  end,
})

return scenario
