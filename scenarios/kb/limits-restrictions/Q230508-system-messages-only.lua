-- An X.400 Connector for system messages only; everything else goes by the Internet Mail Service.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q230508",
  title    = "An X.400 Connector that carries system messages only",
  says     = { "Heuristics 8192: the X.400 Connector sends system messages only",
               "user mail is forced to the other connector, the Internet Mail Service",
               "the MTA must be stopped and started",
               "needs 5.5 SP1" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "BARS_NON_SYSTEM", "RESTRICTIONS_AT_START" },
}

-- Costs ours: the Internet Mail Service is the dearer one.
function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  a:add_mailbox "directory here"                                  -- (ours): these stand for the directory services
  b:add_mailbox "bob"
  b:add_mailbox "directory there"
  org:pair("x400", { name = "LINE", a, b, cost = 1 })
  a:add_connector { kind = "ims", spaces = { { ("EX:/o=%s/ou=B"):format(org.name), cost = 10 } } }
end

local function send_both(org, when)
  org:send { from = "ann", to = "bob", as = "mail " .. when }
  org:send { from = "directory here", to = "directory there", kind = "system", as = "replication " .. when }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:connector("LINE", "A1"):set { heuristics = 8192 } end)
  run:at("09:01", function() send_both(org, "before") end)
  run:at("10:00", function() org:service("A1", "mta"):stop() org:service("A1", "mta"):start() end)
  run:at("10:01", function() send_both(org, "after") end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:inferred():message "mail before":goes_by "LINE"            -- not read yet
  seen:message "replication before":goes_by "LINE"
  seen:message "replication after":goes_by "LINE"
  seen:message "replication after":delivered_to "directory there"
end

function scenario.fixed(seen)
  seen:message "mail after":goes_by "ims"
  seen:message "mail after":never "transferred"
  seen:decision("mail after", "A1"):first():fells("LINE", "BARS_NON_SYSTEM"):takes "ims"
end

function scenario.unfixed(seen)
  seen:message "mail after":goes_by "LINE"
end

return scenario
