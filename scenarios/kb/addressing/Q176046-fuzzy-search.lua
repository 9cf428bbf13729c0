-- What "Allow fuzzy proxy search" means in 5.0 and 5.5: 0 restricts the search for a similar proxy, 1 is
-- the full one, 2 turns it off where the build knows that value.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q176046",
  title    = "Three values of Allow fuzzy proxy search",
  says     = { "0 = restricted, 1 = full (the default), 2 = exact proxies only, from 5.0 SP2 on" },
  products = { "5.0 SP1", "5.0 SP2", "5.5 SP4" },
  fixed    = { "5.0 SP2", "5.5" },
  mutant   = { "FUZZY_SCAN", "FUZZY_0_RESTRICTS", "FUZZY_2_IS_EXACT" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  site:add_server "S1":add_mailbox "sue"
  local s2 = site:add_server "S2"
  s2:add_mailbox("ann", { first = "Ann", last = "Lee" })
  s2:add_mailbox("bob", { first = "Bob", last = "Ray" })
  s2:add_mailbox("rob", { first = "Rob", last = "Ray" })
end

local SITE = "X400:c=US;a= ;p=ORG;"

local function drive(value)
  return function(run, org)
    if value then org:server "S1":set { registry = { ["Allow fuzzy proxy search"] = value } } end
    run:at("09:00", function()
      org:send { from = "sue", to = SITE .. "s=Lee", as = "surname" }
      org:send { from = "sue", to = SITE .. "s=Lee;g=Ann", as = "both names" }
      org:send { from = "sue", to = SITE .. "s=Ray", as = "two are similar" }
      org:send { from = "sue", to = SITE .. "s=Ray;o=SITE;g=Bob", as = "exact" }
    end)
    run:to "10:00"
  end
end

local function expect(surname, both)
  return function(seen)
    seen:message "exact":delivered_to "bob"
    seen:inferred():message "two are similar":never "delivered"
    if surname then
      seen:message "surname":delivered_to "ann"
    else
      seen:message "surname":never "delivered"
    end
    if both then
      seen:message "both names":delivered_to "ann"
    else
      seen:message "both names":never "delivered"
    end
  end
end

scenario.case("not set", { drive = drive(), expect = expect(true, true) })
scenario.case("0", { drive = drive(0), expect = expect(false, true) })
scenario.case("1", { drive = drive(1), expect = expect(true, true) })
scenario.case("2", { drive = drive(2), fixed = expect(false, false), unfixed = expect(true, true) })

return scenario
