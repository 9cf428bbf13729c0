-- The users of a server that was moved keep the DNs that they had as X.500 proxies: replies from the old site reach them.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q196331",
  title    = "X.500 proxies of the Move Server Wizard",
  says     = { "each user gets an X.500 proxy of the old organization and site, and with a second move another",
               "replies from the old site are redirected to the user, with an MTA change of 5.5" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "X500_PROXIES" },
}

local A, B = "/o=ORG/ou=A/cn=Recipients/cn=uma", "/o=ORG/ou=B/cn=Recipients/cn=uma"

-- After the second move, from B to C.
function scenario.build(org)
  local a, b, c = org:add_site "A", org:add_site "B", org:add_site "C"
  local a1, b1, c1 = a:add_server "A1", b:add_server "B1", c:add_server "S1"
  a1:add_mailbox "vic"
  b1:add_mailbox "wes"
  c1:add_mailbox("uma", { proxies = { "X500:" .. B, "X500:" .. A } })
  org:pair("site", { name = "AC", a1, c1 })
  org:pair("site", { name = "BC", b1, c1 })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "vic", to = A, as = "to the first DN" }
    org:send { from = "wes", to = B, as = "to the second DN" }
    org:send { from = "wes", to = B:gsub("uma", "nobody"), as = "to nobody's" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "to the first DN":delivered_to "uma"
  seen:message "to the second DN":delivered_to "uma"
  seen:inferred():message "to nobody's":returned { diagnostic = "unrecognized-or-name" }
end

return scenario
