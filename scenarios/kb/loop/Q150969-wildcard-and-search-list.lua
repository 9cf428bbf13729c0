-- The resolver adds the own domain to every name, and a wildcard MX record of it leads all mail to the sender itself.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q150969",
  title    = "The Internet Mail Connector sends messages to itself",
  says     = { "with an MX record for *.a.com all mail goes to one server: the connector adds a.com to each address that does not end in it",
               "NDR: Recipient Not Found, in the same second",
               "DisableResolverSearchList, any value but 0, and a restart: no more" },
  products = { "4.0 SP2", "4.0 SP5" },
  mutant   = { "RESOLVER_SEARCH_LIST", "IMS_NOT_REROUTED" },
}

local function build(off)
  return function(org)
    local a = org:add_site "A"
    a:set { smtp_domain = "a.com" }
    local s1 = a:add_server "S1"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } },
                       registry = off and { DisableResolverSearchList = 1 } or nil }
    org:add_host("s1.a.com", { mx_for = "*.a.com", server = "S1" })
    org:add_host("mx1.microsoft.com", { mx_for = "microsoft.com" })
  end
end

local function drive(run, org)
  run:at("09:29:16", function() org:send { from = "ann", to = "user@microsoft.com", as = "m" } end)
  run:to "10:00"
end

scenario.case("as it is", {
  build = build(false), drive = drive,
  expect = function(seen)
    seen:message "m":smtp { host = "s1.a.com" }:once()
    seen:message "m":returned { cause = "Recipient Not Found" }:once():before "09:30"
    seen:message "m":never "delivered"
  end,
})

scenario.case("the search list turned off", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:message "m":smtp { host = "s1.a.com" }:never()
    seen:inferred():message "m":delivered():once()
  end,
})

return scenario
