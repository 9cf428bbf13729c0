-- A recipient elsewhere, put into an address of the own domain, goes past the restriction.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q264330",
  title    = "The Internet Mail Service relays what is addressed in an encapsulated form",
  says     = { "with forwarding of all messages, rerouting, and relaying for those who authenticate: an encapsulated " ..
               "address of another domain, at the local domain, may be relayed",
               "corrected in 5.5 SP4" },
  products = { "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP4" },
  mutant   = { "RELAY_DECODES", "RELAY_FLAGS" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  site:set { smtp_domain = "localdomain1.com" }
  local s1 = site:add_server "S1"
  s1:add_connector { kind = "ims", spaces = "SMTP:*", reroute_inbound = true, to = org:add_host "domain2",
                     registry = { RelayFlags = 8 } }
  org:add_host("outside", { ip = "10.0.0.1" })
end

-- The article's form of the address, as the service writes it (the space is an error of the article's).
function scenario.drive(run, org)
  local function write(to, name)
    org:host "outside":send { from = "x@foreign.com", to = to, via = "S1", as = name }
  end
  run:at("09:00", function() write("IMCEASMTP-user+40domain2+2Ecom@localdomain1.com", "encapsulated") end)
  run:at("10:00", function() write("user@domain2.com", "plain") end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:inferred():session "outside":hears "550":at "10:00":once()
end

function scenario.fixed(seen)
  seen:inferred():session "outside":hears "550":at "09:00":once()
  seen:session "domain2":accepted():never()
end

function scenario.unfixed(seen)
  seen:message "encapsulated":delivered()
  seen:inferred():session "domain2":times(1)
end

return scenario
