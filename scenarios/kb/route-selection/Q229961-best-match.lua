-- Which address space matches an address: the whole address against the whole space.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q229961",
  title    = "Restrictive address spaces on an Internet Mail Service",
  says     = { "1 exact; 2 wildcard, the one with more characters that are not wild first; 3 partial; 4 the type alone",
               "SMTP:company.com and SMTP:@company.com do not match user@company.com, SMTP:*@company.com does",
               "as long as the table is the same, rerouting tries connectors of the same space" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "MATCH_CLASS_FIRST", "MORE_LITERALS_FIRST", "NO_SPACE_NO_ROUTE" },
}

-- One server for each service: a server has one.
local function services(spaces)
  return function(org)
    local site = org:add_site "SITE"
    local home = site:add_server "HOME"
    home:add_mailbox "ann"
    for i, space in ipairs(spaces) do
      site:add_server("S" .. i):add_connector { kind = "ims", name = "K" .. i, spaces = { { space,
        cost = 10 * (6 - i) } } }
    end
    org:add_host("mail", { mx_for = { "microsoft.com", "x.com" } })
  end
end

local function send(run, org)
  local names = { userz = "userz@microsoft.com", other = "y@microsoft.com", elsewhere = "y@x.com" }
  run:at("09:00", function()
    for name, address in pairs(names) do org:send { from = "ann", to = address, as = name } end
  end)
  run:to "10:00"
end

-- The better the match, the dearer.
scenario.case("exact, wildcard, partial, type", {
  build = services { "SMTP:userz@microsoft.com", "SMTP:*@microsoft.com", "SMTP:*", "SMTP:userz@com", "SMTP:" },
  drive = send,
  expect = function(seen)
    seen:decision("userz", "HOME"):takes "K1":fells("K2", "MATCH_CLASS_FIRST")
    seen:decision("other", "HOME"):takes "K2":fells("K3", "MORE_LITERALS_FIRST")
    seen:decision("elsewhere", "HOME"):takes "K3":fells("K5", "MATCH_CLASS_FIRST")
  end,
})

scenario.case("partial before type", {
  build = services { "SMTP:userz@com", "SMTP:" },
  drive = send,
  expect = function(seen)
    seen:decision("userz", "HOME"):takes "K1":fells("K2", "MATCH_CLASS_FIRST")
    seen:decision("elsewhere", "HOME"):takes "K2"
  end,
})

for _, space in ipairs { "SMTP:microsoft.com", "SMTP:@microsoft.com" } do
  scenario.case(space .. " matches nobody", {
    build = services { space },
    drive = send,
    expect = function(seen)
      seen:decision("userz", "HOME"):survivors {}
      seen:message "userz":goes_by "K1":never()
      seen:inferred():report "userz":once():by_rule "NO_SPACE_NO_ROUTE"
    end,
  })
end

scenario.case("SMTP:*@microsoft.com matches everybody there", {
  build = services { "SMTP:*@microsoft.com" },
  drive = send,
  expect = function(seen)
    seen:message "userz":goes_by "K1"
    seen:message "other":goes_by "K1"
    seen:message "elsewhere":goes_by "K1":never()
  end,
})

-- Two lines for the exact space, one for a wider: when both fail the wider is not tried.
scenario.case("rerouting stays with the space", {
  build = function(org)
    local server = org:add_site "SITE":add_server "S1"
    local host = org:add_host "PARTNER"
    server:add_mailbox "ann"
    for name, space in pairs { FIRST = ";p=ACME", SECOND = ";p=ACME", WIDER = ";p=*" } do
      server:add_connector { kind = "x400", name = name, to = host, spaces = { { "X400:c=US;a= " .. space,
        cost = 5 } } }
    end
    org:connector "FIRST":set { spaces = { { "X400:c=US;a= ;p=ACME", cost = 1 } } }
  end,
  drive = function(run, org)
    run:at("08:59", function() org:link "FIRST":cut() org:link "SECOND":cut() end)
    run:at("09:00", function() org:send { from = "ann", to = "X400:c=US;a= ;p=ACME;o=X;s=marie;", as = "m" } end)
    run:to "12:00"
  end,
  expect = function(seen)
    seen:message "m":rerouted { from = "FIRST", to = "SECOND" }:at_least(1)
    seen:message "m":rerouted { to = "WIDER" }:never()
    seen:message "m":goes_by "WIDER":never()
    seen:message "m":never "delivered"
  end,
})

return scenario
