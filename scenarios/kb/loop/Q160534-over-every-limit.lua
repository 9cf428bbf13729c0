-- A message over the limit of every MS Mail Connector goes from site to site until its 512 hops are used up.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q160534",
  title    = "Size limits may cause messages to loop",
  says     = { "X.400 Connectors between the sites without a limit, in each a MS Mail Connector with one to the same post offices",
               "a message over it: an NDR only after the hop count of 512, perhaps hours later",
               "the same limit on the MTAs, or one connector only: an NDR at once" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "LIMIT_REROUTES", "HOP_LIMIT", "REROUTE_IS_NO_LOOP" },
}

local function build(options)
  return function(org)
    local a, b = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
    a:add_mailbox "ann"
    org:pair("x400", { name = "X", a, b, cost = 1 })
    for _, server in ipairs(options.only and { b } or { a, b }) do
      server:add_connector { kind = "msmail", name = "PO " .. server.name, size_limit = 1000,
                             spaces = { { "MS:NET/PO1/*", cost = 1 } } }
    end
    if options.mta then
      a:set { mta_size_limit = 1000 }
      b:set { mta_size_limit = 1000 }
    end
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "MS:NET/PO1/JOE", size = "2000 K", as = "m" } end)
  run:at("09:01", function() org:send { from = "ann", to = "MS:NET/PO1/JOE", size = "20 K", as = "small" } end)
  run:to "+4 d"
end

local function at_once(seen)
  seen:message "m":returned():once():before "09:30"
  seen:message "small":delivered()
end

scenario.case("a limit on each connector", {
  build = build {}, drive = drive,
  expect = function(seen)
    seen:message "m":transferred():times(512)
    seen:message "m":returned():once():after "10:00"
    seen:report "m":to "ann":once()
    seen:message "m":never "loop"
    seen:message "small":delivered():once():before "09:30"
  end,
})

scenario.case("the limit on the MTAs", {
  build = build { mta = true }, drive = drive,
  expect = function(seen)
    at_once(seen)
    seen:message "m":never "transferred"
  end,
})

scenario.case("one connector", {
  build = build { only = true }, drive = drive,
  expect = at_once,
})

return scenario
