-- A password on the MTA's General page that the other site's connector does not have.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q240383",
  title    = "Event 1192: X.400 queues back up when the MTA password is not sent",
  says     = { "the queues over the X.400 Connectors back up, with event 1192, presentation error, ASN.1 decode failure",
               "the MTA has a password on its General page which the remote connector does not have",
               "the password is case-sensitive",
               "with the password on each connector mail flows" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "CALLED_PASSWORD_CHECKED", "PASSWORD_CASE" },
}

local function link(password)
  return function(org)
    local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    org:pair("x400", { name = "LINK", a, b })
    b:set { local_mta_password = "Abc" }                                         -- (ours)
    if password then org:connector("LINK", "A1"):set { remote_mta_password = password } end
  end
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "bob", as = "there" }
    org:send { from = "bob", to = "ann", as = "back" }
  end)
  run:to "09:59"
end

function scenario.expect(seen)
  seen:event(1192, { server = "A1" }):text "A presentation error occurred. ASN.1 decode failure.":text "/CN=LINK"
  seen:inferred():event(1192, { server = "A1" }):times(6)
  seen:queue("A1", "LINK"):at "09:58":holds(1)
  seen:queue("B1", "LINK"):at "09:58":holds(1)
end

scenario.build = link(nil)
scenario.case("in other letters", { build = link "abc", expect = scenario.expect })
scenario.case("as it is", {
  build = link "Abc",
  expect = function(seen)
    seen:message "there":delivered_to "bob":before "09:01"
    seen:message "back":delivered_to "ann":before "09:01"
    seen:event(1192):never()
  end,
})

return scenario
