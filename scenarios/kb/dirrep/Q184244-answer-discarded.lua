-- The events of replication between two bridgeheads, and an answer that is thrown away without one.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q184244",
  title    = "Requests and answers between bridgeheads",
  says     = { "for each context the asking side logs 2005, 1068 with options 4000, 1100, 1058, 2021; 2005 and 2021 only when forced",
               "the answering side logs 1099, 1070 with the USN that it starts from, 1071 with at most 512 objects, 1199, 1101",
               "the asking side logs 1099 with the length of the answer; this is repeated until there are no more updates",
               "the defect: the answer is received and discarded as invalid, without an error; the next request starts from the same USN" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  fixed    = { "4.0 SP5", "5.5" },
  mutant   = { "INTERSITE_PACKETS", "ANSWER_DISCARDED" },
}

-- BH1 runs under memory diagnostics, which make the defect almost certain.
function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
  org:pair("site", { name = "SC", bh1, bh2 })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "never" })
  bh1:set { log_replication = 5, memory_diagnostics = true }
  bh2:set { log_replication = 5 }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 1, 1000 do org:server "BH2":add_mailbox("new" .. i) end                    -- (ours)
  end)
  run:at("10:00", function() org:replication "REP":request_now { site = "TWO" } end)
  run:at("11:00", function() org:replication "REP":request_now { site = "TWO" } end)
  run:to "12:00"
end

-- What of the site context is asked for first, and what comes back.
function scenario.expect(seen)
  local function by(server, number, text) return seen:event(number, { server = server }):text(text):before "10:59" end
  seen:in_order {
    by("BH1", 2005, "NC = '/o=ORG/ou=TWO', destination DS = 'BH1'"), by("BH1", 1068, "/o=ORG/ou=TWO from directory ID"),
    by("BH1", 1100, "length of 120 while requesting updates in naming context /o=ORG/ou=TWO from"), by("BH1", 1058, "completed"),
    by("BH1", 2021, "'/o=ORG/ou=TWO' was requested on server 'BH1'"),
    by("BH2", 1099, "length of 120 from the directory at /o=ORG/ou=ONE/cn=Configuration/cn=Servers/cn=BH1/cn=Microsoft DSA"),
    by("BH2", 1070, "Directory BH1 asked the directory replication agent (DRA) to get changes from naming context /o=ORG/ou=TWO starting"),
    by("BH2", 1071, "returning 512 objects"), by("BH2", 1199, "compressed from 454776 bytes"), by("BH2", 1101, "length of 100050"),
    by("BH1", 1099, "length of 100050 from the directory at /o=ORG/ou=TWO/cn=Configuration/cn=Servers/cn=BH2/cn=Microsoft DSA"),
  }
  by("BH1", 1068, "with options 4000."):at_least(2)
  by("BH1", 1100, "length of 144 while requesting updates in naming context /o=ORG/ou=TWO/cn=Configuration"):once()
end

function scenario.fixed(seen)
  seen:event(1071, { server = "BH2" }):text "returning 512 objects":once()
  seen:event(1071, { server = "BH2" }):text "returning 488 objects":once():before "10:59"
  seen:directory "BH1":at "10:59":knows "new1000"
  seen:directory "BH2":answered { context = "site", objects = 0 }:once():after "10:59"
end

function scenario.unfixed(seen)
  seen:event(1071, { server = "BH2" }):text "returning 512 objects":times(2)           -- from the same USN
  seen:directory "BH1":asked { context = "site" }:once():before "10:59"
  seen:directory "BH1":asked { context = "site" }:once():after "10:59"
  seen:directory "BH1":at "12:00":lacks "new1"
end

-- By the schedule neither 2005 nor 2021 is logged.
scenario.case("not forced", {
  build = function(org)
    scenario.build(org)
    org:server "BH1":set { memory_diagnostics = false }
    org:replication "REP":set { schedule = "10:00-10:15" }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:server "BH2":add_mailbox "new1" end)
    run:to "11:00"
  end,
  expect = function(seen)
    seen:event(1068, { server = "BH1" }):text "/o=ORG/ou=TWO from":once():at "10:00"
    seen:event(2005):never()
    seen:event(2021):never()
    seen:directory "BH1":at "11:00":knows "new1"
  end,
})

-- Without the diagnostics the defect does not show.
scenario.case("no diagnostics", {
  build = function(org)
    scenario.build(org)
    org:server "BH1":set { memory_diagnostics = false }
  end,
  expect = function(seen)
    seen:directory "BH1":at "10:59":knows "new1000"
  end,
})

return scenario
