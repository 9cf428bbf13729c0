-- Many exact X.400 spaces and a generic one: the generic route is taken before all exact ones were
-- looked at. When it happens the article does not say; here, behind a number of exact rows (ours).

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q221699",
  title    = "A generic route is taken before all exact ones have been checked",
  says     = { "with many C/A/P/O spaces and several else branches a generic match may be found before all exact ones were checked",
               "the generic route belongs at the end: to be used if nothing before it matches" },
  products = { "5.5 SP1", "5.5 SP2", "5.5 SP3" },
  fixed    = { "5.5 SP3" },
  mutant   = { "ELSE_BEFORE_EXACT" },
}

local COUNT = 20 -- ours

local function space(i) return ("X400:c=US;a=MCI;p=P%d;o=O%d"):format(i, i) end

function scenario.build(org)
  local s1 = org:add_site "S1":add_server "H1"
  s1:add_mailbox "ann"
  for _, host in ipairs { "ONE", "TWO", "THREE" } do org:add_host(host) end
  local odd, even = {}, {}
  for i = 1, COUNT do table.insert(i % 2 == 1 and odd or even, space(i)) end
  s1:add_connector { kind = "x400", name = "X1", to = "ONE", spaces = odd }
  s1:add_connector { kind = "x400", name = "X2", to = "TWO", spaces = even }
  s1:add_connector { kind = "x400", name = "X3", to = "THREE", spaces = { "X400:c=*" } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = space(1) .. ";s=roe;", as = "first" }
    org:send { from = "ann", to = space(COUNT) .. ";s=roe;", as = "last" }
    org:send { from = "ann", to = "X400:c=FR;a=ATLAS;s=roe;", as = "abroad" }
  end)
  run:to "10:00"
end

scenario.case("twenty exact spaces", {
  expect = function(seen)
    seen:message "first":via "X1"
    seen:message "abroad":via "X3"
  end,
  fixed = function(seen) seen:message "last":via "X2" end,
})

-- 5.5 SP1 has not the fault yet, as far as is known.
scenario.case("with the fault", {
  build = function(org)
    scenario.build(org)
    org:server "H1":patch { builds = { rid = "5.5.2500" } }
  end,
  since = "5.5 SP2",
  expect = function(seen) seen:message "last":via "X3" end,
})

return scenario
