-- A report on a member outside goes to the sender, though the list says: to the owner.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q191086",
  title    = "A foreign member's report goes to the sender, not to the owner of the list",
  says     = "a list with invalid foreign SMTP members that reports to its owner: the reports go only to the sender",
  products = { "5.0 SP2", "5.5 SP4" },
  since    = { "5.0", "5.5" },
  mutant   = { "FOREIGN_REPORT_TO_SENDER" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  for _, name in ipairs { "ann", "olga" } do s1:add_mailbox(name) end
  s1:add_recipient("bad", { target = "SMTP:bad@nowhere.example" })
  s1:add_connector { kind = "ims", spaces = { "SMTP:*" } }
  site:add_list("sales", { members = { "bad" }, owner = "olga",
                           report_to_owner = true, report_to_originator = false })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "sales", as = "m" } end)
  run:to "12:00"
end

function scenario.expect(seen)
  seen:message "m":expanded { list = "sales" }
  seen:report "m":to "ann":once()
  seen:report "m":to "olga":never()
end

return scenario
