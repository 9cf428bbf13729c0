-- The receipts of a list's members on many servers come back at one time, and hinder each other in the
-- store.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q285366",
  title    = "Receipts make the queue to the private information store grow",
  says     = { "recipients on many servers, a receipt of each: they come to the originator's server at about the same time",
               "each looks for the original message, for example four at the same time: the queue to the store grows, new mail is late",
               "corrected by Ese.dll 5.5.2654.91",
               "a list that does not report to the originator sends none; nor one that hides its membership, which overrides that" },
  products = { "5.5 SP4", "5.5.2654.91" },
  since    = { "5.5" },
  fixed    = { "5.5.2654.91" },
  mutant   = { "RECEIPTS_CONTEND", "HIDDEN_MEMBERS_SECRET", "REPORT_BY_HISTORY" },
}

local SERVERS <const>, EACH <const> = 10, 20 -- (ours)
local MEMBERS <const> = SERVERS * EACH

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "uma", "eve" } do s1:add_mailbox(name) end
  local members = {}
  for i = 1, SERVERS do
    local server = site:add_server("M" .. i)
    for k = 1, EACH do members[#members + 1] = server:add_mailbox(("m%d-%d"):format(i, k)) end
  end
  site:add_list("default", { members = members })
  site:add_list("silent", { members = members, report_to_originator = false })
  site:add_list("hidden", { members = members, hide_members = true })
end

local function drive(list)
  return function(run, org)
    run:at("09:00", function() org:send { from = "uma", to = list, receipt = true, as = "m" } end)
    run:at("09:01", function() org:send { from = "m1-1", to = "eve", as = "new" } end)
    run:to "11:00"
  end
end

local function none(seen)
  seen:message "m":delivered():times(MEMBERS)
  seen:report "m":never()
  seen:message "new":delivered_to "eve":before "09:02"
end

scenario.case("as a list is by default", {
  drive = drive "default",
  expect = function(seen)
    seen:message "m":delivered():times(MEMBERS)
    seen:report "m":to "uma":times(MEMBERS)
    seen:report "m":delivered():times(MEMBERS)
  end,
  unfixed = function(seen)
    seen:queue("S1", "mdb"):at "09:05":holds_at_least(100)
    seen:message "new":delivered_to "eve":after "09:09"
  end,
  fixed = function(seen)
    seen:queue("S1", "mdb"):at "09:05":holds(0)
    seen:message "new":delivered_to "eve":before "09:02"
  end,
})

scenario.case("no reports to the originator", { drive = drive "silent", expect = none })
scenario.case("hidden members", { drive = drive "hidden", expect = none })

return scenario
