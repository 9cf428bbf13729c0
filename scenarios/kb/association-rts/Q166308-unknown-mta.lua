-- Event 51: a caller whose name, password or T selector is not that of the called connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166308",
  title    = "Event 51: an unknown MTA has attempted to bind",
  says     = { "event 51, Security, names the MTA that tried",
               "a wrong MTA name, password or selector is enough",
               "passwords are case-sensitive and must match exactly" },
  products = { "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "CALLER_NAME_CHECKED", "CALLER_PASSWORD_CHECKED", "PASSWORD_CASE", "INCOMING_T_CHECKED" },
}

-- A1 calls B1; `from` and `to` are what their ends of the connector have.
local function link(from, to, of_server)
  return function(org)
    local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    org:pair("x400", { name = "LINK", a, b })
    org:connector("LINK", "A1"):set(from)
    org:connector("LINK", "B1"):set(to)
    a:set(of_server or {})
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "09:59"
end

local function refused(name)
  return function(seen)
    seen:event(51, { server = "B1" }):times(6)
      :text("An unknown MTA has attempted to bind. The MTA name in bind is " .. name)
    seen:event(51, { server = "A1" }):never()
    seen:association("A1", "LINK"):opened():never()
    seen:inferred():queue("A1", "LINK"):at "09:58":holds(1)
  end
end

local function accepted(seen)
  seen:inferred():message "m":delivered_to "bob":before "09:01"
  seen:inferred():event(51):never()
end

scenario.build = link({ local_mta_name = "OTHER" }, {})
scenario.drive = drive
scenario.expect = refused "OTHER"

scenario.case("the password in other letters", {
  build = link({ local_mta_password = "pw" }, { remote_mta_password = "Pw" }),
  drive = drive, expect = refused "A1",
})
scenario.case("another password", {
  build = link({ local_mta_password = "secret" }, { remote_mta_password = "Pw" }),
  drive = drive, expect = refused "A1",
})
scenario.case("all right", {
  build = link({ local_mta_name = "OTHER", local_mta_password = "Pw" },
               { remote_mta_name = "other", remote_mta_password = "Pw" }),
  drive = drive, expect = accepted,
})
-- From 5.5 SP1 the incoming selector is not read (Q198772).
scenario.case("another incoming T selector", {
  build = link({}, { incoming_t_selector = "T1" }, { stack_t_selector = "T2" }),
  drive = drive, unfixed = refused "A1", fixed = accepted,
})

return scenario
