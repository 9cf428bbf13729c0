-- A deleted mailbox stays among the members that the MTA keeps: for good, in later builds for ten
-- minutes.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q194504",
  title    = "Reports on a deleted member until the MTA is restarted, or for ten minutes",
  says     = { "before the fix each message to the list gives a report on the deleted mailbox until the MTA is restarted",
               "the report: a required directory operation was unsuccessful",
               "the list's When-Changed is not touched by the deletion of a member's mailbox",
               "fixed: a report can still come within ten minutes of the deletion, none after" },
  products = { "5.0 SP2", "5.0.1461.71", "5.5 SP1", "5.5 SP2" },
  since    = { "5.0", "5.5" },
  fixed    = { "5.0.1461.71", "5.5.2424.0" },
  mutant   = { "LIST_REMEMBERED", "LIST_FORGOTTEN" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "mia", "ned" } do s1:add_mailbox(name) end
  site:add_list("sales", { members = { "mia", "ned" } })
end

-- (ours): the ten minutes run from the reading of the list
function scenario.drive(run, org)
  local function write(name) org:send { from = "ann", to = "sales", as = name } end
  run:at("09:00", function() write "first" end)
  run:at("09:01", function() org:mailbox "ned":remove() end)
  run:at("09:06", function() write "after 5 minutes" end)
  run:at("09:16", function() write "after 15 minutes" end)
  run:at("10:00", function()
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()
    write "after the restart"
  end)
  run:to "11:00"
end

local TEXT <const> = "A required directory operation was unsuccessful"

function scenario.expect(seen)
  seen:message "first":delivered_to "ned":once()
  seen:report "after 5 minutes":to "ann":text(TEXT):signed "MSExchangeMTA":once()
  seen:message "after 5 minutes":returned { recipient = "ned" }
  for _, name in ipairs { "after 5 minutes", "after 15 minutes", "after the restart" } do
    seen:message(name):delivered_to "mia":once()
  end
  seen:report "after the restart":never()
end

function scenario.unfixed(seen) seen:report "after 15 minutes":to "ann":text(TEXT):once() end
function scenario.fixed(seen) seen:report "after 15 minutes":never() end

return scenario
