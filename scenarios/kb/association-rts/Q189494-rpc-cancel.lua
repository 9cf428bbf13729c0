-- A call to another MTA that is not answered within two minutes is cancelled.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q189494",
  title    = "MTA 9277 RPC cancel call for thread",
  says     = { "an RPC to another MTA that is not answered within two minutes is cancelled: event 9277",
               "this is normal; a very large number of them points to problems of the network or the remote computer" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RPC_CANCEL" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  site:add_server "S1":add_mailbox "ann"
  site:add_server "S2":add_mailbox "bob"
end

local function drive(reply, stop)
  return function(run, org)
    run:at("09:00", function()
      org:server "S2":set { rpc_reply_time = reply }
      org:send { from = "ann", to = "bob", as = "m" }
    end)
    run:to(stop)
  end
end

for _, reply in ipairs { "60 s", "119 s" } do
  scenario.case("answered after " .. reply, {
    drive = drive(reply, "09:09"),
    expect = function(seen)
      seen:event(9277):never()
      seen:inferred():message "m":delivered_to "bob":before "09:05"
    end,
  })
end

scenario.case("answered after 121 s", {
  drive = drive("121 s", "09:09"),
  expect = function(seen)
    seen:event(9277, { server = "S1" }):between("09:02", "09:02:01"):once()
      :text "The MTA has issued an RPC Cancel call for thread 22, Locality Table Index: 142, Time (ms): 1804070, Cancel result: 0"
    seen:event(9277):once()
    seen:inferred():message "m":never "delivered"
  end,
})

-- It is so for a whole day; and it was well when the association was opened.
scenario.case("a remote computer with problems", {
  drive = drive("121 s", "+24 h"),
  expect = function(seen) seen:event(9277, { server = "S1" }):at_least(100) end,
})

scenario.case("no answer to a transfer", {
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "well" } end)
    run:at("09:01", function()
      org:server "S2":set { rpc_reply_time = "5 min" }
      org:send { from = "ann", to = "bob", as = "m" }
    end)
    run:at("09:04", function() org:server "S2":set { rpc_reply_time = "0 s" } end)
    run:to "09:09"
  end,
  expect = function(seen)
    seen:event(9277, { server = "S1" }):between("09:03", "09:03:01"):once()
    seen:event(9277):once()
    seen:inferred():message "m":delivered_to "bob":between("09:05", "09:06")
  end,
})

return scenario
