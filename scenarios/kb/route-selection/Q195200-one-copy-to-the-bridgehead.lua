-- A message to people behind two connectors of one bridgehead: how many copies go there?

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q195200",
  title    = "Several copies of a message inside a site",
  says     = { "a server may send several copies of a message to the bridgehead, if its recipients are served by different connectors there",
               "one copy should be relayed inside the site; the bridgehead makes copies for the connectors" },
  products = { "5.5.2435", "5.5.2436", "5.5 SP4" },
  fixed    = "5.5.2436",
  mutant   = { "COPY_PER_CONNECTOR" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1, b1 = site:add_server "S1", site:add_server "B1"
  s1:add_mailbox "ann"
  b1:add_mailbox "ben"
  for _, country in ipairs { "FR", "DE" } do                                     -- countries and costs: ours
    b1:add_connector { kind = "x400", name = "TO " .. country, to = org:add_host("MTA " .. country),
                       spaces = { { "X400:c=" .. country .. ";a= ;p=PARTNER", cost = 1 } } }
  end
end

local FRENCH, GERMAN = "X400:c=FR;a= ;p=PARTNER;o=LYON;s=marie;", "X400:c=DE;a= ;p=PARTNER;o=ULM;s=otto;"

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = { FRENCH, GERMAN }, as = "two countries" } end)
  run:at("09:10", function() org:send { from = "ann", to = { FRENCH, GERMAN, "ben" }, as = "and ben" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  for _, name in ipairs { "two countries", "and ben" } do
    seen:message(name):queued { queue = { "B1", "TO FR" } }:once()
    seen:message(name):queued { queue = { "B1", "TO DE" } }:once()
  end
  seen:message "and ben":delivered_to "ben"
end

function scenario.fixed(seen)
  seen:message "two countries":queued { queue = { "S1", "B1" } }:once()
  seen:inferred():message "and ben":queued { queue = { "S1", "B1" } }:once()
end

function scenario.unfixed(seen)
  seen:message "two countries":queued { queue = { "S1", "B1" } }:times(2)
  seen:inferred():message "and ben":queued { queue = { "S1", "B1" } }:times(3)
end

return scenario
