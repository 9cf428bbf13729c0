-- A site beyond the neighbour is left out of the table because its name begins as the local one's.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q164856",
  title    = "The DN of servers in other sites is missing after a routing calculation",
  says     = { "test40 is joined with test40F, and test40F by an IMC with test40G",
               "the table of test40 lacks the DN row of test40G: it was taken for the local site",
               "corrected in the latest service pack" },
  products = { "4.0 SP3", "4.0 SP4", "5.0", "5.0 SP1" },
  fixed    = { "4.0 SP4", "5.0 SP1" },
  mutant   = { "SIMILAR_SITE_NAMES" },
}

local function build(third)
  return function(org)
    local one, two, three = org:add_site "test40", org:add_site "test40F", org:add_site(third)
    local s1, s2, s3 = one:add_server "SERVER1", two:add_server "SERVER2", three:add_server "SERVER3"
    s1:add_mailbox "ann"
    s3:add_mailbox "bob"
    s1:add_connector { kind = "site", name = "1-2", to = s2, cost = 1 }
    s2:add_connector { kind = "site", name = "2-1", to = s1, cost = 1 }
    s2:add_connector { kind = "ims", name = "2-3", connected_sites = third, cost = 1 }
    s3:add_connector { kind = "ims", name = "3-2", connected_sites = "test40F", cost = 1 }
  end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "down the line" } end)
  run:at("09:30", function() org:site "test40":calculate() end)
  run:to "10:00"
end

local function row(site) return { space = "EX:/o=ORG/ou=" .. site, path = { "1-2", "2-3" }, cost = 2 } end

scenario.case("test40, test40F, test40G", {
  build = build "test40G", drive = drive,
  expect = function(seen)
    seen:routes "test40":always():has { space = "EX:/o=ORG/ou=test40F", path = { "1-2" } }
  end,
  unfixed = function(seen)
    seen:routes "test40":always():lacks(row "test40G")
    seen:routes "test40":rows(0, { space = "EX:/o=ORG/ou=test40G" })
  end,
  fixed = function(seen)
    seen:inferred():routes "test40":has(row "test40G")
    seen:inferred():message "down the line":goes_by "1-2"
  end,
})

scenario.case("a name that is not similar", {
  build = build "north40", drive = drive,
  expect = function(seen) seen:inferred():routes "test40":always():has(row "north40") end,
})

return scenario
