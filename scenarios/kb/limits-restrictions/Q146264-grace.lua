-- An Internet Mail Connector lets 1,023 bytes more pass than its limit says, out and in.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q146264",
  title    = "The maximum message size of the Internet Mail Connector",
  says     = { "a message may have the maximum and 1,023 bytes",
               "2,000 bytes more than the maximum: the content length is too long, 3903 Message exceeds size limit",
               "for inbound and for outbound messages",
               "system messages are restricted too" },
  products = { "4.0 SP5" },
  mutant   = { "IMS_SIZE_LIMIT", "IMS_LIMIT_GRACE" },
}

function scenario.build(org)                                     -- names ours
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  s1:add_connector { kind = "ims", name = "IMC", spaces = "SMTP:*", size_limit = "50 K" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local sizes = { allowed = 50 * 1024 + 1023, ["a byte more"] = 50 * 1024 + 1024, large = 50 * 1024 + 2000 }

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, name in ipairs { "allowed", "a byte more", "large" } do
      org:send { from = "ann", to = "doe@example.com", size = sizes[name], as = name .. " out" }
      org:host "mail.example.com":send { from = "doe@example.com", to = "ann", via = "S1", size = sizes[name],
                                         as = name .. " in" }
    end
    org:send { from = "ann", to = "doe@example.com", size = sizes.large, kind = "system", as = "system" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "allowed out":delivered()
  seen:message "allowed in":delivered_to "ann"
  seen:message "large out":delivered():never()
  seen:report "large out":text "The content length of the message is too long":signed "IMS":once()
  seen:report "large out":text "3903 Message exceeds size limit":to "ann":delivered()
  seen:message "large in":delivered():never()
  seen:inferred():report "large in":to "doe@example.com":once()
  seen:message "system":delivered():never()
  for _, way in ipairs { "in", "out" } do
    seen:inferred():message("a byte more " .. way):returned():once()
    seen:inferred():message("a byte more " .. way):restricted { object = "IMC", limit = "Message size 50 K" }
  end
end

return scenario
