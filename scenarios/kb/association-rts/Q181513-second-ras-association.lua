-- 5.5 as released: over a Dynamic RAS Connector a second association, at the threshold, ends the call.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q181513",
  title    = "MTA fails to maintain a connection over a Dynamic RAS Connector",
  says     = { "when the queue exceeds the threshold, 50 by default, an additional association is generated",
               "the sending MTA passes an invalid context handle, and the receiving MTA terminates the connection",
               "1294, and 9316: no data was sent over the RPC connection, LTAB index 4, Windows NT error 1783",
               "corrected in the latest service pack: 5.5 SP1" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "RAS_BAD_HANDLE", "ONE_PER_THRESHOLD" },
}

-- A line on which 1 M takes days (ours).
function scenario.build(org)
  local s1, s2 = org:add_site "A":add_server "S1", org:add_site "B":add_server "S2"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s", bandwidth = 10 }
  org:pair("ras", { name = "CALL", s1, s2 })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 50 do org:send { from = "ann", to = "bob", as = "m " .. i, size = "1 M" } end
  end)
  run:at("09:05", function() org:send { from = "ann", to = "bob", as = "m 51", size = "1 M" } end)
  run:to "09:12"
end

local function one_at_first(more)
  return function(seen)
    seen:association("S1", "CALL"):at "09:04":count(1)
    seen:event(9316):before "09:05":never()
    more(seen)
  end
end

scenario.case("51 messages", {
  unfixed = one_at_first(function(seen)
    seen:event(1294, { server = "S1" }):within "1 min":of "09:05":once()
    seen:event(9316, { server = "S1" }):within "1 min":of "09:05":once()
      :text "No data was sent over the RPC connection. Locality table (LTAB) index: 4. Windows NT error: 1783."
    seen:association("S1", "CALL"):at "09:09":count(0)
  end),
  fixed = one_at_first(function(seen)
    seen:inferred():association("S1", "CALL"):at "09:09":count(2)
    seen:inferred():event(9316):never()
  end),
})

return scenario
