-- The server that calculates routing was deleted from the site: hours later another is selected, and until
-- then the table becomes out of date.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152960",
  title    = "The first server of a site is removed",
  says     = { "the first server in a site is its routing calculation server",
               "if it is deleted without a new one being named Exchange selects another one, after several hours or longer",
               "in the meantime routing information may become out of date",
               "an administrator can select a new one" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "ATTENDANT_ELECTED" },
}

-- Times and names ours.
function scenario.build(org)
  local site = org:add_site "SITE"
  for i = 1, 3 do site:add_server("S" .. i) end
  org:set { timed_replication = true }
  org:server "S2":add_mailbox "ann"
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

local function drive(named)
  return function(run, org)
    run:at("09:00", function()
      org:server "S1":stop()
      org:server "S2":delete_server "S1"
    end)
    run:at("09:10", function() org:server "S3":add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" } end)
    if named then run:at("10:00", function() org:site "SITE":set { calculation_server = "S3" } end) end
    for _, hour in ipairs { 12, 14 } do
      run:at(hour .. ":00", function() org:send { from = "ann", to = "x@example.com", as = "at " .. hour } end)
    end
    run:to "15:00"
  end
end

local route = { space = "SMTP:*", connector = "IMS" }

scenario.case("left alone", {
  drive = drive(false),
  expect = function(seen)
    seen:routes "SITE":at "12:50":lacks(route)
    seen:message "at 12":returned { diagnostic = "unrecognized-or-name" }
    seen:routes "SITE":at "13:30":has(route)
    seen:message "at 14":delivered_to "x@example.com"
  end,
})

scenario.case("one is named", {
  drive = drive(true),
  expect = function(seen)
    seen:routes "SITE":at "10:30":has(route)
    seen:message "at 12":delivered_to "x@example.com"
  end,
})

return scenario
