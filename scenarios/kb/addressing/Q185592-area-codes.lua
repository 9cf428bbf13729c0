-- An area code in parentheses is taken for the escape of a character: a fax gateway gets a wrong number.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q185592",
  title    = "Fax numbers are corrupted on their way to a gateway",
  says     = { "FAX:username@(xxx)xxxxxxx with an area code that begins with 0, 1 or 2 is corrupted, as to FAX:username@E9368080",
               "that is so for any three digits in parentheses of which the first is 0, 1 or 2: RFC 987",
               "the message cannot be delivered; first corrected in 5.5 SP3" },
  products = { "5.5 SP2", "5.5 SP3" },
  fixed    = { "5.5 SP3" },
  mutant   = { "PHONE_UNESCAPED" },
}

-- 69 is the code of E. The numbers are ours, but for the first.
local numbers = { sixty_nine = "username@(069)9368080", new_york = "username@(212)5550100", seattle = "username@(425)5550100" }
local spoilt = { sixty_nine = "FAX:username@E9368080", new_york = "FAX:username@Ô5550100" }

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  local fax = org:add_host "FAX"
  for _, number in pairs(numbers) do fax:knows("FAX:" .. number) end
  s1:add_connector { kind = "edk", name = "GATEWAY", to = "FAX", spaces = "FAX:*" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for name, number in pairs(numbers) do org:send { from = "ann", to = "FAX:" .. number, as = name } end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred "4 is no such digit":message "seattle":delivered_to("FAX:" .. numbers.seattle)
end

function scenario.unfixed(seen)
  for name, address in pairs(spoilt) do
    seen:message(name):carried { connector = "GATEWAY", recipient = address }
    seen:message(name):never "delivered"
    seen:inferred():report(name):to "ann":once()
  end
end

function scenario.fixed(seen)
  for name in pairs(spoilt) do seen:message(name):delivered_to("FAX:" .. numbers[name]) end
end

return scenario
