-- 4.0 SP2: an Internet Mail Connector that dials by the week, with times of their own for weekends, does
-- not dial at weekends.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q157707",
  title    = "IMC does not dial on weekends",
  says     = { "SP2: the IMC can dial out and deliver on a daily or weekly basis",
               "weekly with a weekend schedule: it does not dial on the weekends; the values were saved incorrectly",
               "daily, or weekly without a separate weekend schedule, dials on weekends too",
               "corrected in the latest service pack: 4.0 SP4" },
  products = { "4.0 SP2", "4.0 SP3", "4.0 SP4", "4.0 SP5" },
  fixed    = { "4.0 SP4" },
  mutant   = { "WEEKEND_VALUES_WRONG" },
  start    = "1998-03-06 17:00",                               -- a Friday
}

local function build(dial)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    local isp = org:add_host("isp.net", { mx_for = "isp.net" })
    server:add_connector { kind = "ims", spaces = "SMTP:*", to = isp, dial = dial, timeout_normal = "7 d" }
  end
end

function scenario.drive(run, org)
  run:at("18:00", function() org:send { from = "ann", to = "x@ext.com", as = "m" } end)
  run:at("1998-03-07 12:00", function() org:send { from = "ann", to = "x@ext.com", as = "sat" } end)
  run:to "1998-03-09 12:00"
end

local function goes(name, when, basis)
  return function(seen)
    seen = basis and seen or seen:inferred()
    seen:message(name):delivered():within "2 min":of("1998-03-" .. when)
    seen:message(name):delivered():after("1998-03-" .. when)
  end
end

scenario.case("weekly, and a time for weekends", {
  build = build "weekly 08:00, weekend 10:00",
  unfixed = function(seen)
    seen:message "m":delivered():before "1998-03-09 07:00":never()
    goes("m", "09 08:00")(seen)
    goes("sat", "09 08:00")(seen)
  end,
  fixed = function(seen)
    goes("m", "07 10:00")(seen)
    goes("sat", "08 10:00")(seen)
  end,
})

for _, dial in ipairs { "daily 08:00", "weekly 08:00" } do
  scenario.case(dial, {
    build = build(dial),
    expect = function(seen)
      goes("m", "07 08:00", true)(seen)
      goes("sat", "08 08:00", true)(seen)
    end,
  })
end

return scenario
