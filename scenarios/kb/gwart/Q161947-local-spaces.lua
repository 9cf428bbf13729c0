-- Address spaces go to every site, unless they are of type LOCAL; on a Site Connector only such ones
-- count at all.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q161947",
  title    = "Address space replication with LOCAL address spaces",
  says     = { "each site learns every route of another, so mail goes to a site that must send it back, or to another site's IMC",
               "a space of type LOCAL is not replicated to other sites",
               "a plain space on a Site Connector is ignored, a LOCAL one lets the site use the other's IMC",
               "on an X.400 Connector a plain one works, and replicates on" },
  products = { "4.0 SP3", "4.0 SP5", "5.0 SP2" },
  fixed    = { "4.0 SP4", "5.0" },
  mutant   = { "LOCAL_SPACES", "SPACE_SCOPE", "SITE_CONNECTOR_SPACES", "IMPORT_TABLES" },
}

-- ours: all costs 1. The article's open space is blank; SMTP:* here, for some builds lose blank ones.
function scenario.build(org)
  local a, b, c = org:add_site "SITEA", org:add_site "SITEB", org:add_site "SITEC"
  local sa, sb, sc = a:add_server "SA", b:add_server "SB", c:add_server "SC"
  sb:add_mailbox "bob"
  org:add_host("mail.x.com", { mx_for = "x.com" })
  sa:add_connector { kind = "ims", spaces = { "SMTP:*" } }
  sa:add_connector { kind = "site", name = "A-B", to = sb }
  sb:add_connector { kind = "site", name = "B-A", to = sa }
  org:pair("x400", { name = "C-A", sc, sa })
  org:pair("x400", { name = "C-B", sc, sb })
end

function scenario.drive(run, org)
  local function to(spaces, connector)
    return function() org:connector(connector):set { spaces = spaces } org:replicate() end
  end
  run:at("09:00", to({ "LOCAL:SMTP:*" }, "IMS (SA)"))
  run:at("09:10", function() org:send { from = "bob", to = "u@x.com", as = "no way" } end)
  run:at("10:00", to({ "SMTP:*" }, "B-A"))
  run:at("11:00", to({ "LOCAL:SMTP:*" }, "B-A"))
  run:at("11:10", function() org:send { from = "bob", to = "u@x.com", as = "by A" } end)
  run:at("12:00", to({}, "B-A"))
  run:at("13:00", to({ "SMTP:*" }, "C-A"))
  run:to "14:00"
end

function scenario.expect(seen)
  seen:routes "SITEB":at "08:30":has { space = "SMTP:*", path = { "B-A", "IMS (SA)" }, cost = 2 }
  seen:routes "SITEC":at "08:30":has { space = "SMTP:*", path = { "C-A", "IMS (SA)" }, cost = 2 }
end

scenario.case("LOCAL", {
  fixed = function(seen)
    seen:routes "SITEA":at "09:30":has { space = "SMTP:*", path = { "IMS (SA)" }, scope = "site" }
    seen:routes "SITEB":at "09:30":rows(0, { space = "SMTP:*" })
    seen:routes "SITEC":at "09:30":rows(0, { space = "SMTP:*" })
    seen:inferred():message "no way":returned()
    seen:routes "SITEB":at "10:30":rows(0, { space = "SMTP:*" })
    seen:routes "SITEB":at "11:30":has { space = "SMTP:*", path = { "B-A" }, scope = "site" }
    seen:routes "SITEC":at "11:30":rows(0, { space = "SMTP:*" })
    seen:message "by A":via "IMS (SA)"
    seen:routes "SITEC":at "13:30":has { space = "SMTP:*", path = { "C-A" } }
    seen:routes "SITEB":at "13:30":has { space = "SMTP:*", path = { "C-B (SB)", "C-A" } }
  end,
})

return scenario
