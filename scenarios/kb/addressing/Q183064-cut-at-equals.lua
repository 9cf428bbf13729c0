-- 5.5 cuts the value of a DDA at the first equals sign.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q183064",
  title    = "X.400 DDA value is truncated at the equals sign",
  says     = { "XMROUTE: SN(u)U=X00Z(a)SN(u)L=KB00(a)MSR(a)D3000 becomes XMROUTE: SN(u)U" },
  products = { "5.5", "5.5 SP1", "5.5 SP4" },
  fixed    = { "5.5 SP1" },
  mutant   = { "DDA_CUT_AT_EQUALS" },
}

local ADDRESS = "X400:c=US;a=X;p=P;dda:XMROUTE="
local VALUE = "SN(u)U=X00Z(a)SN(u)L=KB00(a)MSR(a)D3000"

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "R1",
                     spaces = { { "X400:c=US;a=X", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = ADDRESS .. VALUE .. ";", as = "m" } end)
  run:to "10:00"
end

function scenario.unfixed(seen) seen:message "m":carried { recipient = ADDRESS .. "SN(u)U;" } end
function scenario.fixed(seen) seen:inferred():message "m":carried { recipient = ADDRESS .. VALUE .. ";" } end

return scenario
