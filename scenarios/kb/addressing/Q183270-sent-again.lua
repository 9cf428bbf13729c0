-- A report that comes from an Internet Mail Service on another server names the recipient by an X.400
-- address: a message sent again from it is for that one.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q183270",
  title    = "A message that is sent again is for an X.400 address",
  organization = "Microsoft",
  says     = { "mail for user@domain.com comes back from the Internet Mail Service of another server: the domain was not found",
               "sent again it is for c=us;a= ;p=Microsoft;o=Site;dda:SMTP=user@domain.com",
               "that leads to the Internet Mail Service again; it comes back if the same condition persists" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "RETURNED_IN_DDA" },
}

local WHOLE = "X400:c=US;a= ;p=Microsoft;o=Site;dda:SMTP=user(a)domain.com;"

local function build(home)
  return function(org)
    local site = org:add_site "Site"
    site:add_server "XS1"
    site:add_server("XS2"):add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" }
    org:server(home):add_mailbox "ann"
  end
end

local function drive(cured)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "user@domain.com", as = "first" } end)
    if cured then run:at("09:30", function() org:add_host("mail.domain.com", { mx_for = "domain.com" }) end) end
    run:at("10:00", function() org:send { from = "ann", resend = "first", as = "again" } end)
    run:to "11:00"
  end
end

scenario.case("it persists", {
  build = build "XS1", drive = drive(false),
  expect = function(seen)
    seen:report "first":to "ann":signed "IMS":delivered():once()
    seen:message "again":via "IMS"
    seen:message "again":returned { recipient = WHOLE }:once()
    seen:report "again":to "ann":signed "IMS":once()
  end,
})

scenario.case("the domain is there", {
  build = build "XS1", drive = drive(true),
  expect = function(seen) seen:inferred():message "again":delivered_to(WHOLE) end,
})

scenario.case("a service on the sender's server", {
  build = build "XS2", drive = drive(false),
  expect = function(seen) seen:inferred():message "again":returned { recipient = "user@domain.com" }:once() end,
})

return scenario
