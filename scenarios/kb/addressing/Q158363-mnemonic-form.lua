-- Only the mnemonic form of an O/R address exists in Exchange.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q158363",
  title    = "X.400 O/R address forms that are supported",
  says     = { "numeric, postal and terminal forms are not supported",
               "C and ADMD are mandatory, and at least one of CN, O, OU, personal name, PRMD",
               "domain-defined attributes may be added" },
  products = { "4.0", "4.0 SP5" },
  mutant   = { "STORE_TESTS_OR_NAMES" },
}

local taken = {
  ["common name"] = "c=US;a=MCI;cn=Bob", ["surname"] = "c=US;a=MCI;s=Bob", ["given name"] = "c=US;a=MCI;g=Bob",
  ["initials"] = "c=US;a=MCI;i=B", ["DDA added"] = "c=US;a=MCI;p=P;dda:ID=bob",
}
local refused = {
  ["no ADMD"] = "c=US;s=Bob", ["no country"] = "a=MCI;s=Bob", ["nothing more"] = "c=US;a=MCI",
  ["only a DDA more"] = "c=US;a=MCI;dda:ID=bob", ["numeric"] = "c=US;a=MCI;n-id=123",
  ["terminal"] = "x.121=12345;t-id=bob",
}

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "R1",
                     spaces = { { "X400:c=US;a=*", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, list in ipairs { taken, refused } do
      for name, address in pairs(list) do
        org:send { from = "ann", to = "X400:" .. address, as = name }
      end
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  for name in pairs(taken) do seen:message(name):via "X1" end
  for name in pairs(refused) do
    seen:message(name):never("via", "X1")
    seen:inferred():report(name):signed "MSExchangeIS"
  end
end

return scenario
