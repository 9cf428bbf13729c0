-- What goes to another site by mail is compressed first; what goes over RPC inside a site is not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q149864",
  title    = "Replication messages between sites are compressed",
  says     = { "replication messages to other sites are compressed before they are submitted",
               "what replicates inside a site is not" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "COMPRESSED_BETWEEN_SITES" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
  one:add_server "S1"
  org:pair("x400", { name = "X", bh1, bh2 })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "12:00-12:15" })
  bh1:set { log_replication = 5 }
  bh2:set { log_replication = 5 }
end

-- A hundred objects of 888 bytes and a head of 120 (ours, as in the sample of Q184244).
function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 100 do org:server "BH2":add_mailbox("new" .. i) end
  end)
  run:to "13:00"
end

function scenario.expect(seen)
  seen:event(1199, { server = "BH2" }):text "from 88920 bytes to 19562 bytes":once()
  seen:event(1101, { server = "BH2" }):text "length of 19562 while":once()
  seen:event(1199, { server = "BH1" }):text "from 88920":never()                       -- and S1 has it
  seen:directory "S1":at "13:00":knows "new100"
end

return scenario
