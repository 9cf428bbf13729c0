-- A list is expanded in its home site, by whoever gets the mail there; here, if that is set; on its
-- expansion server, whatever is set.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q185194",
  title    = "Where a distribution list is expanded",
  says     = { "without an expansion server any server of the list's home site expands it",
               "from another site one message goes there, and the bridgehead that receives it expands it and fans out",
               "with several target servers that may differ from message to message; with one it is always that one",
               "Expand remote distribution lists locally: it is expanded in the sender's site",
               "a list with an expansion server is expanded there alone, whatever else is set" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "REMOTE_LIST_GOES_HOME", "EXPANSION_SERVER", "REDIRECT_IS_NO_LOOP" },
}

local COUNT <const> = 20 -- (ours)

-- `kind` joins SITE1 with SITE2, where the list is at home.
local function build(kind)
  return function(org)
    local one, two = org:add_site "SITE1", org:add_site "SITE2"
    local s1 = one:add_server "S1"
    local b1, b2, m1 = two:add_server "B1", two:add_server "B2", two:add_server "M1"
    s1:add_mailbox "ann"
    for _, name in ipairs { "a1", "a2" } do s1:add_mailbox(name) end
    b2:add_mailbox "b1"
    m1:add_mailbox "b2"
    two:add_list("sales", { members = { "a1", "a2", "b1", "b2" } })
    if kind == "x400" then
      org:pair("x400", { name = "LINE", s1, b1, cost = 1 })
    else
      s1:add_connector { kind = "site", name = "LINE", targets = { { "B1", cost = 1 }, { "B2", cost = 1 } } }
      b1:add_connector { kind = "site", name = "BACK", targets = { { "S1", cost = 1 } } }
    end
  end
end

local function write(org, first, last)
  for i = first, last do org:send { from = "ann", to = "sales", as = "m" .. i } end
end

-- In turn: nothing set; expanded locally; an expansion server; both.
local function drive(run, org)
  run:at("09:00", function() write(org, 1, COUNT) end)
  run:at("10:00", function()
    org:server "S1":set { expand_remote_lists = true }
    org:send { from = "ann", to = "sales", as = "locally" }
  end)
  run:at("11:00", function()
    org:list "sales":set { expansion_server = "M1" }
    org:send { from = "ann", to = "sales", as = "on M1, set locally" }
  end)
  run:at("12:00", function()
    org:server "S1":set { expand_remote_lists = false }
    org:send { from = "ann", to = "sales", as = "on M1" }
  end)
  run:to "13:00"
end

local function expect(seen)
  for i = 1, COUNT do
    seen:message("m" .. i):expanded { list = "sales", members = 4 }:once()
    seen:message("m" .. i):never("expanded", { server = "S1" })
    for _, name in ipairs { "a1", "a2", "b1", "b2" } do
      seen:message("m" .. i):delivered_to(name):once()
    end
  end
  seen:message "locally":expanded { server = "S1" }
  seen:message "on M1":expanded { server = "M1" }:once()
  seen:message "on M1, set locally":expanded { server = "M1" }:once()
end

-- The members a1 and a2 are where the mail came from: that is no loop.
-- One copy over the link; by chance on either bridgehead, both of them in twenty.
scenario.case("over a Site Connector", {
  build = build "site",
  drive = drive,
  expect = function(seen)
    expect(seen)
    for i = 1, COUNT do seen:message("m" .. i):via "LINE":once() end
    seen:message "m1":expanded { server = "B1" }
    seen:message "m2":expanded { server = "B2" }
  end,
})

scenario.case("over an X.400 Connector", {
  build = build "x400",
  drive = drive,
  expect = function(seen)
    expect(seen)
    for i = 1, COUNT do
      seen:message("m" .. i):transferred { target = "B1" }:once()
      seen:message("m" .. i):expanded { server = "B1" }
    end
  end,
})

return scenario
