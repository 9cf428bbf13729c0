-- tour.lua - the whole scenario language in one run, for test_scenario.c.
--
-- SPDX-License-Identifier: MIT

local exsim = require "exsim"
local s = exsim.scenario { products = { "5.5 SP4", "4.0 SP3" } }

function s.build(org)
  org:set { calculation_delay = "1 min" }
  local a, b = org:add_site "A", org:add_site "B"
  local h = a:add_server("H", { fixes = { "Q217131" } })
  local h2 = a:add_server { "H2" }
  local p = b:add_server("P", { product = "5.5 SP1", builds = { mta = "5.5.2654.38" } })
  assert(org:server "h" == h and org:site "A" == a and h ~= h2 and h.name == "H")
  assert(tostring(h) == "server H" and tostring(org:service("H", "mta")) == "service mta of H")
  local ann = h:add_mailbox("ann", { proxies = "SMTP:ann@example.com" })
  ann:set { proxies = { "SMTP:a.nn@example.com" } }
  assert(org:mailbox "ann" == ann)
  p:add_mailbox "bob"
  org:add_recipient("max", { target = "SMTP:max@far.example", server = "H2" })
  h2:add_recipient("moritz", { target = "SMTP:moritz@far.example" })
  local there, back = org:pair("x400", { name = "LINE", h, "P", cost = 3, open_interval = 60,
                               schedule = "always" })
  assert(there.name == "LINE" and back.name == "LINE (P)" and org:connector "LINE" == there)
  assert(org:connector("line", p) == back and org:connector("LINE", "H") == there)
  local ims = h2:add_connector { kind = "ims", name = "POST", spaces = "SMTP:*",
                                 retry_interval = ".25, .5, 1, 4", timeout_normal = "2 d" }
  ims:set { spaces = { "SMTP:", { "SMTP:*", cost = 5, scope = "organization" } } }
  local far = org:add_host("mail.far.example", { mx_for = { "far.example", "example.net" }, preference = 5 })
  far:answers { "RCPT", times = 2, "452 later" }
  far:answers { "RCPT", "550 no", to = "nobody@far.example" }
  org:add_host("spare", { up = false })
  local line = org:add_link("SHARED", { h2, p })
  h2:add_connector { kind = "x400", name = "SECOND", to = p, link = line, connected_sites = { b },
                     cost = 50, max_open_retries = 10 }
  p:add_connector { kind = "x400", name = "SHARED LINE", to = h2, link = "SHARED",
                    connected_sites = "A", cost = 50 }
  h:add_connector { kind = "x400", name = "OUT", to = "mail.far.example", spaces = { "X400:c=DE;a=dbp" } }
  line:set { latency = "5 ms", bandwidth = 64000 }
  b:set { max_open_retries = 5 }
  h:set { registry = { ["Gateway In Threads"] = 2 }, only_use_least_cost_routes = true }
end

function s.drive(run, org)
  org:send { from = "ann", to = { "bob", org:recipient "max" }, cc = "moritz", as = "many",
             priority = "urgent", size = 2048 }
  org:send { from = "ann", to = "nobody@far.example", as = "refused" }
  org:send { from = "ann", to = "x@nowhere.example", as = "nowhere" }
  org:send { from = "ann", to = "SMTP:flawed", as = "flawed" }
  org:link "LINE":cut()
  org:send { from = "bob", to = "ann", as = "back" }
  run:to "09:00"
  org:link("H", "H2"):cut()
  org:link("H", "H2"):restore()
  org:host "mail.far.example":send { from = "max@far.example", to = "ann@example.com", via = "H2", as = "in" }
  run:to "+30 min"
  org:server "P":patch { product = "5.5 SP3", fixes = "Q186714" }
  org:server "P":stop()
  assert(not org:service("P", "mta"):is_running())
  org:server "P":start()
  assert(org:server "P":service "store":is_running())
  org:connector "LINE":set { schedule = "22:00-06:00", cost = 7 }
  org:link "LINE":refuse()
  org:link "LINE":hang()
  org:link "LINE":restore()
  org:host "mail.far.example":down()
  org:host "mail.far.example":up()
  org:host "mail.far.example":answers {}
  org:site "A":calculate()
  org:replicate()
  org:connector "OUT":remove()
  local n = 0
  run:every("10 min", { from = "+5 min", to = "+1 h" }, function(i) n = i end)
  run:every("1 min", function() end)
  run:to "Tue 08:00"
  assert(n == 7, n)
end

function s.expect(seen)
  seen:message "many":delivered_to "bob"
  seen:message "refused":returned()
  seen:message "nowhere":returned()
  seen:message "flawed":returned()
  seen:message "in":delivered_to "ann"
  seen:message "back":rerouted { from = "LINE", to = "SHARED LINE" }   -- the far ends
  seen:queue("P", "LINE"):at "09:00":holds(0)
end

return s
