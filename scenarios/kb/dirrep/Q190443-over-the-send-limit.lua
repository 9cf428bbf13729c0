-- A Directory Service whose mailbox is over the limit of its store sends no replication messages.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q190443",
  title    = "No replication message when the send limit of the store is reached",
  says     = { "over the prohibit-send limit of the private information store the Directory Service of a bridgehead sends nothing",
               "event 1102: the connection to the mail service is closed in response to error 80004005",
               "event 1079: could not send changes in a naming context to the directory at an address",
               "with the limit cleared the messages go out" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "STORE_LIMIT_BINDS_DSA" },
}

-- What it has not read yet lies in its mailbox: requests, while it takes twenty minutes for each (ours).
function scenario.build(org)
  local one, two, three = org:add_site "ONE", org:add_site "TWO", org:add_site "THREE"
  local bh1, bh2, bh3 = one:add_server "BH1", two:add_server "BH2", three:add_server "BH3"
  org:pair("site", { name = "SC2", bh1, bh2 })
  org:pair("site", { name = "SC3", bh1, bh3 })
  org:pair("dirrep", { name = "REP2", bh1, bh2, schedule = "10:00-10:15, 20:00-20:15" })
  org:pair("dirrep", { name = "REP3", bh1, bh3, schedule = "never" })
  bh1:set { prohibit_send = "1 K", letter_time = "20 min" }
  org:replication("REP3", "BH3"):set { schedule = "08:00-11:00" }
end

function scenario.drive(run, org)
  run:at("08:30", function() org:server "BH2":add_mailbox "new" end)
  run:at("18:30", function() org:server "BH1":set { prohibit_send = 0 } end)
  run:at("20:30", function() org:server "BH1":set { letter_time = "1 s" } end)
  run:to "21:00"
end

function scenario.expect(seen)
  seen:event(1102, { server = "BH1" }):text "80004005":at "10:00"
  seen:event(1079, { server = "BH1" }):text "to directory at address EX:/o=ORG/ou=THREE/cn=Configuration/cn=Servers/cn=BH3":at_least(1)
  seen:directory "BH1":asked():never():before "18:30"
  seen:directory "BH1":at "18:30":lacks "new"
  seen:directory "BH1":asked { to = "BH2" }:times(2):at "20:00"
  seen:directory "BH1":at "21:00":knows "new"
end

scenario.case("the limit stays", {
  drive = function(run, org)
    run:at("08:30", function() org:server "BH2":add_mailbox "new" end)
    run:to "21:00"
  end,
  expect = function(seen)
    seen:directory "BH1":asked():never()
    seen:event(1102, { server = "BH1" }):text "80004005":times(2):at "20:00"
  end,
})

return scenario
