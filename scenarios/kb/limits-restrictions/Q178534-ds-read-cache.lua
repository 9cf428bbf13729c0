-- The MTA believes for sixty seconds what it read of the directory.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q178534",
  title    = "ds_read cache latency",
  says     = { "what the MTA reads of the directory is cached, ds_read cache latency (secs) is 60 by default" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "DS_READ_CACHED" },
}

function scenario.build(org)                                     -- (ours): all of it
  local site = org:add_site "SITE"
  for _, name in ipairs { "S1", "S2", "S3" } do site:add_server(name) end
  org:server "S1":add_mailbox "ann"
  org:server "S2":add_mailbox "mia"
end

local function drive(seconds)
  return function(run, org)
    local function write(name) org:send { from = "ann", to = "mia", as = name } end
    if seconds then org:server "S1":set { registry = { ["ds_read cache latency (secs)"] = seconds } } end
    run:at("09:00", function() write "first" end)
    run:at("09:00:20", function() org:mailbox "mia":move "S3" end)
    run:at("09:00:40", function() write "soon" end)
    run:at("09:01:10", function() write "later" end)
    run:to "10:00"
  end
end

scenario.case("as it is", {
  drive = drive(),
  expect = function(seen)
    seen:message "first":path { "S1", "S2" }
    seen:message "soon":path { "S1", "S2" }
    seen:message "later":path { "S1", "S3" }
    seen:inferred "the old server believes it too (Q172364)":message "soon":returned():once()
  end,
})

scenario.case("ten seconds", {
  drive = drive(10),
  expect = function(seen) seen:message "soon":path { "S1", "S3" } end,
})

return scenario
