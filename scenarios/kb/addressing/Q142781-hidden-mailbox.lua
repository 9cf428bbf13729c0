-- A hidden mailbox is in no address book; whoever knows its distinguished name can write to it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q142781",
  title    = "Sending mail to hidden recipients",
  says     = { "a hidden mailbox is found by no name check but that of its full DN",
               "mail to the DN is delivered" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "HIDDEN_FROM_ADDRESS_BOOK", "HIDDEN_REACHED" },
}

function scenario.build(org)
  local site = org:add_site "EXCHNG_SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"      -- (ours): two servers, so that the MTA has a part
  s1:add_mailbox "ann"
  s2:add_mailbox("secret", { hidden = true })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "secret", as = "by name" }
    org:send { from = "ann", to = "/o=ORG/ou=EXCHNG_SITE/cn=Recipients/cn=secret", as = "by DN" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "by name":never("delivered_to", "secret")
  seen:inferred():message "by DN":delivered_to "secret":once()
end

return scenario
