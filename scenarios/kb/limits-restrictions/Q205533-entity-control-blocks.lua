-- An MTA of a large site has no entity control block left for its connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q205533",
  title    = "The MTA runs out of entity control blocks",
  says     = { "one is created for each MTA and connector that the MTA communicates with, when it starts; 25 by default",
               "in a larger site, as it sends over an installed connector, event 41: there are no free entity control blocks",
               "with a higher value of Number of Remote Sites Connected over LAN, and a restart, there are" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "ENTITY_BLOCKS" },
}

local function build(servers)
  return function(org)
    local site = org:add_site "SITE"
    for i = 1, servers do site:add_server("S" .. i) end
    org:server "S1":add_mailbox "ann"
    org:server "S2":add_mailbox "bob"
    org:server "S1":add_connector { kind = "ims", name = "IMC", spaces = "SMTP:*" }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "x@example.com", as = "outside" }
    org:send { from = "ann", to = "bob", as = "inside" }
  end)
  run:at("10:00", function()
    org:server "S1":set { registry = { ["Number of Remote Sites Connected over LAN"] = 50 } }
    org:send { from = "ann", to = "x@example.com", as = "not restarted" }
  end)
  run:at("11:00", function() org:service("S1", "mta"):stop() org:service("S1", "mta"):start() end)
  run:at("11:30", function() org:send { from = "ann", to = "x@example.com", as = "restarted" } end)
  run:to "12:00"
end

local function arrives(seen)
  for _, name in ipairs { "outside", "inside", "not restarted", "restarted" } do
    seen:inferred():message(name):delivered():once()
  end
end

scenario.case("26 servers", {
  build = build(26), drive = drive,
  expect = function(seen)
    seen:event(41, { server = "S1" }):text "There are currently 25 ECBs configured":between("09:00", "09:01"):once()
    seen:inferred():event(41):between("10:00", "10:01"):once()
    seen:event(41):never():after "11:00"
    arrives(seen)
  end,
})

scenario.case("25 servers", {
  build = build(25), drive = drive,
  expect = function(seen)
    seen:event(41):never()
    arrives(seen)
  end,
})

return scenario
