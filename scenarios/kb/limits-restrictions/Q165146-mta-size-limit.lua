-- A message over the size limit of the server's MTA fails at submission: events 3144 and 62.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q165146",
  title    = "Exchange MTA logs event ID 62 and 3144",
  says     = { "event 3144: message submit failure, entity: the server's private store",
               "event 62: delivery failure, reason unable-to-transfer, diagnostic content-too-long",
               "increasing the MTA's message size limit resolves it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "MTA_SIZE_LIMIT" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local mailer = org:add_site "MAILER"
  local home, other = mailer:add_server "HIGHLANDERS", mailer:add_server "OTHER"
  home:add_mailbox "ann"
  other:add_mailbox "bob"
  home:set { mta_size_limit = "1000 K" }                         -- (ours)
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", size = "2000 K", as = "too large" } end)
  run:at("10:00", function()
    org:server "HIGHLANDERS":set { mta_size_limit = "3000 K" }
    org:send { from = "ann", to = "bob", size = "2000 K", as = "again" }
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:event(3144, { server = "HIGHLANDERS" }):text "message submit failure":before "09:01":once()
  seen:event(3144, { server = "HIGHLANDERS" }):text "CN=HIGHLANDERS/CN=Microsoft Private MDB"
  seen:event(62, { server = "HIGHLANDERS" }):text "unable-to-transfer":before "09:01":once()
  seen:event(62, { server = "HIGHLANDERS" }):text "content-too-long"
  seen:message "again":delivered_to "bob"
  seen:event(62, { server = "HIGHLANDERS" }):after "09:59":never()
  seen:inferred():message "too large":returned { diagnostic = "content-too-long", reason = "unable-to-transfer" }
  seen:inferred():report "too large":to "ann":delivered()
end

return scenario
