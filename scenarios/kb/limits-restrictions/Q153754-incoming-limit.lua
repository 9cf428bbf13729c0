-- The store of a recipient with a limit for incoming mail blames the sender.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q153754",
  title    = "A misleading report where the recipient has an incoming size limit",
  says     = { "the report: either the size of the message exceeds your maximum, or your mailbox is over its storage limit",
               "the sender has no restriction, the recipient has",
               "signed by MSExchangeIS of the recipient's server" },
  products = { "4.0 SP5" },
  mutant   = { "MAILBOX_SIZE_LIMIT", "LIMIT_BLAMES_SENDER" },
}

-- The limit and the sizes ours, and the second server.
function scenario.build(org)
  local marvel = org:add_site "MARVEL"
  local xmen, other = marvel:add_server "XMEN", marvel:add_server "OTHER"
  xmen:add_mailbox("Curley", { incoming_limit = "100 K" })
  xmen:add_mailbox "Larry"
  other:add_mailbox "Moe"
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, from in ipairs { "Larry", "Moe" } do
      org:send { from = from, to = "Curley", size = "200 K", as = "large from " .. from }
      org:send { from = from, to = "Curley", size = "50 K", as = "small from " .. from }
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  for _, from in ipairs { "Larry", "Moe" } do
    seen:report("large from " .. from):text "exceeds your maximum allowed message size":signed "MSExchangeIS":once()
    seen:report("large from " .. from):to(from):delivered()
    seen:inferred():message("large from " .. from):restricted { object = "Curley", limit = "Incoming message size 100 K" }
    seen:inferred():message("small from " .. from):delivered_to "Curley"
  end
end

return scenario
