-- Of two routes, SMTP: (blank) and SMTP:*, mail takes SMTP:* even where it is the dearer one.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q152471",
  title    = "SMTP:* is taken before a blank SMTP: address space",
  says     = { "mail moves on SMTP:* even if it costs more than SMTP:",
               "best fit: exact, wildcard, partial substring, no match; * is wildcard, blank is partial" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "MATCH_CLASS_FIRST" },
}

function scenario.build(org)
  local site = org:add_site "SITE"
  local home, imc1, imc2 = site:add_server "HOME", site:add_server "IMC1", site:add_server "IMC2"
  home:add_mailbox "ann"
  imc1:add_connector { kind = "ims", name = "BLANK", spaces = { { "SMTP:", cost = 1 } } }
  imc2:add_connector { kind = "ims", name = "STAR", spaces = { { "SMTP:*", cost = 50 } } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  local function send(as) return function() org:send { from = "ann", to = "u@example.com", as = as } end end

  run:at("09:00", send "both spaces")
  run:at("10:00", function() org:connector "STAR":set { spaces = {} } org:replicate() end)
  run:at("10:01", send "blank alone")
  run:at("11:00", function()
    org:connector "BLANK":set { spaces = { { "SMTP:*", cost = 1 } } }
    org:connector "STAR":set { spaces = { { "SMTP:*", cost = 50 } } }
    org:replicate()
  end)
  run:at("11:01", send "two of one class")
  run:at("12:00", function()
    org:connector "BLANK":set { spaces = { { "SMTP:u@example.com", cost = 90 } } }
    org:replicate()
  end)
  run:at("12:01", send "exact")
  run:to "13:00"
end

function scenario.expect(seen)
  seen:decision("both spaces", "HOME"):takes "STAR"
  seen:decision("both spaces", "HOME"):fells("BLANK", "MATCH_CLASS_FIRST")
  seen:decision("exact", "HOME"):takes "BLANK"
  seen:decision("exact", "HOME"):fells("STAR", "MATCH_CLASS_FIRST")
  seen:inferred():decision("blank alone", "HOME"):takes "BLANK"
  seen:inferred():decision("two of one class", "HOME"):takes "BLANK":by_rule "STEP_6_COST"
  seen:inferred():message "blank alone":delivered()
end

return scenario
