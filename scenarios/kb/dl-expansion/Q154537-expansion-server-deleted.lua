-- A list whose expansion server was deleted from the site: its mail goes back at once.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q154537",
  title    = "A distribution list whose expansion server was deleted",
  says     = { "the expansion server is deleted from the site: the field is blank, and every message to the list is returned",
               "the report comes a second after sending: congestion in the message transfer service",
               "a new expansion server chosen on the list: it works" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "BLANK_EXPANSION_SERVER" },
  start    = "1998-03-02 06:00",
}

function scenario.build(org)
  org:set { timed_replication = true }
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  s1:add_mailbox "ann"
  s1:add_mailbox "mia"
  s1:add_mailbox "ned"
  site:add_list("sales", { members = { "mia", "ned" }, expansion_server = s2 })
end

function scenario.drive(run, org)
  local function write(name) org:send { from = "ann", to = "sales", as = name } end
  run:at("06:30", function() write "before" end)
  run:at("06:40", function()
    org:server "S2":stop()
    org:server "S1":delete_server "S2"
  end)
  run:at("06:49:59", function() write "blank" end)
  run:at("06:55", function()
    org:list "sales":set { expansion_server = "S1" }
    write "another server"
  end)
  run:at("06:57", function()
    org:list "sales":set { expansion_server = "any" }
    write "any server"
  end)
  run:to "08:00"
end

local CONGESTION <const> = "The recipient could not be processed due to congestion in the message transfer service"

function scenario.expect(seen)
  seen:message "before":expanded { server = "S2" }
  seen:message "blank":returned { recipient = "sales", diagnostic = "mts-congestion" }
  seen:report "blank":to "ann":text(CONGESTION):signed "MSExchangeMTA":before "06:50:01":once()
  seen:inferred():message "blank":never "delivered"
  for _, name in ipairs { "another server", "any server" } do
    seen:message(name):expanded { server = "S1" }
    seen:message(name):delivered_to "mia":once()
    seen:message(name):delivered_to "ned":once()
  end
end

return scenario
