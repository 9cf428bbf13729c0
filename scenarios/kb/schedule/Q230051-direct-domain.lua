-- All mail is forwarded over a dial-up line; an E-Mail Domain entry that goes over the LAN or by DNS keeps
-- the line from being dialled.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q230051",
  title    = "IMS stops dialling after an E-Mail Domain entry was added",
  says     = { "forwarding all mail to a host over a dial-up connection works",
               "an entry that uses DNS, or a host over the LAN: the dial-up connection never dials again",
               "first corrected in 5.5 SP3; Msexcimc 5.5.2591.0" },
  products = { "5.5", "5.5 SP2", "5.5.2591.0", "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5.2591.0" },
  mutant   = { "DIRECT_STOPS_DIALLING" },
}

function scenario.build(org)
  local server = org:add_site "SITE":add_server "S1"
  server:add_mailbox "ann"
  local isp = org:add_host("isp.net", { mx_for = "isp.net" })
  org:add_host("mail.lan.com", { mx_for = "lan.com" })
  server:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*", to = isp, dial = "every 1 h", dial_time = "10 s" }
end

local function send(org, as)
  org:send { from = "ann", to = "x@ext.com", as = "out " .. as }
  org:send { from = "ann", to = "y@lan.com", as = "lan " .. as }
end

function scenario.drive(run, org)
  run:at("08:30", function() send(org, "first") end)
  run:at("09:30", function() org:connector "IMS":set { direct_domains = "lan.com" } end)
  run:at("09:31", function() send(org, "second") end)
  run:at("14:30", function() org:connector "IMS":set { direct_domains = {} } end)
  run:to "18:00"
end

local function expect(second_before)
  return function(seen)
    seen:message "out first":delivered():between("09:00", "09:01")
    seen:inferred():message "lan first":delivered():between("09:00", "09:01")
    seen:inferred():message "lan second":delivered():between("09:31", "09:32")
    second_before(seen)
  end
end

scenario.case("an entry for a domain on the LAN", {
  unfixed = expect(function(seen)
    seen:message "out second":delivered():before "14:30":never()
    seen:inferred():message "out second":delivered():between("14:30", "15:10")
  end),
  fixed = expect(function(seen)
    seen:inferred():message "out second":delivered():between("10:00", "10:10")
  end),
})

return scenario
