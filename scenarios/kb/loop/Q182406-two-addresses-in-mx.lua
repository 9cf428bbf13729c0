-- A host that finds itself in a list of MX records drops itself and what is no better; with two addresses it does not know itself.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182406",
  title    = "The Internet Mail Service delivers to itself if it has several addresses",
  says     = { "two hosts in the list of MX records, the first not available: the server turns to itself",
               "a host in the list must remove itself and all of its own weight",
               "with one address it does" },
  products = { "5.0", "5.0 SP1", "5.0 SP2" },
  fixed    = { "5.0 SP2" },
  mutant   = { "MX_SELF_REMOVED", "MX_SELF_ONE_ADDRESS" },
}

local function build(addresses)
  return function(org)
    local s1 = org:add_site "A":add_server "S1"
    s1:set { ip_address = addresses }
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } }, retry_interval = "0.25" }
    org:add_host("hosta.d.com", { mx_for = "d.com", preference = 10, up = false })
    org:add_host("hostb.d.com", { mx_for = "d.com", preference = 20, server = "S1" })
    org:add_host("hostc.d.com", { mx_for = "d.com", preference = 30 })
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "user@d.com", as = "m" } end)
  run:at("09:10", function() org:host "hosta.d.com":up() end)
  run:to "12:00"
end

local function waits(seen)
  seen:message "m":smtp { host = "hostb.d.com" }:never()
  seen:inferred():message "m":smtp { host = "hostc.d.com" }:never()
  seen:inferred():message "m":delivered():once():after "09:15"
end

scenario.case("two addresses", {
  build = build "10.0.0.1, 10.0.0.2", drive = drive,
  unfixed = function(seen) seen:message "m":smtp { host = "hostb.d.com" }:once() end,
  fixed = waits,
})

scenario.case("one address", { build = build "10.0.0.1", drive = drive, expect = waits })

return scenario
