-- One size limit for what comes in by the Internet Mail Service, another for what leaves.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q231303",
  title    = "InboundSizeLimit and OutboundSizeLimit",
  says     = { "registry values in bytes limit the size of inbound and of outbound messages",
               "from 5.5 SP3, build 2591" },
  products = { "5.5 SP2", "5.5 SP3" },
  fixed    = { "5.5 SP3" },
  mutant   = { "IMS_LIMITS_BY_WAY" },
}

function scenario.build(org)                                     -- names and sizes ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", spaces = "SMTP:*",
                     registry = { InboundSizeLimit = 100000, OutboundSizeLimit = 200000 } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for name, size in pairs { small = 90000, middle = 150000, large = 250000 } do
      org:send { from = "ann", to = "doe@example.com", size = size, as = name .. " out" }
      org:host "mail.example.com":send { from = "doe@example.com", to = "ann", via = "S1", size = size,
                                         as = name .. " in" }
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:inferred():message "small out":delivered()
  seen:inferred():message "middle out":delivered()
  seen:inferred():message "small in":delivered_to "ann"
end

function scenario.fixed(seen)
  seen:message "large out":returned { diagnostic = "content-too-long" }
  seen:message "middle in":returned():once()
  seen:message "large in":returned():once()
end

function scenario.unfixed(seen)
  for _, name in ipairs { "large out", "middle in", "large in" } do seen:message(name):delivered() end
end

return scenario
