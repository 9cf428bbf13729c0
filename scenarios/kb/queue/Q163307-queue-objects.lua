-- Which object is which queue: secured queues by mtacheck, those in memory by the events of a start.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163307",
  title    = "How to identify most MTA queues by object id",
  says     = { "object ids begin with 01; secured queues stand in Mtacheck.log",
               "with Field Engineering at maximum 2164 and 285 are written in pairs at the start",
               "three queues to one location, for priorities 0, 1 and 2" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "THREE_QUEUES" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local site = org:add_site "BOND007"
  local drno = site:add_server "DRNO"
  site:add_server "GOLDFINGER":add_mailbox "bob"
  org:add_site "M":add_server "Q"
  drno:add_mailbox "ann"
  drno:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:pair("x400", { name = "X", drno, "Q" })
  drno:set { log_field_engineering = 5 }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob" } end)  -- so that there is a queue
  run:at("10:00", function()
    org:service("DRNO", "mta"):stop()
    org:server "DRNO":mtacheck()
    org:service("DRNO", "mta"):start()
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  local site = "/O=ORG/OU=BOND007/CN=CONFIGURATION"
  for priority = 0, 2 do
    for _, dn in ipairs { "/CN=SERVERS/CN=DRNO/CN=MICROSOFT PRIVATE MDB",
                          "/CN=SERVERS/CN=GOLDFINGER/CN=MICROSOFT MTA", "/CN=CONNECTIONS/CN=X" } do
      seen:event(285, { server = "DRNO" })
        :text(("A priority %d held-for-delivery/transfer queue for %s%s was created"):format(priority,
                                                                                       site, dn))
        :once()
    end
  end
  seen:event(2164, { server = "DRNO" }):text "Queue object 01":times(9)
  seen:in_order { seen:event(2164), seen:event(285), seen:event(2164), seen:event(285) }
  seen:mtacheck "DRNO"
    :text(("Checking queue %s/CN=CONNECTIONS/CN=INTERNET MAIL CONNECTOR (DRNO) (id 01"):format(site))
    :once()
  seen:mtacheck "DRNO":text "PRIVATE MDB":never()
  seen:inferred():event(285):times(9)
end

scenario.case("logging at less than maximum", {
  drive = function(run, org)
    org:server "DRNO":set { log_field_engineering = 3 }
    run:at("10:00", function()
      org:service("DRNO", "mta"):stop()
      org:service("DRNO", "mta"):start()
    end)
    run:to "11:00"
  end,
  expect = function(seen)
    seen:inferred():event(285):never()
  end,
})

return scenario
