-- Rows of blank address spaces are lost on the way into another site's table.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q180730",
  title    = "Rows of blank address spaces are missing in other sites",
  says     = { "rows without a value, as \"SMTP =\", are lost when a table is imported",
               "corrected in 4.0 SP5 and 5.5 SP1" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP2", "5.5", "5.5 SP1" },
  fixed    = { "4.0 SP5", "5.5 SP1" },
  mutant   = { "BLANK_ROWS_LOST" },
}

function scenario.build(org)
  local h1, h2 = org:add_site "S1":add_server "H1", org:add_site "S2":add_server "H2"
  h1:add_connector { kind = "ims", spaces = { "SMTP:", "SMTP:*@x.com" } }
  org:pair("site", { name = "WAN", h1, h2 })
end

function scenario.drive(run) run:to "09:00" end

function scenario.expect(seen)
  seen:inferred():routes "S1":has { space = "SMTP:" }
  seen:inferred():routes "S2":has { space = "SMTP:*@x.com" }
end

scenario.case("a blank space and another", {
  unfixed = function(seen) seen:routes "S2":lacks { space = "SMTP:" } end,
  fixed = function(seen) seen:inferred():routes "S2":has { space = "SMTP:", path = { "WAN (H2)", "IMS (H1)" } } end,
})

return scenario
