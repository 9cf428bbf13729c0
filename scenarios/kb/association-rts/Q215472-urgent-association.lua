-- Urgent mail and reports open an association of their own, below the threshold too.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q215472",
  title    = "How the X.400 Connector handles high-priority mail",
  says     = { "a high-priority message or a report opens a new association, below the threshold as well",
               "it is used for those alone; normal and low mail flow over the existing one",
               "reports count as high priority" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "URGENT_OWN_ASSOCIATION" },
}

-- A slow line (ours): 10 M take hours, a small message seconds.
function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }
  org:pair("x400", { name = "LINK", a, b })
  org:link "LINK":set { bandwidth = 8000, latency = "0 s" }
end

local function big(org)
  org:send { from = "ann", to = "bob", as = "big", size = "10 M" }
end

scenario.case("a high-priority message", {
  drive = function(run, org)
    run:at("09:00", function() big(org) end)
    run:at("09:00:10", function()
      org:send { from = "ann", to = "bob", as = "urgent", priority = "urgent", size = 8000 }
    end)
    run:at("09:00:12", function() org:send { from = "ann", to = "bob", as = "normal", size = 8000 } end)
    run:at("09:00:12", function()
      org:send { from = "ann", to = "bob", as = "low", size = 8000, priority = "non-urgent" }
    end)
    run:to "13:00"
  end,
  expect = function(seen)
    seen:association("A1", "LINK"):at "09:00:09":count(1)
    seen:association("A1", "LINK"):opened():within "1 s":of "09:00:10":once()
    seen:association("A1", "LINK"):at "09:00:11":count(2)
    seen:message "urgent":delivered_to "bob":before "09:00:20"
    local big_arrives = seen:message "big":transferred()
    seen:in_order { big_arrives, seen:message "normal":transfer_started() }   -- not over the urgent one
    seen:in_order { big_arrives, seen:message "low":transfer_started() }
    seen:association("A1", "LINK"):opened():times(2)
  end,
})

-- B's mail for a mailbox of A that nobody has comes back as a report, over the same line. Without
-- two-way alternate, else the report would go over B's association.
scenario.case("a non-delivery report", {
  build = function(org)
    scenario.build(org)
    org:connector("LINK", "A1"):set { two_way_alternate = false }
  end,
  drive = function(run, org)
    run:at("09:00", function() big(org) end)
    run:at("09:00:05", function()
      org:send { from = "bob", to = "X400:c=US;a= ;p=ORG;o=A;s=nobody;", as = "lost", size = 1000 }
    end)
    run:to "13:00"
  end,
  expect = function(seen)
    seen:report "lost":once()
    seen:association("A1", "LINK"):opened():times(2)
    seen:report "lost":delivered()
    seen:report "lost":before "09:01"
  end,
})

return scenario
