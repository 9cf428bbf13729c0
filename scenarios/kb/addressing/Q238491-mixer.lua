-- MIXER in the MTA: the address list first, the algorithm where the registry asks for it, RFC-822 for SMTP.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q238491",
  title    = "MIXER support in the MTA",
  says     = { "a mailbox or custom recipient that maps the address is taken, and MIXER is not invoked",
               "encapsulation adds a DDA of the type RFC-822 to the site's X.400 address",
               "c=de;a=admd;p=microsoft;o=pss;s=alias is alias@pss.microsoft.admd.de",
               "the type RFC-822 is used in place of SMTP out of the site" },
  products = { "5.5 SP3", "5.5 SP4" },
  mutant   = { "MIXER", "MIXER_GAL_FIRST", "MIXER_TYPE_RFC_822", "MIXER_STRICT" },
}

local MAX = "X400:c=FR;a=R;s=max;"

function scenario.build(org)
  local hub = org:add_site "HUB":add_server "S1"
  hub:set { mixer = true }
  hub:add_recipient("paul", { target = "SMTP:paul@pss.microsoft.admd.de" })
  org:add_host("inet", { mx_for = { "pss.microsoft.admd.de" } })
  hub:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  hub:add_connector { kind = "x400", name = "X1", to = org:add_host "R", spaces = { { "X400:c=FR;a=R", cost = 1 } } }
end

local function write(org)
  for _, name in ipairs { "alias", "paul" } do
    org:host "inet":send { from = name .. "@pss.microsoft.admd.de", to = MAX, via = "S1", as = name }
  end
end

local function paul_is_listed(seen)
  seen:message "paul":carried { connector = "X1", originator = "X400:c=US;a= ;p=ORG;o=HUB;s=paul;" }
end

scenario.case("as it is", {
  drive = function(run, org)
    run:at("09:00", function() write(org) end)
    run:to "10:00"
  end,
  expect = function(seen)
    paul_is_listed(seen)
    seen:message "alias":carried {
      connector = "X1",
      originator = "X400:c=US;a= ;p=ORG;o=HUB;dda:RFC-822=alias(a)pss.microsoft.admd.de;" }
  end,
})

scenario.case("strict", {
  drive = function(run, org)
    org:server "S1":set { registry = { ["Strict MIXER Conformance"] = 1 } }
    run:at("09:00", function()
      write(org)
      org:host "R":send { from = "X400:c=de;a=admd;p=microsoft;o=pss;s=alias", via = "X1",
                          to = "SMTP:x@pss.microsoft.admd.de", as = "back" }
    end)
    run:to "10:00"
  end,
  expect = function(seen)
    paul_is_listed(seen)
    seen:message "alias":carried { connector = "X1", originator = "X400:c=de;a=admd;p=microsoft;o=pss;s=alias;" }
    seen:message "back":carried { originator = "SMTP:alias@pss.microsoft.admd.de" }
  end,
})

return scenario
