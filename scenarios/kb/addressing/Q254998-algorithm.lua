-- MIXER of SP3 maps an X.400 recipient without a table entry by the algorithm, where it should encapsulate.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q254998",
  title    = "MIXER maps unlisted recipients by the algorithm",
  says     = { "SP3: c=us;a=mci;p=prmd;s=user;g=another is shown as another.user@prmd.mci.us",
               'fixed: "/G=another/S=user/P=prmd/A=mci/c=us/"@microsoft.org.com',
               "Strict MIXER Conformance = 1 gives the algorithm again" },
  products = { "5.5 SP3", "5.5.2652.16", "5.5 SP4" },
  fixed    = { "5.5.2652.16" },
  mutant   = { "MIXER_ALGORITHM", "MIXER_STRICT" },
}

local USER = "X400:c=us;a=mci;p=prmd;s=user;g=another;"
local BY_ALGORITHM = { recipient = USER, address = "SMTP:another.user@prmd.mci.us" }

function scenario.build(org)
  local site = org:add_site "HUB"
  site:set { smtp_domain = "microsoft.org.com" }
  local s1 = site:add_server "S1"
  s1:set { mixer = true }
  org:add_host("inet", { mx_for = "ext.com" })
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "F", spaces = { { "X400:c=FR", cost = 1 } } }
  s1:add_connector { kind = "x400", name = "X2", to = org:add_host "MCI", spaces = { { "X400:c=us;a=mci", cost = 1 } } }
end

local function drive(strict)
  return function(run, org)
    if strict then org:server "S1":set { registry = { ["Strict MIXER Conformance"] = 1 } } end
    run:at("09:00", function()
      org:host "F":send { from = "X400:c=FR;a=F;s=eve", to = { "SMTP:x@ext.com", USER }, via = "X1", as = "m" }
    end)
    run:to "10:00"
  end
end

scenario.case("not set", {
  drive = drive(false),
  unfixed = function(seen) seen:message "m":listed(BY_ALGORITHM) end,
  fixed = function(seen)
    seen:message "m":listed { recipient = USER, address = 'SMTP:"/G=another/S=user/P=prmd/A=mci/C=us/"@microsoft.org.com' }
  end,
})

scenario.case("strict", { drive = drive(true), fixed = function(seen) seen:message "m":listed(BY_ALGORITHM) end })

return scenario
