-- An asterisk on the Routing page of an address space: every recipient becomes an encapsulated address
-- of no domain.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q189492",
  title    = "A routing address of * makes every address malformed",
  says     = { "not delivered: the recipient name is not recognized",
               "553 malformed address: IMCEASMTP-swadmin+40corporate+2Ecom@*",
               "the address is encapsulated, and the asterisk of the Routing page is appended",
               "Type and Address deleted from the Routing page: cured" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "IMS_ROUTING_ADDRESS" },
}

local function build(routing)
  return function(org)
    local clowns = org:add_site "CIRCUS":add_server "CLOWNS"
    clowns:add_mailbox "ann"
    clowns:add_connector { kind = "ims", name = "IMC", spaces = { { "SMTP:*", cost = 1, routing = routing } } }
    org:add_host("mail.corporate.com", { mx_for = "corporate.com" })
    org:add_host("gate.example.com", { mx_for = "gate.example.com" })
  end
end

scenario.build = build "*"

function scenario.drive(run, org)
  local function send(as) org:send { from = "ann", to = "swadmin@corporate.com", as = as } end
  run:at("09:00", function() send "with an asterisk" end)
  run:at("10:00", function()
    org:connector "IMC":set { spaces = { { "SMTP:*", cost = 1 } } }
    send "with nothing"
  end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "with an asterisk":smtp { said = "553 malformed address: IMCEASMTP-swadmin+40corporate+2Ecom@*" }
  seen:report "with an asterisk":to "ann":diagnostic "unrecognized-or-name":text "553 malformed address"
  seen:message "with an asterisk":never "delivered"
  seen:message "with nothing":delivered_to "swadmin@corporate.com"
  seen:inferred():session "mail.corporate.com":once()
end

-- What the page is for: a system that unpacks such addresses.
scenario.case("a domain", {
  build = build "gate.example.com",
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "swadmin@corporate.com", as = "m" } end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:inferred():session "gate.example.com":once()
    seen:inferred():session "mail.corporate.com":times(0)
  end,
})

return scenario
