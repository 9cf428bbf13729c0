-- A hub drops the DN of a mailbox that is gone, and asks its X.400 provider instead of the mailbox's site.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q159301",
  title    = "Mail to a mailbox that was removed is sent over an X.400 connector",
  says     = { "a sender in another site is told late: detected looping",
               "a sender in the mailbox's former site is told at once: not recognized",
               "the hub looks for the DN, then for the O/R address, then drops the DN and routes to its X.400 connector",
               "fixed in 4.0 SP4" },
  products = { "4.0 SP3", "4.0 SP4", "5.5 SP4" },
  fixed    = { "4.0 SP4", "5.0", "5.5" },
  mutant   = { "HUB_DROPS_DN", "LOOP_BY_DOMAIN" },
}

-- A mailbox that nobody has any more (ours: as if it had never been).
local OLD = "/O=ORG/OU=C/CN=RECIPIENTS/CN=OLDUSER"

function scenario.build(org)
  local a, b, c = org:add_site "A":add_server "S1", org:add_site "B":add_server "HUB", org:add_site "C":add_server "S3"
  a:add_mailbox "ann"
  c:add_mailbox "cora"
  org:pair("site", { name = "AB", a, b })
  org:pair("site", { name = "BC", b, c })
  local p = org:add_host "PROVIDER"
  b:add_connector { kind = "x400", name = "OUT", to = p, spaces = { { "X400:c=*", cost = 1 } } }
  p:routes { "X400:c=US;a= ;p=ORG" }
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = OLD, as = "from A" } end)
  run:at("09:00", function() org:send { from = "cora", to = OLD, as = "from C" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:report "from C":to "cora":text "recipient name is not recognized":once()
  seen:report "from A":to "ann":once()
end

function scenario.unfixed(seen)
  seen:message "from A":relayed { connector = "OUT" }:once()
  seen:inferred "the provider sends it back":message "from A":loop { rule = "LOOP_BY_DOMAIN" }:once()
  seen:report "from A":text "detected looping"
end

function scenario.fixed(seen)
  seen:inferred():message "from A":never("via", "OUT")
  seen:inferred():report "from A":text "recipient name is not recognized"
end

return scenario
