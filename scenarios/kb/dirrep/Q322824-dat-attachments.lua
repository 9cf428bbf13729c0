-- An antivirus program that blocks .dat attachments keeps the Directory Service from sending.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q322824",
  title    = "Replication between sites is unsuccessful where .dat attachments are blocked",
  says     = { "event 1102: the connection to the mail service was closed in response to error 80450102",
               "an antivirus program is configured to block attachments with the .dat extension",
               "with the blocking turned off it works" },
  products = { "5.5 SP4" },
  mutant   = { "SCANNER_BLOCKS_DAT" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local bh1, bh2 = one:add_server "BH1", two:add_server "BH2"
  org:pair("site", { name = "SC", bh1, bh2 })
  org:pair("dirrep", { name = "REP", bh1, bh2, schedule = "always" })
  bh1:set { scanner_blocks_dat = true }
  bh1:add_mailbox "ann"
  bh2:add_mailbox "bob"
end

function scenario.drive(run, org)
  run:at("09:05", function()
    org:server "BH1":add_mailbox "new1"
    org:server "BH2":add_mailbox "new2"
    org:send { from = "ann", to = "bob", as = "mail" }
  end)
  run:at("11:05", function() org:server "BH1":set { scanner_blocks_dat = false } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:event(1102, { server = "BH1" }):text "error 80450102":at_least(8):before "11:05"
  seen:directory "BH2":at "11:00":lacks "new1"
  seen:directory "BH1":at "11:00":lacks "new2"
  seen:message "mail":delivered_to "bob"
  seen:directory "BH2":at "11:30":knows "new1"
  seen:directory "BH1":at "11:30":knows "new2"
end

return scenario
