-- Some builds of the Internet Mail Service take the K of a domain's size limit for bytes.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q240788",
  title    = "The size limit of an e-mail domain is divided by 1,024",
  says     = { "hotfixes 2607 to 2650: with a maximum of 2,000 K only messages below 2 K can be sent to the domain",
               "corrected in 5.5.2650.21" },
  products = { "5.5 SP4" },
  mutant   = { "DOMAIN_LIMIT_IN_BYTES", "IMS_SIZE_LIMIT" },
}

local function build(ims)
  return function(org)                                           -- names and sizes ours
    local s1 = org:add_site "SITE":add_server("S1", { product = "5.5 SP2", builds = { ims = ims } })
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ims", spaces = "SMTP:*", mail_domains = { { "test.com", size_limit = "2000 K" } } }
    org:add_host("mail", { mx_for = { "test.com", "example.com" } })
  end
end

local function drive(run, org)
  run:at("09:00", function()
    for name, size in pairs { small = "1 K", middle = "3 K", large = "3000 K" } do
      org:send { from = "ann", to = "doe@test.com", size = size, as = name }
    end
    org:send { from = "ann", to = "doe@example.com", size = "3000 K", as = "elsewhere" }
  end)
  run:to "10:00"
end

local function expect(is_right)
  return function(seen)
    seen:inferred():message "elsewhere":delivered()
    seen:message "small":delivered()
    if is_right then
      seen:inferred():message "middle":delivered()
    else
      seen:message "middle":returned { diagnostic = "content-too-long" }
      seen:message "middle":delivered():never()
    end
    seen:inferred():message "large":returned { diagnostic = "content-too-long" }
  end
end

scenario.case("SP2", { build = build "5.5.2448.0", drive = drive, expect = expect(true) })
scenario.case("2607", { build = build "5.5.2607.0", drive = drive, expect = expect(false) })
scenario.case("2650.21", { build = build "5.5.2650.21", drive = drive, expect = expect(true) })

return scenario
