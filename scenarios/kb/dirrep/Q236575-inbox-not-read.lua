-- A Directory Service that has lost the thread of its inbox answers nobody any more, until it is restarted.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q236575",
  title    = "The Directory Service stops reading its inbox",
  says     = { "a bridgehead stops processing its inbox, where messages pile up, and does not respond to others",
               "event 1171 with e0010002, 9 and 9, where internal processing is logged; 20 to 60 minutes later 1105 and 1106, again and again",
               "1105 and 1106 are logged, too, while the information store does not run",
               "a restart of the Directory Service helps; since 5.5 SP4 it does not happen" },
  products = { "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP4" },
  mutant   = { "INBOX_LOST", "DSA_WATCHES" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
  org:pair("x400", { name = "MAIL", bh1, bh2 })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "always" })
  bh1:set { log_ds_internal = 1 }
end

local function works(seen)
  seen:directory "BH2":at "09:30":knows "new"
  seen:event(1105):never()
end

scenario.case("the thread is lost", {
  drive = function(run, org)
    run:at("09:01", function() org:service("BH1", "ds"):fault "inbox thread lost" end)
    run:at("09:05", function() org:server "BH1":add_mailbox "new" end)
    run:at("12:01", function() org:service("BH1", "ds"):stop() org:service("BH1", "ds"):start() end)
    run:to "13:00"
  end,
  unfixed = function(seen)
    seen:event(1171, { server = "BH1" }):text "Exception e0010002 has occurred with parameters 9 and 9 (internal ID 3050444)":once()
    seen:event(1105, { server = "BH1" }):at_least(2):between("09:21", "12:00")
    seen:event(1106, { server = "BH1" }):at_least(2):between("09:21", "12:00")
    seen:event(1105):never():before "09:21"
    seen:counter("BH1", "Directory Service Inbox"):at "12:00":is_at_least(20)
    seen:directory "BH1":answered():never():between("09:01", "12:00")
    seen:directory "BH2":at "12:00":lacks "new"
    seen:directory "BH2":at "12:30":knows "new"
  end,
  fixed = works,
})

scenario.case("the store does not run", {
  drive = function(run, org)
    run:at("09:01", function() org:service("BH1", "store"):stop() end)
    run:at("10:00", function() org:service("BH1", "store"):start() end)
    run:to "12:00"
  end,
  expect = function(seen)
    seen:event(1105, { server = "BH1" }):at_least(2):between("09:11", "10:00")
    seen:event(1106, { server = "BH1" }):at_least(2):between("09:11", "10:00")
    seen:event(1105):never():after "10:12"
    seen:event(1171):never()
  end,
})

return scenario
