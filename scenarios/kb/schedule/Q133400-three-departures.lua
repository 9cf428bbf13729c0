-- One urgent message to three sites leaves at three times: priority orders a connector's queue, the
-- schedule says when the connector connects.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q133400",
  title    = "Callout schedule not affected by message priority",
  says     = { "all messages wait until the connector's schedule permits a connection",
               "a high priority message is at the top of its connector's queue",
               "sent at 10:00 it leaves for Seattle at once, for Houston at 20:00, for New York at 23:00" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "SCHEDULE_BINDS", "URGENT_FIRST" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local dallas = org:add_site "DALLAS":add_server "DAL1"
  local newyork = org:add_site "NEWYORK":add_server "NYC1"
  local seattle = org:add_site "SEATTLE":add_server "SEA1"
  local houston = org:add_site "HOUSTON":add_server "HOU1"
  dallas:add_mailbox "ann"
  newyork:add_mailbox "ned"
  seattle:add_mailbox "sam"
  houston:add_mailbox "hal"
  org:pair("x400", { name = "X25", dallas, newyork, schedule = "23:00-05:00" })
  org:pair("site", { name = "SITE", dallas, seattle })
  org:pair("x400", { name = "DIAL", dallas, houston, schedule = "20:00-08:00" })
end

function scenario.drive(run, org)
  run:at("09:55", function()                                     -- (ours): waits there before
    org:send { from = "ann", to = "hal", as = "normal to Houston" }
    org:send { from = "ann", to = "ned", as = "normal to New York" }
  end)
  run:at("10:00", function()
    org:send { from = "ann", to = { "ned", "sam", "hal" }, priority = "urgent", as = "urgent" }
  end)
  run:to "Tue 08:00"
end

function scenario.expect(seen)
  seen:message "urgent":delivered_to "sam":between("10:00", "10:01")
  seen:message "urgent":delivered_to "hal":between("20:00", "20:01")
  seen:message "urgent":delivered_to "ned":between("23:00", "23:01")
  seen:association("DAL1", "DIAL"):tried():before "20:00":never()
  seen:association("DAL1", "X25"):tried():before "23:00":never()
  seen:message "urgent":at "19:59":is_in("DAL1", "DIAL")
  seen:message "urgent":at "22:59":is_in("DAL1", "X25")
  seen:in_order {
    seen:message "urgent":transferred { queue = "DIAL" }, seen:message "normal to Houston":transferred(),
    seen:message "urgent":transferred { queue = "X25" }, seen:message "normal to New York":transferred(),
  }
  seen:inferred():message "normal to Houston":delivered_to "hal":between("20:00", "20:01")
end

return scenario
