-- Replication of public folders is under no size limit of MTA or X.400 Connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q222926",
  title    = "Limiting the size of public folder replication messages",
  says     = { "public folder replication messages are system messages: no size restriction of the MTA holds for them, nor " ..
               "one of a connector such as the X.400 Connector" },
  products = { "5.5 SP4" },
  mutant   = { "SYSTEM_IGNORES_LIMITS" },
}

function scenario.build(org)                                     -- names and sizes ours
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:set { mta_size_limit = "100 K" }
  b:set { mta_size_limit = "100 K" }
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:pair("x400", { name = "LINE", a, b }):set { size_limit = "50 K" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for name, size in pairs { middle = "80 K", large = "5 MB" } do
      org:send { from = org:server "A1":public_store(), to = org:server "B1":public_store(), kind = "system",
                 size = size, as = name .. " replication" }
      org:send { from = "ann", to = "bob", size = size, as = name .. " mail" }
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  for _, name in ipairs { "middle", "large" } do
    seen:message(name .. " replication"):delivered()
    seen:inferred():message(name .. " mail"):returned { diagnostic = "content-too-long" }
  end
end

return scenario
