-- A list allows no out-of-office replies; over an Internet Mail Service that joins the sites the store
-- does not ask it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q246597",
  title    = "Out-of-office replies to a list that allows none",
  says     = { "by default the store answers for whoever is out of the office",
               "of mail that came by a list it asks the list, whether it allows that",
               "where the sites are joined by the Internet Mail Service it does not ask: a reply may be generated",
               "X.400 and Site Connectors have no such problem",
               "corrected in Store.exe 5.5.2651.68 (Q248838), and in 5.5 SP4" },
  products = { "5.5 SP3", "5.5.2651.68", "5.5 SP4" },
  since    = { "5.5" },
  fixed    = { "5.5.2651.68" },
  mutant   = { "OUT_OF_OFFICE", "AWAY_ASKS_LIST", "AWAY_FORGETS_LIST" },
}

-- `join` joins the sites ONE, of the list, and TWO, where a member is away.
local function build(join)
  return function(org)
    local one, two = org:add_site "ONE", org:add_site "TWO"
    local s1, s2 = one:add_server "S1", two:add_server "S2"
    for _, name in ipairs { "uma", "here" } do s1:add_mailbox(name) end
    s2:add_mailbox "mia"
    for _, name in ipairs { "here", "mia" } do org:mailbox(name):set { out_of_office = true } end
    one:add_list("no replies", { members = { "mia", "here" }, allow_oof = false })
    one:add_list("replies", { members = { "mia", "here" } })
    join(org, s1, s2)
  end
end

local function by_ims(org, s1, s2)
  for i, server in ipairs { s1, s2 } do
    org:site(i == 1 and "ONE" or "TWO"):set { smtp_domain = i .. ".org.com" }
    server:add_connector { kind = "ims", name = "IMS " .. i, spaces = "SMTP:*" }
    org:add_host("host" .. i, { mx_for = i .. ".org.com", server = server })
  end
  org:connector "IMS 1":set { connected_sites = "TWO" }
  org:connector "IMS 2":set { connected_sites = "ONE" }
end

local function by(kind)
  return function(org, s1, s2) org:pair(kind, { name = "LINE", s1, s2 }) end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "uma", to = "mia", as = "to her" } end)
  run:at("09:10", function() org:send { from = "uma", to = "replies", as = "allowed" } end)
  run:at("09:20", function() org:send { from = "uma", to = "no replies", as = "not allowed" } end)
  run:to "10:00"
end

local function expect(seen)
  seen:message "to her":auto_replied { recipient = "mia" }:once()
  for _, name in ipairs { "mia", "here" } do
    seen:message "allowed":auto_replied { recipient = name, originator = "uma" }:once()
    seen:message "not allowed":delivered_to(name):once()
  end
  seen:inferred():message "not allowed":auto_replied { recipient = "here" }:never()
end

local function asked(seen) seen:message "not allowed":auto_replied { recipient = "mia" }:never() end

scenario.case("the Internet Mail Service", {
  build = build(by_ims), drive = drive, expect = expect,
  unfixed = function(seen) seen:message "not allowed":auto_replied { recipient = "mia", originator = "uma" }:once() end,
  fixed = asked,
})

for _, each in ipairs { { "X.400 Connectors", by "x400" }, { "Site Connectors", by "site" } } do
  scenario.case(each[1], {
    build = build(each[2]), drive = drive,
    expect = function(seen)
      expect(seen)
      asked(seen)
    end,
  })
end

return scenario
