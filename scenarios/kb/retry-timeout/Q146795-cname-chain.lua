-- 4.0: a chain of more than eight CNAME records is not followed, and the mail does not come back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q146795",
  title    = "A long chain of CNAME records",
  says     = { "the chain is more than eight records long: no non-delivery report",
               "the message sits in \\Imcdata\\Out in retry mode; its status is a network error" },
  products = { "4.0 SP5" },
  mutant   = { "CNAME_CHAIN" },
}

function scenario.build(org)
  local server = org:add_site "SITE":add_server "S1"
  server:add_mailbox "ann"
  server:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.microsoft.com", { mx_for = "test.microsoft.com" })
  for i = 0, 8 do
    org:add_cname(("cname%dof8.test.microsoft.com"):format(i),
                  i < 8 and ("cname%dof8.test.microsoft.com"):format(i + 1) or "test.microsoft.com")
  end
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for i = 0, 8 do
      org:send { from = "ann", to = ("user@cname%dof8.test.microsoft.com"):format(i), as = "from " .. i }
    end
    org:send { from = "ann", to = "user@cname9.test.microsoft.com", as = "nowhere" }
  end)
  run:to "Tue 09:00"
end

function scenario.expect(seen)
  seen:message "from 0":never "returned"
  seen:message "from 0":never "delivered"
  seen:queue("S1", "out"):at "Tue 08:59":holds(1)
  local inferred = seen:inferred()
  for i = 1, 8 do inferred:message("from " .. i):delivered():before "09:01" end
  inferred:message "nowhere":returned():before "09:01"
end

return scenario
