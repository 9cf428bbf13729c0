-- The lists of an Internet Mail Connector say who may send out, not who may send in.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q154542",
  title    = "Delivery restrictions of the Internet Mail Connector are for outbound mail",
  says     = { "mail of foreign senders is accepted, though the connector accepts from senders in the directory alone",
               "outbound mail can be accepted from, or rejected from, any sender in the directory" },
  products = { "4.0 SP5", "5.5 SP4" },
  mutant   = { "RESTRICTIONS_OUTBOUND", "CONNECTOR_SENDERS" },
}

-- Names ours.
function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  for _, name in ipairs { "ann", "bob", "carl" } do s1:add_mailbox(name) end
  s1:add_connector { kind = "ims", name = "IMC", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function drive(lists)
  return function(run, org)
    org:connector "IMC":set(lists)
    run:at("09:00", function()
      org:host "mail.example.com":send { from = "doe@example.com", to = "ann", via = "S1", as = "in" }
      for _, name in ipairs { "ann", "bob" } do
        org:send { from = name, to = "doe@example.com", as = "out from " .. name }
      end
    end)
    run:to "10:00"
  end
end

scenario.case("accept from ann and carl", {
  drive = drive { accept_from = { "ann", "carl" } },
  expect = function(seen)
    seen:message "in":delivered_to "ann"
    seen:message "out from ann":delivered()
    seen:message "out from bob":delivered():never()
    seen:inferred():report "out from bob":text "A restriction in the system":to "bob":delivered()
    seen:inferred():message "out from bob":restricted { object = "IMC", limit = "Accept messages from" }
  end,
})

scenario.case("reject from bob", {
  drive = drive { reject_from = "bob" },
  expect = function(seen)
    seen:message "in":delivered_to "ann"
    seen:message "out from ann":delivered()
    seen:message "out from bob":delivered():never()
    seen:inferred():report "out from bob":reason "restricted-delivery":to "bob":delivered()
  end,
})

return scenario
