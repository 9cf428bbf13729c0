-- The MTA's own queues have fixed objects; mtacheck makes a lost queue file anew, and the second run
-- finds nothing.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q157323",
  title    = "How to identify and reconstruct a connector queue",
  says     = { "XAPIWRKQ 01000020, OOFINFOQ 01000025, REFDATQ 01000026, MTAWORKQ 0100002B",
               "the queue is reconstructed; database repaired; the second mtacheck finds it clean",
               "a damaged core file: serious errors, cannot be automatically repaired",
               "the X.400 connector is not readily identified" },
  products = { "4.0 SP5" },
  mutant   = { "LOST_QUEUE_REBUILT" },
  start    = "1998-03-02 08:00",
}

local DN = "/O=ORG/OU=ALPHA/CN=CONFIGURATION/CN=CONNECTIONS/CN=INTERNET MAIL CONNECTOR (BETA)"

function scenario.build(org)
  local beta = org:add_site "ALPHA":add_server "BETA"
  org:add_site "OMEGA":add_server "FAR"
  beta:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:pair("x400", { name = "SOLID GUITARS", beta, "FAR" })
end

function scenario.drive(run, org)
  local beta = org:server "BETA"
  run:at("09:00", function()
    beta:service "mta":stop()
    beta:fault("file lost", "DB00002C.DAT")                    -- (ours): which object it is
    beta:mtacheck()
  end)
  run:at("10:00", function() beta:mtacheck() end)
  run:at("11:00", function()
    beta:fault("file lost", "DB000004.DAT")
    beta:mtacheck()
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  for name, id in pairs { XAPIWRKQ = "20", OOFINFOQ = "25", REFDATQ = "26", MTAWORKQ = "2B" } do
    seen:mtacheck "BETA":text(("Checking queue %s (id 010000%s)"):format(name, id)):at "09:00":once()
  end
  seen:mtacheck "BETA":text("Checking queue " .. DN .. " (id 01"):at "09:00":once()
  seen:mtacheck "BETA":text("Queue " .. DN .. " required reconstruction."):at "09:00":once()
  seen:mtacheck "BETA":text "0 objects recovered to the queue.":at "09:00":once()
  seen:mtacheck "BETA":text "Database repaired, some data may have been lost.":at "09:00":once()
  -- one of five, where the article's server with MS Mail shows two of six
  seen:mtacheck "BETA":text "- 1 queue(s) required repair out of 5 detected (20%).":at "09:00":once()
  seen:mtacheck "BETA":text "- 0 object(s) damaged out of 34 detected (0%).":at "09:00":once()
  seen:mtacheck "BETA":text "Database clean, no errors detected.":at "10:00":once()
  seen:mtacheck "BETA":text "Some objects are missing from the Boot Environment":at "11:00":once()
  seen:mtacheck "BETA"
    :text "Database contains serious errors and cannot be automatically repaired.":at "11:00":once()
  seen:mtacheck "BETA":text "SOLID GUITARS":never()
end

return scenario
