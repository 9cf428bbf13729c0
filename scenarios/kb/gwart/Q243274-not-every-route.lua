-- The table has one row for each local connector, address space and restriction, the cheapest way; not
-- every way there is.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q243274",
  title    = "The table does not contain all possible routes",
  says     = { "A, B and C in a chain, each with an Internet Mail Service for SMTP:*: A has two rows, its own and B's",
               "with C's space restricted to its site A has that row too",
               "two local connectors that each lead to four ways: two rows, with the lowest cost of each",
               "of several of that cost the one with the fewest hops" },
  products = { "5.5", "5.5 SP4" },
  mutant   = { "LOWEST_COST_ROW", "RESTRICTED_ROWS_LISTED", "IMPORT_TABLES" },
}

scenario.case("three sites in a chain", {
  build = function(org)
    local servers = {}
    for i, name in ipairs { "A", "B", "C" } do
      servers[i] = org:add_site("SITE " .. name):add_server("S" .. name)
      servers[i]:add_connector { kind = "ims", spaces = { "SMTP:*" } }
    end
    servers[1]:add_mailbox "ann"
    org:add_host("mail.x.com", { mx_for = "x.com" })
    org:pair("x400", { name = "A-B", servers[1], servers[2] })
    org:pair("x400", { name = "B-C", servers[2], servers[3] })
  end,
  drive = function(run, org)
    run:at("10:00", function()
      org:connector "IMS (SC)":set { spaces = { { "SMTP:*", scope = "site" } } }
      org:replicate()
    end)
    run:at("10:10", function() org:connector "IMS (SA)":set { spaces = {} } org:replicate() end)
    run:at("10:20", function() org:send { from = "ann", to = "u@x.com", as = "out" } end)
    run:to "11:00"
  end,
  expect = function(seen)
    seen:routes "SITE A":at "09:00":rows(2, { space = "SMTP:*" })
    seen:routes "SITE A":at "09:00":has { space = "SMTP:*", path = { "IMS (SA)" } }
    seen:routes "SITE A":at "09:00":has { space = "SMTP:*", path = { "A-B", "IMS (SB)" } }
    seen:routes "SITE A":at "10:05":rows(3, { space = "SMTP:*" })
    seen:routes "SITE A":at "10:05":has { space = "SMTP:*", path = { "A-B", "B-C", "IMS (SC)" }, scope = "site" }
    seen:inferred():message "out":path { "SA", "SB" }
  end,
})

-- HOME has K1 and K2; behind each four connectors of different costs lead to the space, one by way of
-- another site. Costs are ours.
scenario.case("two connectors and eight ways", {
  build = function(org)
    local home = org:add_site "HOME":add_server "H"
    local far = org:add_site "BEYOND":add_server "Y"
    org:add_host "OUTSIDE"
    for i, costs in ipairs { { 7, 3, 3, 9 }, { 8, 6, 4, 5 } } do
      local server = org:add_site("MID" .. i):add_server("M" .. i)
      org:pair("x400", { name = "K" .. i, home, server, cost = 2 })
      for k, cost in ipairs(costs) do
        server:add_connector { kind = "x400", name = ("M%d-%d"):format(i, k), to = "OUTSIDE",
                               spaces = { { "X400:c=FR", cost = cost } } }
      end
      -- a way of the same cost as K1's best one, with one hop more
      org:pair("x400", { name = "M" .. i .. "-Y", server, far, cost = 1 })
    end
    far:add_connector { kind = "x400", name = "Y-OUT", to = "OUTSIDE", spaces = { { "X400:c=FR", cost = 2 } } }
  end,
  drive = function(run) run:to "09:00" end,
  expect = function(seen)
    seen:routes "HOME":rows(2, { space = "X400:c=FR" })
    seen:routes "HOME":has { space = "X400:c=FR", connector = "K1", cost = 5, path = { "K1", "M1-2" } }
    seen:routes "HOME":has { space = "X400:c=FR", connector = "K2", cost = 5 }
  end,
})

return scenario
