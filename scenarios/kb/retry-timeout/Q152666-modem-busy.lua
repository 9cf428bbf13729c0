-- A modem that another RAS connection holds fails every open of the Dynamic RAS Connector, until its
-- Max Open Retries are used up; a second modem, or a schedule for another time, helps.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152666",
  title    = "Messages in RAS Connector queue NDR when modem is busy",
  says     = { "an open while the modem is in use by another RAS connection fails",
               "it is tried until the retry value of the connector's override page is exhausted",
               "then an NDR: congestion in the message transfer service",
               "a schedule for a time when the modem is free avoids it",
               "another modem, whose port or any available one the phone-book entry names, avoids it" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "MODEM_BUSY_FAILS", "EXHAUSTED_RETURNS", "CONNECTOR_OVERRIDES", "PHONE_BOOK_PORT" },
  start    = "1998-03-02 08:00",
}

-- S1 calls S2 and S3; the call to S3 lasts from nine to ten.
local function three_sites(org, options)
  local s1 = org:add_site "ONE":add_server "S1"
  local s2 = org:add_site "TWO":add_server "S2"
  local s3 = org:add_site "THREE":add_server "S3"
  s1:add_mailbox "ann"
  s2:add_mailbox "bob"
  s3:add_mailbox "cat"
  org:pair("ras", { name = "TWO", s1, s2, max_open_retries = 3, open_interval = "60 s" })   -- (ours)
  org:pair("ras", { name = "THREE", s1, s3 })
  org:link "THREE":set { bandwidth = 9600 }                                                 -- (ours)
  if options.modems then s1:set { modems = options.modems } end
  for name, port in pairs(options.ports or {}) do org:connector(name, "S1"):set { modem_port = port } end
  if options.schedule then org:connector("TWO", "S1"):set { schedule = options.schedule } end
end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "cat", size = "4200 K", as = "long" } end)
  run:at("09:05", function() org:send { from = "ann", to = "bob", as = "m" } end)
  run:to "12:00"
end

scenario.case("the modem is in use", {
  build = function(org) three_sites(org, {}) end,
  drive = drive,
  expect = function(seen)
    seen:inferred():message "long":delivered_to "cat":between("09:58", "10:02")   -- the call lasts so long
    seen:association("S1", "TWO"):failed { why = "the modem is in use" }:times(3)
    seen:association("S1", "TWO"):opened():never()
    seen:message "m":returned { diagnostic = "mts-congestion", rule = "EXHAUSTED_RETURNS" }
    seen:report "m":diagnostic "mts-congestion"
      :text "The recipient could not be processed due to congestion in the message transfer service"
    seen:report "m":to "ann":delivered()
    seen:inferred():association("S1", "TWO"):tried():between("09:06", "09:06:01"):once()
    seen:inferred():association("S1", "TWO"):tried():between("09:07", "09:07:01"):once()
    seen:inferred():message "m":returned():between("09:08", "09:08:01")          -- 3 x 60 s
    for _, number in ipairs { 9311, 1028, 1294, 289, 301 } do
      seen:inferred():event(number, { server = "S1" }):times(3)
    end
    seen:inferred():event(9311, { server = "S1" }):text "/CN=Connections/CN=TWO. RAS error code returned: 633"
    seen:inferred():in_order { seen:event(9311), seen:event(1028), seen:event(1294), seen:event(289) }
  end,
})

local function delivered(seen)
  seen:message "m":delivered_to "bob":before "09:10"
  seen:message "m":never "returned"
  seen:inferred():association("S1", "TWO"):failed():never()
end

scenario.case("another modem, any available port", {
  build = function(org) three_sites(org, { modems = 2, ports = { TWO = 0, THREE = 1 } }) end,
  drive = drive, expect = delivered,
})

scenario.case("another modem, the new port", {
  build = function(org) three_sites(org, { modems = 2, ports = { TWO = 2, THREE = 1 } }) end,
  drive = drive, expect = delivered,
})

-- It is of no use as long as both phone-book entries name the old port.
scenario.case("another modem, the old port", {
  build = function(org) three_sites(org, { modems = 2, ports = { TWO = 1, THREE = 1 } }) end,
  drive = drive,
  expect = function(seen)
    seen:inferred():association("S1", "TWO"):failed { why = "the modem is in use" }:times(3)
    seen:inferred():report "m":diagnostic "mts-congestion"
  end,
})

-- The modem that is in use is the one that is called.
scenario.case("the line is busy", {
  build = function(org)
    three_sites(org, {})
    org:add_site "FOUR":add_server "S4":add_mailbox "dan"
    org:pair("ras", { name = "FOUR", "S3", "S4" })
    org:link "FOUR":set { bandwidth = 9600 }
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "cat", to = "dan", size = "4200 K", as = "long" } end)
    run:at("09:05", function() org:send { from = "ann", to = "cat", as = "m" } end)
    run:to "12:00"
  end,
  expect = function(seen)
    local inferred = seen:inferred()
    inferred:association("S1", "THREE"):failed { why = "the line is busy" }:times(7)
    inferred:event(9311, { server = "S1" }):text "RAS error code returned: 676":times(7)
    inferred:message "m":delivered_to "cat":between("10:15", "10:16")
  end,
})

scenario.case("a time when the modem is free", {
  build = function(org) three_sites(org, { schedule = "10:15-10:45" }) end,               -- (ours)
  drive = drive,
  expect = function(seen)
    seen:message "m":delivered_to "bob":between("10:15", "10:20")
    seen:message "m":never "returned"
  end,
})

return scenario
