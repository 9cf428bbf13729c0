-- A mailbox over Prohibit send and receive is unavailable to those who write to it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182557",
  title    = "The recipient was unavailable to take delivery of the message",
  says     = { "the report from the store of a mailbox with receive restrictions: the recipient was unavailable",
               "remove or change the restriction, or clean out the mailbox" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "PROHIBIT_RECEIVE", "PROHIBIT_SEND" },
}

-- Names and sizes ours.
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox("rose", { prohibit_send_and_receive = "1000 K", stored = "1100 K" })
  s1:add_mailbox("sam", { prohibit_send = "1000 K", stored = "1100 K" })
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
end

function scenario.drive(run, org)
  local function write(when)
    for _, from in ipairs { "ann", "bob" } do
      org:send { from = from, to = "rose", as = ("%s from %s"):format(when, from) }
    end
  end
  run:at("09:00", function()
    write "full"
    org:send { from = "ann", to = "sam", as = "may not send" }
    org:send { from = "sam", to = "ann", as = "sends" }
  end)
  run:at("10:00", function()
    org:mailbox "rose":set { stored = "600 K" }
    write "cleaned out"
  end)
  run:at("11:00", function()
    org:mailbox "rose":set { stored = "1100 K", prohibit_send_and_receive = "none" }
    write "no limit"
  end)
  run:to "12:00"
end

function scenario.expect(seen)
  for _, from in ipairs { "ann", "bob" } do
    local full = "full from " .. from
    seen:report(full):text "The recipient was unavailable to take delivery":signed "MSExchangeIS":once()
    seen:report(full):to(from):delivered()
    seen:message(full):delivered():never()
    seen:inferred():message(full):restricted { object = "rose", limit = "Prohibit send and receive 1000 K" }
    seen:message("cleaned out from " .. from):delivered_to "rose"
    seen:message("no limit from " .. from):delivered_to "rose"
  end
  seen:inferred():message "may not send":delivered_to "sam"
  seen:inferred():report "sends":text "exceeded the storage limit on your mailbox":signed "MSExchangeIS"
end

return scenario
