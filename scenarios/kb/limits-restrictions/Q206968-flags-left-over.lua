-- Where mail is not rerouted, restrictions that are left over refuse every recipient.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q206968",
  title    = "Restrictions on relaying that are left over",
  says     = { "with Do not reroute, and RelayFlags of 2 or more left in the registry, every recipient gets 550" },
  products = { "5.5 SP1", "5.5 SP4" },
  mutant   = { "RELAY_LEFTOVERS", "RELAY_FLAGS" },
}

local function build(flags)
  return function(org)                                           -- names ours
    local s1 = org:add_site "SITE":add_server "S1"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ims", spaces = "SMTP:*",
                       registry = { RelayFlags = flags, RelayAllowList = "10.0.0.5" } }
    org:add_host("listed", { ip = "10.0.0.5" })
    org:add_host("outside", { ip = "10.0.0.1" })
  end
end

local function drive(run, org)
  run:at("09:00", function()
    for _, host in ipairs { "listed", "outside" } do
      org:host(host):send { from = "x@foreign.com", to = "ann", via = "S1", as = "from " .. host }
    end
  end)
  run:to "10:00"
end

scenario.case("flags left over", {
  build = build(2),
  drive = drive,
  expect = function(seen)
    seen:message "from listed":delivered_to "ann"
    seen:session "outside":hears "550 Relaying is prohibited":once()
  end,
})

scenario.case("no flags", {
  build = build(0),
  drive = drive,
  expect = function(seen)
    seen:inferred():message "from outside":delivered_to "ann"
  end,
})

return scenario
