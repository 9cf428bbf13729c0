-- Two sites are joined by their Internet Mail Services: each has the other on Connected Sites, and an
-- address space that leads there. Replication goes over it; with one side alone it does not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q163777",
  title    = "Directory replication over the Internet Mail Service",
  says     = { "the Internet Mail Connector or Service carries replication, and joins sites",
               "each has the other site on Connected Sites, and an address space for its mail",
               "each site is configured separately" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "IMS_JOINS_SITES", "IMCEA_UNWRAPPED" },
}

-- Names ours.
local function build(both)
  return function(org)
    for i, name in ipairs { "A", "B" } do
      local site = org:add_site(name)
      site:set { smtp_domain = name:lower() .. ".org.com" }
      local server = site:add_server("BH" .. name)
      server:add_mailbox("user " .. i)
      server:add_connector { kind = "ims", name = "IMS " .. name, spaces = "SMTP:*" }
    end
    for _, name in ipairs { "A", "B" } do
      org:add_host("bh" .. name:lower(), { mx_for = name:lower() .. ".org.com", server = "BH" .. name })
    end
    org:connector "IMS A":set { connected_sites = { "B" } }
    if both then org:connector "IMS B":set { connected_sites = { { "A", routing = "a.org.com" } } } end
    org:pair("dirrep", { name = "REP", "BHA", "BHB", schedule = "always" })
  end
end

local function drive(run, org)
  run:at("09:05", function() org:server "BHB":add_mailbox "new" end)
  run:at("10:00", function()
    org:send { from = "user 1", to = "user 2", as = "there" }
    org:send { from = "user 2", to = "user 1", as = "back" }
  end)
  run:to "12:00"
end

scenario.case("each side", {
  build = build(true), drive = drive,
  expect = function(seen)
    seen:directory "BHA":at "09:30":knows "new"
    seen:directory "BHB":answered { to = "BHA" }:at_least(4)
    seen:message "there":via "IMS A"
    seen:message "there":delivered_to "user 2"
    seen:message "back":delivered_to "user 1"
  end,
})

scenario.case("one side", {
  build = build(false), drive = drive,
  expect = function(seen)
    seen:directory "BHA":asked { to = "BHB" }:at_least(4)
    seen:directory "BHA":at "12:00":lacks "new"
    seen:inferred():message "back":returned()
  end,
})

return scenario
