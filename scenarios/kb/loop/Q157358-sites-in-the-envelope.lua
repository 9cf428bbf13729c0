-- Bilateral information names the sites that mail has been in, and finds what comes back to one of them.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q157358",
  title    = "Per-domain bilateral information and third-party systems",
  says     = { "an MTA adds the name of a new site to the envelope",
               "what comes back to a site is returned by that information",
               "some foreign MTAs do not take it",
               "Do not generate Bilateral Info = 1 (4.0 SP3) leaves it out" },
  products = { "4.0 SP3", "5.0", "5.5 SP4" },
  mutant   = { "LOOP_BY_SITE", "LOOP_BY_DOMAIN", "OTHER_SITE_NO_LOOP", "BILATERAL_SWITCH" },
}

local GHOST = "X400:c=DE;a=G;s=Ghost;"
local OFF = { registry = { ["Do not generate Bilateral Info"] = 1 } }

local function send(to)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = to, as = "m" } end)
    run:to "12:00"
  end
end

-- Rows that lead round (ours): A1 to B, B to C, C to another server of A.
local function ring(off)
  return function(org)
    local a, b, c = org:add_site "A", org:add_site "B", org:add_site "C"
    local a1, a2 = a:add_server "A1", a:add_server "A2"
    local b1, c1 = b:add_server "B1", c:add_server "C1"
    if off then a1:set(OFF) end
    a1:add_mailbox "ann"
    org:pair("x400", { name = "AB", a1, b1, cost = 5 }):set { spaces = { { "X400:c=DE;a=G", cost = 1 } } }
    org:pair("x400", { name = "BC", b1, c1, cost = 5 }):set { spaces = { { "X400:c=DE;a=G", cost = 1 } } }
    org:pair("x400", { name = "CA", c1, a2, cost = 5 }):set { spaces = { { "X400:c=DE;a=G", cost = 1 } } }
  end
end

scenario.case("round three sites", {
  build = ring(false), drive = send(GHOST),
  expect = function(seen)
    seen:message "m":path { "A1", "B1", "C1", "A2" }
    seen:message "m":loop { rule = "LOOP_BY_SITE" }:once()
    seen:event(201, { server = "A2" }):once()
    seen:message "m":returned { diagnostic = "loop-detected" }:once()
    seen:report "m":to "ann":once()
  end,
})

scenario.case("round three sites without the information", {
  build = ring(true), drive = send(GHOST),
  expect = function(seen)
    seen:event(201, { server = "A2" }):never()
    seen:inferred "the internal trace finds it one hop later":message "m":loop { rule = "LOOP_BY_TRACE" }:once()
    seen:inferred():message "m":path { "A1", "B1", "C1", "A2", "A1" }
  end,
})

-- A foreign system between the sites, and between a site and itself.
local function foreign(off, back, values)
  return function(org)
    org:set { timed_replication = true }                       -- A does not know who is in B
    local a1, b1 = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    if off then a1:set(OFF) end
    a1:add_mailbox "ann"
    b1:add_mailbox("bob", { proxies = "X400:c=US;a=F;p=ORG;s=Bob" })
    local f = org:add_host "F"
    for name, server in pairs { XA = a1, XB = b1 } do
      server:add_connector { kind = "x400", name = name, to = f,
                             spaces = name == "XA" and { { "X400:c=US;a=F", cost = 1 } } or nil }
    end
    if back then f:routes { "X400:c=US;a=F", by = back } else f:knows "X400:c=US;a=F;s=Eva;" end
    if values then f:set(values) end
  end
end

scenario.case("by way of a foreign system to another site", {
  build = foreign(false, "XB"), drive = send "X400:c=US;a=F;p=ORG;s=Bob",
  expect = function(seen)
    seen:inferred():message "m":traced { rule = "OTHER_SITE_NO_LOOP" }:once()
    seen:inferred():message "m":delivered_to "bob"
  end,
})

scenario.case("by way of a foreign system to the same site", {
  build = foreign(false, "XA"), drive = send "X400:c=US;a=F;s=Ghost",
  expect = function(seen)
    seen:message "m":loop { rule = "LOOP_BY_DOMAIN" }:once()
    seen:event(201, { server = "A1" }):once()
    seen:message "m":returned { diagnostic = "loop-detected" }:once()
  end,
})

scenario.case("the same without the information", {
  build = foreign(true, "XA"), drive = send "X400:c=US;a=F;s=Ghost",
  expect = function(seen)
    seen:inferred "this way of finding loops is lost":message "m":loop { rule = "LOOP_BY_DOMAIN" }:never()
    seen:inferred():event(201):never()
  end,
})

scenario.case("a foreign system that does not take it", {
  build = foreign(false, nil, { bilateral_info = false }), drive = send "X400:c=US;a=F;s=Eva",
  expect = function(seen)
    seen:message "m":returned { diagnostic = "unsupported-critical-function" }:once()
  end,
})

scenario.case("it gets none", {
  build = foreign(true, nil, { bilateral_info = false }), drive = send "X400:c=US;a=F;s=Eva",
  expect = function(seen) seen:message "m":delivered() end,
})

return scenario
