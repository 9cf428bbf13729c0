-- A delivery receipt for a user of another site, which the Internet Mail Service joins, is written anew
-- to the user's primary address: DNS leads it back, again and again.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178436",
  title    = "Delivery receipts loop between Internet Mail Services that join sites",
  says     = { "user2 has user2@company.com as primary proxy, and user2@imc2.company.com",
               "a message with a request for a delivery receipt reaches user1; the receipt is from <>, for user2@company.com",
               "IMC1 is the host for company.com: it sends the receipt on to user2@company.com as a new message, and so on",
               "the new message has no Received lines of the old one; the sender gets no receipt; ordinary mail is free of it",
               "fixed after 5.0 SP2 (build 1461.6) and in a service pack of 5.5 (SP1)" },
  products = { "5.0 SP2", "5.0.1461.6", "5.5", "5.5 SP1" },
  fixed    = { "5.0.1461.6", "5.5 SP1" },
  mutant   = { "RECEIPT_NEW_EACH_TIME", "IMS_JOINS_SITES" },
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  one:set { smtp_domain = "company.com" }
  two:set { smtp_domain = "company.com" }
  local imc1, imc2 = one:add_server "IMC1", two:add_server "IMC2"
  imc1:add_mailbox "user1"
  imc2:add_mailbox("user2", { proxies = "SMTP:user2@imc2.company.com" })
  imc1:add_connector { kind = "ims", name = "IMS 1", spaces = "SMTP:*" }
  imc2:add_connector { kind = "ims", name = "IMS 2", spaces = "SMTP:*" }
  org:add_host("imc1.company.com", { mx_for = { "company.com", "imc1.company.com" }, server = "IMC1" })
  org:add_host("imc2.company.com", { mx_for = "imc2.company.com", server = "IMC2" })
  org:connector "IMS 1":set { connected_sites = { { "TWO", routing = "imc2.company.com" } } }
  org:connector "IMS 2":set { connected_sites = { { "ONE", routing = "imc1.company.com" } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "user2", to = "user1", receipt = true, as = "with a receipt" }
    org:send { from = "user2", to = "user1", as = "ordinary" }
  end)
  run:to "09:10"
end

function scenario.expect(seen)
  seen:message "with a receipt":delivered_to "user1"
  seen:message "ordinary":delivered_to "user1"
  seen:report "with a receipt":to "user2":once()
  seen:report "ordinary":never()
end

function scenario.unfixed(seen)
  seen:queue("IMC1", "mts-out"):becomes(1):at_least(50)
  seen:report "with a receipt":delivered():never()
  seen:event(4098):never()                                       -- no hop count ends it
end

function scenario.fixed(seen)
  seen:report "with a receipt":delivered():once()
end

return scenario
