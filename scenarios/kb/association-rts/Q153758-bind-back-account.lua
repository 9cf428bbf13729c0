-- The called server binds back with the account of its connector's Override page. If that is wrong
-- the call ends after half a minute; the other way round it may work.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q153758",
  title    = "Dynamic RAS error: an interface error has occurred",
  says     = { "A dials B and disconnects after 20 to 30 seconds",
               "an MtaBindBack over RPC has failed, LTAB index 5, NT/MTA error code 1723",
               "the same connection might be successful if B dials A",
               "the override account of the RAS Connector is incorrect; once corrected it works" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "BINDBACK", "OVERRIDE_ACCOUNT", "RPC_ACCOUNT" },
}

-- Two sites with service accounts of their own (ours): each connector names the one of the other site.
local function build(kind, account, password)
  return function(org)
    local a, b = org:add_site "A", org:add_site "B"
    local s1, s2 = a:add_server "S1", b:add_server "S2"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    a:set { service_account = "NTA\\EXCHANGE", service_password = "apple" }
    b:set { service_account = "NTB\\EXCHANGE", service_password = "pear" }
    org:set { open_timeout = "25 s" }                          -- (ours)
    org:pair(kind, { name = "LINK", s1, s2 })
    org:connector("LINK", "S1"):set { override_account = "NTB\\EXCHANGE", override_password = "pear" }
    org:connector("LINK", "S2"):set { override_account = account, override_password = password }
  end
end

local WRONG = { ["another account"] = { "NTA\\GUEST", "apple" }, ["another password"] = { "NTA\\EXCHANGE", "pear" },
                ["letters of another case in the password"] = { "NTA\\EXCHANGE", "Apple" } }

local function a_dials(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:at("09:05", function()
    org:connector("LINK", "S2"):set { override_account = "NTA\\EXCHANGE", override_password = "apple" }
  end)
  run:to "09:30"
end

for name, account in pairs(WRONG) do
  scenario.case("A dials B, " .. name, {
    build = build("ras", account[1], account[2]), drive = a_dials,
    expect = function(seen)
      seen:association("S1", "LINK"):failed():between("09:00:50", "09:01")   -- 30 s to dial (ours)
      seen:event(9322, { server = "S2" }):before "09:05":once()
        :text "An MtaBindBack over RPC has failed. Locality Table (LTAB) index: 5, NT/MTA error code: 1723."
      seen:queue("S1", "LINK"):at "09:05":holds(1)
      seen:message "m":delivered_to "bob":between("09:10", "09:12")
    end,
  })

  -- Over a Site Connector it is error 5, at both ends.
  scenario.case("a Site Connector, " .. name, {
    build = build("site", account[1], account[2]), drive = a_dials,
    expect = function(seen)
      local inferred = seen:inferred()
      inferred:event(9322, { server = "S2" }):before "09:05":once():text "NT/MTA error code: 5."
      inferred:event(9318, { server = "S1" }):before "09:05":once():text "Windows NT error code: 5."
      inferred:message "m":delivered_to "bob":between("09:10", "09:11")
    end,
  })
end

scenario.case("the account in other letters", {
  build = build("ras", "nta\\exchange", "apple"), drive = a_dials,
  expect = function(seen) seen:inferred():message "m":delivered_to "bob":before "09:01" end,
})

-- The other way round it is S1 that binds back, with the right account.
scenario.case("B dials A", {
  build = build("ras", "NTA\\GUEST", "apple"),
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "bob", to = "ann", as = "m" } end)
    run:to "09:30"
  end,
  expect = function(seen)
    seen:message "m":delivered_to "ann":before "09:01"
    seen:event(9322):never()
  end,
})

-- Without an override, in a domain that does not know the account.
scenario.case("a Site Connector, none at the calling side", {
  build = function(org)
    build("site", "NTA\\EXCHANGE", "apple")(org)
    org:connector("LINK", "S1"):set { override_account = "" }
  end,
  drive = a_dials,
  expect = function(seen)
    seen:inferred():event(9322):never()
    seen:inferred():event(9318, { server = "S1" }):times(3):text "Windows NT error code: 5."
    seen:inferred():message "m":never "transferred"
  end,
})

return scenario
