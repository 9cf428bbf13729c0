-- The longest value of each attribute of an O/R address: at the limit it goes, one more and it is returned.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q145933",
  title    = "Maximum lengths of O/R address attributes",
  says     = { "C 3; ADMD 16; PRMD 16; O 64; CN 64; OU 32; DDA type 8, value 128; surname 40; given name 16; initials 5; GQ 3" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "STORE_TESTS_OR_NAMES" },
}

local limits = { c = 3, a = 16, p = 16, o = 64, cn = 64, ou1 = 32, s = 40, g = 16, i = 5, q = 3,
                 ["the type of a DDA"] = 8, ["a DDA"] = 128 }
local plain = { c = "US", a = "X", s = "Doe" }

-- An address in which this attribute is so long.
local function address(name, length)
  local given, text = {}, ""
  for key, value in pairs(plain) do given[key] = value end
  if limits[name] and not name:find "DDA" then given[name] = ("a"):rep(length) end
  for key, value in pairs(given) do text = text .. key .. "=" .. value .. ";" end
  if name == "the type of a DDA" then text = text .. "dda:" .. ("T"):rep(length) .. "=v;" end
  if name == "a DDA" then text = text .. "dda:T=" .. ("v"):rep(length) .. ";" end
  return "X400:" .. text
end

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "R1",
                     spaces = { { "X400:c=*;a=*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for name, limit in pairs(limits) do
      org:send { from = "ann", to = address(name, limit), as = name }
      org:send { from = "ann", to = address(name, limit + 1), as = name .. " and one more" }
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  for name in pairs(limits) do
    seen:message(name):via "X1"
    seen:inferred():report(name .. " and one more"):text "postal address was incorrect":signed "MSExchangeIS"
  end
end

return scenario
