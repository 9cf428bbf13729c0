-- An RFC-822 DDA with some characters encoded and others not is encoded as a whole.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q254725",
  title    = "NDR for a DDA with mixed characters",
  says     = { "first(u)last@domain.com becomes first(040)u(041)last@domain.com, and comes back",
               "first_last(a)domain.com becomes first(u)last(040)a(041)domain.com, and comes back",
               "first_last@domain.com and first(u)last(a)domain.com are handled correctly" },
  products = { "5.5 SP3", "5.5.2652.16", "5.5 SP4" },
  fixed    = { "5.5.2652.16" },
  mutant   = { "DDA_MIX_ENCODED_TWICE" },
}

local ADDRESS = "X400:c=FR;a=ATLAS;p=INTERNET;dda:RFC-822="

local values = { "first(u)last@domain.com", "first_last(a)domain.com", "first_last@domain.com",
                 "first(u)last(a)domain.com" }

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox "ann"
  local atlas = org:add_host "ATLAS"
  atlas:knows(ADDRESS .. "first(u)last(a)domain.com")
  s1:add_connector { kind = "x400", name = "X1", to = atlas, spaces = { { "X400:c=FR;a=ATLAS", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, value in ipairs(values) do org:send { from = "ann", to = ADDRESS .. value, as = value } end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "first_last@domain.com":delivered()
  seen:message "first(u)last(a)domain.com":delivered()
end

function scenario.unfixed(seen)
  seen:message "first(u)last@domain.com":carried { recipient = ADDRESS .. "first(040)u(041)last(a)domain.com;" }
  seen:message "first_last(a)domain.com":carried { recipient = ADDRESS .. "first(u)last(040)a(041)domain.com;" }
  for i = 1, 2 do seen:message(values[i]):returned { diagnostic = "unrecognized-or-name" } end
end

function scenario.fixed(seen)
  for i = 1, 2 do seen:inferred():message(values[i]):delivered() end
end

return scenario
