-- A site with a colon in its name is not written into a Directory Replication Connector.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178163",
  title    = "Replication does not work with a colon in the name of a site",
  organization = "Organization",
  says     = { "with a site called SiteA:EAST directory replication with other sites does not work correctly",
               "event 1206: could not modify directory replication connector /O=Organization/OU=SiteA because of error 34",
               "corrected in a service pack of 5.0 (SP2 by its list of fixes)" },
  products = { "5.0 SP1", "5.0 SP2" },
  fixed    = { "5.0 SP2" },
  mutant   = { "COLON_IN_SITE" },
}

local function build(name)
  return function(org)
    org:set { timed_replication = true }
    local east, west = org:add_site(name), org:add_site "WEST"
    east:set { smtp_domain = "east.com" }
    org:pair("x400", { name = "MAIL", east:add_server "E1", west:add_server "W1" })
  end
end

local function drive(run, org)
  run:at("09:00", function() org:pair("dirrep", { name = "REP", "E1", "W1", schedule = "always" }) end)
  run:at("09:05", function()
    org:server "E1":add_mailbox "eve"
    org:server "W1":add_mailbox "wes"
  end)
  run:to "11:00"
end

local function works(seen)
  seen:event(1206):never()
  seen:directory "W1":at "10:00":knows "eve"
  seen:directory "E1":at "10:00":knows "wes"
end

scenario.case("a colon", {
  build = build "SiteA:EAST", drive = drive, fixed = works,
  unfixed = function(seen)
    seen:event(1206, { server = "W1" }):text "connector /o=Organization/ou=SiteA because of error 34":at_least(1)
    seen:directory "W1":at "11:00":lacks "eve"
  end,
})

scenario.case("a hyphen", { build = build "SiteA-EAST", drive = drive, expect = works })

return scenario
