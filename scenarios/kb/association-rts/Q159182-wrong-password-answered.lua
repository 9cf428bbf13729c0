-- The called MTA answers with the password of its General page instead of the Override page's.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159182",
  title    = "The called MTA answers with the wrong password",
  says     = { "the called MTA has a password on its connector's Override page, another on its General page: it sends the latter",
               "the caller logs event 48 at each attempt, the called MTA nothing",
               "the mail goes back in the end",
               "other passwords at the calling MTA do no harm",
               "fixed in 4.0 SP4" },
  products = { "4.0 SP3", "4.0 SP4", "4.0 SP5" },
  fixed    = { "4.0 SP4" },
  mutant   = { "ANSWERS_GENERAL_PASSWORD" },
}

function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:pair("x400", { name = "LINK", a, b })
  b:set { local_mta_password = "General" }                                       -- (ours), as all names here
  org:connector("LINK", "B1"):set { local_mta_password = "Override" }
  org:connector("LINK", "A1"):set { remote_mta_password = "Override" }
end

-- A1 calls.
function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "1998-03-03 12:00"
end

function scenario.fixed(seen)
  seen:inferred():message "m":delivered_to "bob":before "09:01"
  seen:inferred():event(48):never()
end

function scenario.unfixed(seen)
  seen:event(48, { server = "A1" }):text "/CN=CONNECTIONS/CN=LINK":times(144)
  seen:event(48, { server = "B1" }):never()
  seen:event(51):never()
  seen:association("A1", "LINK"):opened():never()
  seen:report "m":once()
end

-- B1 calls: it is the caller that has two passwords.
scenario.case("roles swapped", {
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "bob", to = "ann", as = "back" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "back":delivered_to "ann":before "09:01"
    seen:event(48):never()
  end,
  fixed = function() end,
  unfixed = function() end,
})

return scenario
