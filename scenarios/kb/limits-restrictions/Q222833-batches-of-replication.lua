-- Changes of public folders are put together into replication messages of 300 KB; a larger one goes
-- alone. It is no limit: that of an Internet Mail Service is one.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q222833",
  title    = "The size limit of public folder replication messages",
  says     = { "with the default of 300 KB six changes of 50 KB go in one message",
               "one of 1 MB goes straight through",
               "limits of the MTA and of X.400 Connectors do not hold for replication messages, those of an Internet Mail Service do" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "FOLDER_BATCHES", "SYSTEM_IGNORES_LIMITS", "IMS_SIZE_LIMIT" },
}

-- Two sites, over an X.400 Connector or over Internet Mail Services (ours).
local function build(kind, limit)
  return function(org)
    for _, name in ipairs { "A", "B" } do
      local site = org:add_site(name)
      site:set { smtp_domain = name:lower() .. ".org.com" }
      site:add_server(name .. "1"):set { mta_size_limit = "100 K", log_replication_incoming = 5 }
    end
    if kind == "x400" then
      org:pair("x400", { name = "LINE", "A1", "B1" }):set { size_limit = "100 K" }
    else
      for _, name in ipairs { "A", "B" } do
        org:server(name .. "1"):add_connector { kind = "ims", name = "IMS " .. name, spaces = "SMTP:*", size_limit = limit }
        org:add_host(name:lower(), { mx_for = name:lower() .. ".org.com", server = name .. "1" })
      end
      org:connector "IMS A":set { connected_sites = "B" }
      org:connector "IMS B":set { connected_sites = "A" }
    end
    org:server "A1":add_folder("NEWS", { replicas = "B1" })
  end
end

local function drive(run, org)
  run:at("09:00", function() org:server "A1":post("NEWS", 6, "50 K") end)
  run:at("10:00", function() org:server "A1":post("NEWS", 7, "50 K") end)
  run:at("11:00", function() org:server "A1":post("NEWS", 1, "1 MB") end)
  run:to "12:00"
end

local function contents(seen, from, to)
  return seen:event(3028, { server = "B1" }):text "Type: 0x4":between(from, to)
end

scenario.case("over X.400", {
  build = build "x400", drive = drive,
  expect = function(seen)
    contents(seen, "09:00", "09:59"):once():text "CN min: 1 CN max: 6"
    contents(seen, "10:00", "10:59"):times(2)
    seen:inferred():counter("B1", "Public Folder Items"):at "10:30":is(13)
    contents(seen, "11:00", "11:59"):once():text "CN min: 14 CN max: 14"
    seen:counter("B1", "Public Folder Items"):at "11:59":is(14)
  end,
})

scenario.case("over an Internet Mail Service with a limit", {
  build = build("ims", "500 K"), drive = drive,
  expect = function(seen)
    contents(seen, "09:00", "09:59"):once()
    contents(seen, "11:00", "11:59"):never()
    seen:counter("B1", "Public Folder Items"):at "11:59":is(13)
  end,
})

return scenario
