-- What one site's directory has of another may be old: mail for a recipient who is gone leaves, and
-- comes back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q230748",
  title    = "Non-delivery reports while directories have not replicated",
  says     = { "mail to a recipient whom the home site has deleted, and whose entry others still have, comes back: event 290",
               "Request Now and Update Now remove the cause" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "OWN_DIRECTORY" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, s1, bh2 = one:add_server "BH1", one:add_server "S1", two:add_server "BH2"
  s1:add_mailbox "ann"
  bh2:add_mailbox "uwe"
  bh2:add_mailbox "vic"
  org:pair("site", { name = "SC", bh1, bh2, targets = { "BH1", "S1", "BH2" } })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "02:00-02:15" })
end

function scenario.drive(run, org)
  local function write(name, to) org:send { from = "ann", to = to, as = name } end
  run:at("09:00", function() org:mailbox "uwe":remove() end)
  run:at("09:01", function() write("gone", "uwe"); write("there", "vic") end)
  run:at("10:00", function() org:replication("REP", "BH1"):request_now() end)
  run:at("10:30", function() org:server "S1":update_now() end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:directory "S1":at "09:01":knows "uwe"
  seen:message "gone":transferred { to = "BH2" }:once()
  seen:event(290, { server = "BH2" }):text "reason code unable-to-transfer and diagnostic code unrecognized":once():before "09:02"
  seen:report "gone":to "ann":once():delivered()
  seen:message "there":delivered_to "vic":once()
  seen:directory "BH1":at "10:01":lacks "uwe"
  seen:directory "S1":at "10:31":lacks "uwe"
  seen:message "gone":never "delivered"
end

return scenario
