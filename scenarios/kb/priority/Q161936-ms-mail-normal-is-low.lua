-- Mail of normal priority from MS Mail goes through the MTA's low queue, behind what Exchange users
-- send.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q161936",
  title    = "Normal mail from MS Mail goes through the low priority queue",
  says     = { "MS Mail normal priority goes through the low queue of the MTA",
               "high priority goes through the normal queue, unless the sender has the right \"Urgent\": then through the high one" },
  products = { "4.0 SP3", "4.0 SP5" },
  fixed    = "4.0 SP4",
  mutant   = { "MSMAIL_NORMAL_IS_LOW" },
  start    = "1997-03-03 08:00",
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local s1, t1 = one:add_server "S1", two:add_server "T1"
  s1:add_mailbox "ann"
  t1:add_mailbox "tim"
  s1:add_connector { kind = "msmail", spaces = "MS:*" }
  org:pair("x400", { name = "X", s1, t1 })
  org:add_host "PO1"
end

-- The link is closed until 10:00; all figures are ours.
function scenario.drive(run, org)
  local post = function(name, options)
    options.from, options.to, options.via, options.by, options.as = "fred@po1.example.com", "tim", "S1", "msmail", name
    org:host "PO1":send(options)
  end
  run:at("08:30", function() org:connector "X":set { schedule = "10:00-12:00" } end)
  run:at("09:00", function() org:send { from = "ann", to = "tim", priority = "non-urgent", as = "low" } end)
  run:at("09:01", function() post("ms normal", {}) end)
  run:at("09:02", function() post("ms high", { priority = "urgent" }) end)
  run:at("09:03", function() org:send { from = "ann", to = "tim", as = "normal" } end)
  run:at("09:04", function() post("ms urgent", { priority = "urgent", urgent_right = true }) end)
  run:to "11:00"
end

local function in_order(seen, names)
  local list = {}
  for i, name in ipairs(names) do list[i] = seen:message(name):transferred():after "10:00" end
  seen:in_order(list)
end

function scenario.unfixed(seen)
  in_order(seen, { "ms urgent", "ms high", "normal", "low", "ms normal" })
end

function scenario.fixed(seen)
  in_order(seen:inferred(), { "ms urgent", "ms normal", "ms high", "normal", "low" })
end

return scenario
