-- An Internet address from Notes without the foreign domain name of the connector goes back to Notes, which finds the loop.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q246434",
  title    = "Internet mail from Notes loops between Notes and Exchange",
  says     = { "user@domain.com comes as NOTES:user@domain.com, and is returned to Notes instead of going to the Internet Mail Service",
               "after three or four loops Notes makes an NDR",
               "user@domain.com@Exchange goes to the Internet",
               "fixed in 5.5 SP4" },
  products = { "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP4" },
  mutant   = { "NOTES_NEEDS_SUFFIX" },
}

function scenario.build(org)
  local s1 = org:add_site "A":add_server "S1"
  s1:add_mailbox "ann"
  local notes = org:add_host "NOTES"
  notes:set { loop_limit = 3 }
  org:add_host("mx.ext.com", { mx_for = "ext.com" })
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  s1:add_connector { kind = "notes", name = "N", to = notes, spaces = { { "NOTES:*", cost = 1 } },
                     foreign_domain = "Exchange" }
  notes:routes "NOTES:*@ext.com"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    local notes = org:host "NOTES"
    notes:send { from = "NOTES:Nora@Dom", to = "NOTES:x@ext.com", via = "N", as = "bare" }
    notes:send { from = "NOTES:Nora@Dom", to = "NOTES:x@ext.com@Exchange", via = "N", as = "with the suffix" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "with the suffix":smtp { host = "mx.ext.com" }:once()
  seen:message "with the suffix":delivered():once()
end

function scenario.unfixed(seen)
  seen:message "bare":relayed { connector = "N" }:at_least(2)
  seen:message "bare":loop():once()
  seen:message "bare":returned { diagnostic = "loop-detected" }:once()
  seen:message "bare":smtp():never()
end

function scenario.fixed(seen)
  seen:inferred():message "bare":smtp { host = "mx.ext.com" }:once()
  seen:inferred():message "bare":relayed():never()
end

return scenario
