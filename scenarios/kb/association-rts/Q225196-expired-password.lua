-- The password of the service account has expired: no MTA of the site binds any more, error 1330.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q225196",
  title    = "The password of the service account has expired",
  says     = { "Windows NT error 1330: the password has expired" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "PASSWORD_EXPIRES" },
}

function scenario.build(org)
  local a, b = org:add_site "A", org:add_site "B"
  local s1, s2, r = a:add_server "S1", a:add_server "S2", b:add_server "R"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  r:add_mailbox "cid"
  org:pair("site", { name = "SC", s1, r })
end

function scenario.drive(run, org)
  run:at("08:59", function() org:site "A":set { password_expired = true } end)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "inside" } end)
  run:at("09:01", function() org:send { from = "ann", to = "cid", as = "outside" } end)
  run:at("09:25", function() org:site "A":set { password_expired = false } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:event(9318, { server = "S1" }):before "09:01":once():text "Windows NT error code: 1330."
  local inferred = seen:inferred()
  inferred:message "inside":delivered_to "bob":between("09:30", "09:31")
  inferred:event(9322, { server = "R" }):before "09:02":once():text "NT/MTA error code: 1330."   -- the way back
  inferred:message "outside":delivered_to "cid":between("09:31", "09:32")
end

return scenario
