-- How MIXER maps names: surname, given name and initials, and the local part of an Internet address.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q239007",
  title    = "MIXER user name mapping",
  says     = { "name@d is s=name; first.last@d is s=last;g=first; first.i.last@d is s=last;g=first;i=i, and back",
               "an alias works only where the X.400 address is s=alias" },
  products = { "5.5 SP3", "5.5 SP4" },
  mutant   = { "MIXER", "MCGAM" },
}

local names = {
  { "bob@d.com", "s=bob;" }, { "ann.lee@d.com", "s=lee;g=ann;" }, { "ann.m.lee@d.com", "s=lee;g=ann;i=m;" },
}
local D, R = "X400:c=uk;a=gold;p=d;", "X400:c=FR;a=R;s=max;"

function scenario.build(org)                                     -- (ours): domain and attributes
  local hub = org:add_site "HUB":add_server "S1"
  hub:set { mixer = true, mcgam = { "d.com#prmd$d.admd$gold.c$uk#", "prmd$d.admd$gold.c$uk#d.com#" } }
  org:add_host("inet", { mx_for = { "d.com", "ext.com" } })
  hub:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  hub:add_connector { kind = "x400", name = "X1", to = org:add_host "R", spaces = { { "X400:c=FR;a=R", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, pair in ipairs(names) do
      org:host "inet":send { from = pair[1], to = R, via = "S1", as = "from " .. pair[1] }
      org:host "R":send { from = D .. pair[2], to = "SMTP:x@ext.com", via = "X1", as = "to " .. pair[1] }
    end
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  for _, pair in ipairs(names) do
    seen:message("from " .. pair[1]):carried { connector = "X1", originator = D .. pair[2] }
    seen:message("to " .. pair[1]):carried { originator = "SMTP:" .. pair[1] }
  end
end

return scenario
