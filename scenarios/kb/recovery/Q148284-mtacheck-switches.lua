-- mtacheck's switches: what it says, and what it removes.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q148284",
  title    = "When and how to use Mtacheck",
  says     = { "/v verbose; /f to a file; without them a short log",
               "/rd removes directory replication messages, /rp public folder replication (4.0 SP4, 5.0)",
               "/rl removes messages of link monitors (5.0)" },
  products = { "4.0 SP3", "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  fixed    = "MTACHECK_DROPS_PROBES",
  mutant   = { "MTACHECK_DROPS_REPLICATION", "MTACHECK_DROPS_PROBES" },
  start    = "1998-03-02 08:00",
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local s1, t1 = one:add_server "S1", two:add_server "T1"
  s1:add_mailbox "ann"
  t1:add_mailbox "tim"
  org:pair("x400", { name = "X", s1, t1 })
end

-- Three, two, one and four of each kind (ours) wait for a link that is down.
local function fill(run, org)
  local s1, t1 = org:server "S1", org:server "T1"
  run:at("08:59", function() org:link "X":cut() end)
  run:at("09:00", function()
    for i = 1, 3 do org:send { from = s1:directory(), to = t1:directory(), kind = "system", as = "rd " .. i } end
    for i = 1, 2 do org:send { from = s1:public_store(), to = t1:public_store(), kind = "system", as = "rp " .. i } end
    org:send { from = "ann", to = "tim", kind = "probe", as = "rl" }
    for i = 1, 4 do org:send { from = "ann", to = "tim", as = "m " .. i } end
  end)
end

local function run_with(switches)
  return function(run, org)
    local s1 = org:server "S1"
    fill(run, org)
    run:at("10:00", function()
      s1:service "mta":stop()
      s1:mtacheck(switches)
    end)
    run:at("10:10", function()
      s1:service "mta":start()
      org:link "X":restore()
    end)
    run:to "12:00"
  end
end

-- Of each kind, with its number: what arrives and what does not.
local all = { rd = { "rd 1", "rd 2", "rd 3" }, rp = { "rp 1", "rp 2" }, rl = { "rl" },
              m = { "m 1", "m 2", "m 3", "m 4" } }

local function expect(seen, removed)
  for kind, names in pairs(all) do
    for _, name in ipairs(names) do
      if removed[kind] then
        seen:message(name):discarded():at "10:00":once()
        seen:message(name):delivered():never()
      else
        seen:message(name):delivered():after "10:10":once()
      end
    end
  end
end

scenario.drive = run_with "/v /f mtacheck.log"

function scenario.expect(seen)
  expect(seen, {})
  seen:mtacheck "S1":text "Starting object integrity checks":once()
  seen:mtacheck "S1":text "Checking object 06":times(10)
  seen:mtacheck "S1":text "Database clean, no errors detected.":once()
end

scenario.case("without a switch", {
  drive = run_with(),
  expect = function(seen)
    expect(seen, {})
    seen:mtacheck "S1":text "Checking object":never()
    seen:mtacheck "S1":text "Database clean, no errors detected.":once()
  end,
})

scenario.case("/rd", {
  since = "MTACHECK_DROPS_REPLICATION",
  drive = run_with "/rd",
  expect = function(seen) expect(seen, { rd = true }) end,
})

scenario.case("/rp", {
  since = "MTACHECK_DROPS_REPLICATION",
  drive = run_with "/v /rp",
  expect = function(seen) expect(seen, { rp = true }) end,
})

scenario.case("/RL", {
  drive = run_with "/RL",
  fixed = function(seen) expect(seen, { rl = true }) end,
  unfixed = function(seen) expect(seen, {}) end,
})

scenario.case("all of them", {
  since = "MTACHECK_DROPS_PROBES",
  drive = run_with "/rd /rp /rl",
  expect = function(seen) expect(seen, { rd = true, rp = true, rl = true }) end,
})

return scenario
