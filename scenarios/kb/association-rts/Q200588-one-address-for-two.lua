-- Two X.400 Connectors between the same two servers need two addresses.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q200588",
  title    = "Several X.400 Connectors between two servers",
  says     = { "4.0, 5.0: several X.400 TCP connectors to one host or IP address: socket errors, and none works",
               "with an address or a host name of its own each works",
               "5.5 SP1 allows several on one address" },
  products = { "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "STACK_ADDRESS_ALONE" },
}

-- X2 carries what is for a partner behind B1 (ours), so that each has mail of its own.
local function two_connectors(org, first, second)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:pair("x400", { name = "X1", a, b, stack_address = first })
  org:pair("x400", { name = "X2", a, b, stack_address = second })
  for _, server in ipairs { "A1", "B1" } do org:connector("X2", server):set { connected_sites = {} } end
  org:connector("X2", "A1"):set { spaces = { { "X400:c=FR;a= ;p=PARTNER", scope = "site" } } }
  b:add_connector { kind = "x400", name = "OUT", to = org:add_host "PARTNER",
                    spaces = { { "X400:c=FR;a= ;p=PARTNER", cost = 50 } } }
end

local function send_two(org, name)
  org:send { from = "ann", to = "bob", as = name .. " by X1" }
  org:send { from = "ann", to = "X400:c=FR;a= ;p=PARTNER;o=LYON;s=marie;", as = name .. " by X2" }
end

function scenario.build(org) two_connectors(org, "10.0.0.2", "10.0.0.2") end

function scenario.drive(run, org)
  run:at("09:00", function() send_two(org, "first") end)
  run:at("10:00:30", function()
    for _, server in ipairs { "A1", "B1" } do org:connector("X2", server):set { stack_address = "10.0.0.3" } end
    send_two(org, "second")
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:message "second by X1":delivered():before "11:00"
  seen:message "second by X2":delivered():before "11:00"
  seen:message "second by X1":goes_by "X1"
  seen:message "second by X2":goes_by "X2"
end

function scenario.fixed(seen)
  seen:message "first by X1":delivered():before "09:01"
  seen:message "first by X2":delivered():before "09:01"
  seen:event(9215):never()
end

function scenario.unfixed(seen)
  seen:association("A1", "X1"):opened():before "10:00:30":never()
  seen:association("A1", "X2"):opened():before "10:00:30":never()
  seen:event(9215, { server = "A1" }):before "10:00:30":text "A sockets error"
  seen:message "first by X1":delivered():before "10:00:30":never()
  seen:message "first by X2":delivered():before "10:00:30":never()
end

-- A second name in LMHOSTS is as good as a second address.
scenario.case("two host names", {
  build = function(org) two_connectors(org, "B1", "B1-SECOND") end,
  drive = function(run, org)
    run:at("09:00", function() send_two(org, "m") end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "m by X1":delivered():before "09:01"
    seen:message "m by X2":delivered():before "09:01"
    seen:event(9215):never()
  end,
})

return scenario
