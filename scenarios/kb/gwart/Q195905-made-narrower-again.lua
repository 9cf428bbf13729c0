-- A connector's address space is made less specific and then as specific as before: the wide one stays
-- in the Site-Proxy-Space, and mail for it is taken for the site's own.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q195905",
  title    = "An address space is not updated when the table is recalculated",
  says     = { "an address space made less specific, recalculated, made more specific again, recalculated: it is not updated",
               "a message by the connector comes back: the recipient name is not recognized",
               "the old address removed from the Site-Proxy-Space in raw mode and another calculation cure it" },
  products = { "5.5", "5.5 SP1", "5.5 SP2", "5.5 SP4" },
  fixed    = { "5.5 SP2" },
  mutant   = { "STALE_PROXY_SPACE", "LOCAL_SPACE_TEST" },
}

local NARROW, WIDE = "X400:c=US;a=MCI;p=ACME", "X400:c=US;a=MCI" -- ours

function scenario.build(org)
  local s1 = org:add_site "S1":add_server("H1")
  s1:add_mailbox "ann"
  org:add_host "ACME"
  s1:add_connector { kind = "x400", name = "X", to = "ACME", spaces = { NARROW } }
end

local function drive(repair)
  return function(run, org)
    local function to(space)
      return function() org:connector "X":set { spaces = { space } } org:site "S1":calculate() end
    end
    local function send(as)
      return function() org:send { from = "ann", to = NARROW .. ";s=roe;", as = as } end
    end
    run:at("08:30", send "before")
    run:at("09:00", to(WIDE))
    run:at("09:10", send "while it is wide")
    run:at("10:00", to(NARROW))
    run:at("10:10", send "after")
    if repair then
      run:at("11:00", function()
        org:site "S1":remove_site_proxy(WIDE)
        org:site "S1":calculate()
      end)
      run:at("11:10", send "repaired")
    end
    run:to "12:00"
  end
end

local function ordinary(seen)
  seen:inferred():message "before":via "X"
  seen:inferred():message "while it is wide":via "X"
end

scenario.case("left alone", {
  drive = drive(false), expect = ordinary,
  unfixed = function(seen)
    seen:message "after":returned { diagnostic = "unrecognized-or-name" }
    seen:message "after":never "transferred"
  end,
  fixed = function(seen)
    seen:inferred():routes "S1":has { space = NARROW, connector = "X" }
    seen:inferred():message "after":via "X"
  end,
})

scenario.case("the entry is removed", {
  drive = drive(true),
  unfixed = function(seen)
    seen:message "after":returned()
    seen:message "repaired":via "X"
  end,
})

return scenario
