-- A bridgehead whose MTA has a smaller limit bounces what the server with the connector would take.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q263709",
  title    = "A message is bounced by a mailbox server on the way to the connector",
  says     = { "passed to a mailbox server with a smaller limit the message goes back: the content length is too long",
               "its size is below the limit of the server with the connector",
               "take the mailbox servers off the target servers, or make the limits of the MTAs equal" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "MTA_SIZE_LIMIT" },
}

-- Names, sizes and the weights of the target servers ours: MB is always tried first.
function scenario.build(org)
  local a, b = org:add_site "A", org:add_site "B"
  local s1, mb, cn = a:add_server "S1", b:add_server "MB", b:add_server "CN"
  s1:add_mailbox "ann"
  mb:set { mta_size_limit = "1000 K" }
  cn:set { mta_size_limit = "10000 K" }
  org:pair("site", { name = "WAN", s1, mb, targets = { { "MB", cost = 0 }, { "CN", cost = 1 }, "S1" } })
  cn:add_connector { kind = "x400", name = "OUT", to = org:add_host "FOREIGN", spaces = "X400:c=US;a=FAR" }
end

local function send(before)
  return function(run, org)
    run:at("09:00", function()
      if before then before(org) end
      org:send { from = "ann", to = "X400:c=US;a=FAR;s=Doe", size = "5000 K", as = "large" }
    end)
    run:to "12:00"
  end
end

scenario.case("by the mailbox server", {
  drive = send(),
  expect = function(seen)
    seen:message "large":returned { diagnostic = "content-too-long" }
    seen:report "large":signed "MSExchangeMTA":once()
    seen:message "large":restricted { object = "MB", limit = "Message size limit 1000 K" }
    seen:inferred():message "large":path { "S1", "MB" }
    seen:inferred():event(62, { server = "MB" }):once()
    seen:inferred():event(3144):never()                -- it was not submitted there
  end,
})

scenario.case("not among the target servers", {
  drive = send(function(org) org:connector "WAN":set { targets = { { "CN", cost = 1 } } } end),
  expect = function(seen)
    seen:inferred():message "large":path { "S1", "CN" }
    seen:inferred():message "large":delivered()
  end,
})

scenario.case("equal limits", {
  drive = send(function(org) org:server "MB":set { mta_size_limit = "10000 K" } end),
  expect = function(seen)
    seen:inferred():message "large":path { "S1", "MB", "CN" }
    seen:inferred():message "large":delivered()
  end,
})

return scenario
