-- The store takes no message for more recipients than Max Recipients on Submit says.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q126497",
  title    = "How many recipients a message may have",
  says     = { "the number counts those on To, Cc and Bcc together; a change needs no restart",
               "the client says that the number of recipients exceeds the upper limit; an older one only that its operation failed",
               "a personal list does not get round the limit: its entries are counted before the send",
               "a list of the server does, for those who may send to it",
               "mail of an Internet Mail Service: event 4117, moved to Archive, not delivered, no report",
               "from 4.0 SP1 on" },
  products = { "4.0", "4.0 SP1", "4.0 SP5", "5.0 SP2", "5.5 SP3" }, -- 5.5 SP4 sends a report: Q246051
  fixed    = { "4.0 SP1", "5.0", "5.5" }, -- these have the limit
  mutant   = { "MAX_RECIPIENTS", "OLD_CLIENT_FAILS", "TOO_MANY_ARCHIVED" },
}

local MOST <const> = 5 -- (ours)

local function names(count)
  local out = {}
  for i = 1, count do out[i] = "u" .. i end
  return out
end

-- The client submits to those who are on the personal list.
local PERSONAL <const> = names(MOST + 1)

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs(names(10)) do s1:add_mailbox(name) end
  site:add_list("big", { members = names(10) })
  s1:add_connector { kind = "ims", spaces = "SMTP:*" }
  s1:set { registry = { ["Max Recipients on Submit"] = MOST } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function addresses(count)
  local out = {}
  for i, name in ipairs(names(count)) do out[i] = name .. "@SITE.ORG.com" end
  return out
end

function scenario.drive(run, org)
  local function write(name, to, more)
    org:send { from = "u1", to = to, cc = more and more.cc, client = more and more.client, as = name }
  end
  local function come(name, count)
    org:host "mail.example.com":send { from = "o@example.com", to = addresses(count), via = "S1", as = name }
  end
  run:at("09:00", function()
    write("five", names(MOST))
    write("six", { "u1", "u2", "u3" }, { cc = { "u4", "u5", "u6" } })
    write("six, older client", names(MOST + 1), { client = "4.0" })
    write("personal list", PERSONAL)
    write("server list", "big")
    come("five from outside", MOST)
    come("six from outside", MOST + 1)
  end)
  run:at("10:00", function()
    org:server "S1":set { registry = { ["Max Recipients on Submit"] = 10 } }
    write("six, later", names(MOST + 1))
  end)
  run:to "11:00"
end

local TEXT <const> = "The number of recipients on this message exceeds the upper limit configured by the administrator"

function scenario.expect(seen)
  seen:message "five":delivered():times(MOST)
  seen:message "server list":delivered():times(10)
  seen:message "six, later":delivered():times(MOST + 1)
  seen:inferred():message "five from outside":delivered():times(MOST)
end

function scenario.unfixed(seen)
  for _, name in ipairs { "six", "six from outside" } do seen:inferred():message(name):delivered():times(MOST + 1) end
end

function scenario.fixed(seen)
  for _, name in ipairs { "six", "personal list" } do
    seen:message(name):discarded { why = "The item could not be sent. " .. TEXT .. "." }:times(MOST + 1)
  end
  seen:message "six, older client":discarded { why = "The item could not be sent. The client operation failed." }:times(MOST + 1)
  for _, name in ipairs { "six", "six, older client", "personal list" } do
    seen:message(name):never "delivered"
    seen:inferred():report(name):never()
    seen:inferred():message(name):never "queued"
  end
  seen:message "six from outside":never "delivered"
  seen:event(4117, { server = "S1" }):once()
  seen:message "six from outside":discarded { why = "moved to Archive" }:times(MOST + 1)
  seen:report "six from outside":never()
end

return scenario
