-- Of the boxes for who may relay one that fits is enough; without any everybody may.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q260562",
  title    = "How the restrictions on relaying combine",
  says     = { "who meets any one of the criteria that are ticked may relay",
               "with none ticked the server is an open relay" },
  products = { "5.5 SP4" },
  mutant   = { "RELAY_ONE_IS_ENOUGH", "RELAY_OPEN" },
}

local function build(registry)
  return function(org)                                           -- addresses ours
    local s1 = org:add_site "SITE":add_server "S1"
    s1:add_connector { kind = "ims", spaces = "SMTP:*", reroute_inbound = true, registry = registry }
    org:add_host("listed", { ip = "10.0.0.5" })
    org:add_host("other", { ip = "20.0.0.1" })
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

local function drive(run, org)
  local function write(host, name, logged_on)
    org:host(host):send { from = "x@foreign.com", to = "doe@example.com", via = "S1", as = name,
                          logged_on = logged_on }
  end
  run:at("09:00", function()
    write("listed", "listed")
    write("other", "authenticated", true)
    write("other", "neither")
  end)
  run:to "10:00"
end

scenario.case("two ticked", {
  build = build { RelayFlags = 10, RelayAllowList = "10.0.0.5" },
  drive = drive,
  expect = function(seen)
    seen:session "listed":hears "550":never()
    seen:session "other":hears "550":once()
    seen:session "mail.example.com":times(2)
  end,
})

scenario.case("none ticked", {
  build = build { RelayFlags = 0 },
  drive = drive,
  expect = function(seen)
    seen:session "mail.example.com":times(3)
  end,
})

return scenario
