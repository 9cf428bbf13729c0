-- The MTA keeps the members of a list until the list's When-Changed moves, which the deletion of a
-- member's mailbox does not do.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q262211",
  title    = "The list that the MTA keeps still has a deleted mailbox",
  says     = { "a member's mailbox deleted: the list's When-Changed stays, and the copy addressed to it comes back",
               "a member removed from the list itself: When-Changed moves, no report",
               "4.0 keeps no lists: no report",
               "Modify, OK, Apply on the list without a change, or a restart of the MTA: no report",
               "a list changed on another server: When-Changed is seen after replication" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP1" },
  since    = { "4.0", "5.0", "5.5" },
  fixed    = { "4.0" },
  mutant   = { "LIST_REMEMBERED" },
}

local function build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  site:add_server "S2"
  for _, name in ipairs { "ann", "mia", "ned" } do s1:add_mailbox(name) end
  site:add_list("sales", { members = { "mia", "ned" } })
end

local function write(org, name) org:send { from = "ann", to = "sales", as = name } end

scenario.case("the mailbox is deleted, the list applied", {
  build = build,
  drive = function(run, org)
    run:at("09:00", function() write(org, "first") end)
    run:at("09:01", function() org:mailbox "ned":remove() end)
    run:at("09:02", function() write(org, "kept") end)
    run:at("09:04", function()
      org:list "sales":set { members = org:list "sales":members() }                  -- Modify, OK, Apply
      write(org, "applied")
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "first":delivered_to "ned":once()
    for _, name in ipairs { "kept", "applied" } do seen:message(name):delivered_to "mia":once() end
    seen:report "applied":never()
  end,
  unfixed = function(seen)
    seen:message "kept":returned { recipient = "ned" }
    seen:report "kept":to "ann":once()
  end,
  fixed = function(seen) seen:report "kept":never() end,
})

scenario.case("the MTA is restarted", {
  build = build,
  drive = function(run, org)
    run:at("09:00", function() write(org, "first") end)
    run:at("09:01", function() org:mailbox "ned":remove() end)
    run:at("09:02", function()
      org:service("S1", "mta"):stop()
      org:service("S1", "mta"):start()
      write(org, "restarted")
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "restarted":delivered_to "mia":once()
    seen:report "restarted":never()
  end,
})

scenario.case("the member is removed from the list first", {
  build = build,
  drive = function(run, org)
    run:at("09:00", function() write(org, "first") end)
    run:at("09:01", function()
      org:list "sales":remove_member "ned"
      org:mailbox "ned":remove()
    end)
    run:at("09:02", function() write(org, "removed") end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:message "removed":delivered_to "mia":once()
    seen:report "removed":never()
  end,
})

return scenario
