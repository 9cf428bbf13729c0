-- The second DNS server of a server is none any more. After a moment without the first one it is asked
-- all the same, until the server is started again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q261251",
  title    = "Check DNS when receiving event ID 9318 with error 1722",
  says     = { "mail backs up between one server of a site and all others",
               "many events 9318: unable to bind over RPC, LTAB index 76, Windows NT error code 1722",
               "the second DNS server does no DNS any more; because of a network problem the server chose it",
               "restarting the server resolves it until the next network failure",
               "it is solved by correcting or removing the entry",
               "RPC ping does not work from the calling server, and works from the answering one" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "RPC_BY_NAME", "SECOND_DNS_STAYS" },
}

local function build(second)
  return function(org)
    local a = org:add_site "A"
    for i = 1, 3 do a:add_server("S" .. i):add_mailbox("u" .. i) end
    org:server "S1":set { second_dns = second }
  end
end

local function away(run, org, from, to)
  run:at(from, function() org:server "S1":set { dns_away = true } end)
  run:at(to, function() org:server "S1":set { dns_away = false } end)
end

local function drive(run, org)
  away(run, org, "09:00", "09:01")
  for i = 0, 5 do
    run:at(("09:%d0:30"):format(i), function()
      for k = 2, 3 do org:send { from = "u1", to = "u" .. k, as = ("m %d %d"):format(i, k) } end
    end)
  end
  run:at("09:25", function() org:send { from = "u2", to = "u3", as = "others" } end)
  run:at("10:00", function()
    org:server "S1":stop()
    org:server "S1":start()
  end)
  run:at("10:30", function() org:server "S1":set { second_dns = 0 } end)
  away(run, org, "11:00", "11:01")
  run:at("11:00:30", function() org:send { from = "u1", to = "u2", as = "next" } end)
  run:to "11:30"
end

scenario.case("the second does no DNS any more", {
  build = build(2), drive = drive,
  expect = function(seen)
    for k = 2, 3 do
      seen:queue("S1", "S" .. k):at "09:55":holds(6)
      seen:message("m 0 " .. k):delivered_to("u" .. k):between("10:00", "10:01")
    end
    seen:event(9318, { server = "S1" }):between("09:00", "10:00"):at_least(10)
      :text "The locality table (LTAB) index is 76. Windows NT error code: 1722."
    seen:event(9318, { server = "S2" }):never()
    seen:message "others":delivered_to "u3":before "09:26"
    seen:message "next":delivered_to "u2":before "11:12"       -- the entry was removed
  end,
})

scenario.case("the second answers", {
  build = build(1), drive = drive,
  expect = function(seen)
    seen:inferred():message "m 0 2":delivered_to "u2":before "09:01"
    seen:inferred():event(9318):before "10:30":never()
  end,
})

return scenario
