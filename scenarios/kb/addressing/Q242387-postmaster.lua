-- Mail for the postmaster of the site's own domain is the administrator's; of other domains a proxy is needed.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q242387",
  title    = "Postmaster of a site with several domains",
  says     = { "postmaster@ the SMTP domain of Site Addressing goes to the administrator of the Internet Mail tab",
               "for other domains it does not work: a secondary address is needed" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "POSTMASTER" },
}

function scenario.build(org)
  local site = org:add_site "HQ"
  site:set { smtp_domain = "a.com" }
  local s1 = site:add_server "S1"
  s1:add_mailbox "userx"
  s1:add_mailbox "uma"
  org:add_host("outside", { mx_for = { "ext.com" } })
  s1:add_connector { kind = "ims", administrator = "userx", spaces = { { "SMTP:*", cost = 1 } } }
end

local function write(org, to, name)
  org:host "outside":send { from = "x@ext.com", to = to, via = "S1", as = name }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    write(org, "Postmaster@a.com", "own domain")
    write(org, "postmaster@b.com", "other domain")
  end)
  run:at("09:10", function()
    org:mailbox "uma":set { proxies = "SMTP:postmaster@b.com" }
    write(org, "postmaster@b.com", "with a proxy")
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "own domain":delivered_to "userx"
  seen:inferred():message "other domain":returned()
  seen:message "other domain":never("delivered_to", "userx")
  seen:message "with a proxy":delivered_to "uma"
end

return scenario
