-- A foreign X.400 system discloses recipients to each other: one member of the list gets nothing.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q193961",
  title    = "One Exchange member of a list is dropped from mail with disclosed recipients",
  says     = { "another X.400 system writes to the X.400 address of an Exchange list: one Exchange member does not get it",
               "the expanded list is right",
               "the cause is the option to disclose recipients",
               "fixed: all get it" },
  products = { "5.5 SP1", "5.5 SP2" },
  since    = { "5.5" },
  fixed    = { "5.5.2421.0" },
  mutant   = { "DISCLOSED_LOSES_ONE" },
}

local MEMBERS <const> = 5

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  local people = {}
  for i = 1, MEMBERS do people[i] = s1:add_mailbox("m" .. i) end
  site:add_list("sales", { members = people })
  org:add_host "X"
  s1:add_connector { kind = "x400", name = "TO X", to = "X", spaces = { "X400:c=FR" } }
end

function scenario.drive(run, org)
  local function write(name, disclose)
    org:host "X":send { from = "X400:c=FR;a= ;p=X;s=moi;", to = "X400:c=US;a= ;p=ORG;o=SITE;s=sales;",
                        via = "TO X", as = name, disclose = disclose }
  end
  run:at("09:00", function() write("disclosed", true) end)
  run:at("09:10", function() write("not disclosed", false) end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "disclosed":expanded { list = "sales", members = MEMBERS }:once()
  seen:inferred():message "not disclosed":delivered():times(MEMBERS)
end

function scenario.unfixed(seen)
  seen:message "disclosed":delivered():times(MEMBERS - 1)
  seen:message "disclosed":never "returned"
end

function scenario.fixed(seen) seen:message "disclosed":delivered():times(MEMBERS) end

return scenario
