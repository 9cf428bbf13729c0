-- Mcgam.in.txt maps a domain and what lies below; Local.in.txt on the server that receives sends replies to another site.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q238507",
  title    = "Format of Mcgam.in.txt and Local.in.txt",
  says     = { "microsoft.com#prmd$microsoft.admd$gold 400.c$uk# maps sample@support.microsoft.com",
               "to c=uk;a=gold 400;p=microsoft;o=support;s=sample",
               "without a mapping the address is a DDA RFC-822 in the site's X.400 address, and a reply returns to this site",
               "Local.in.txt has the MTA make an X.400 address of the site with the outgoing service" },
  products = { "5.5 SP3", "5.5 SP4" },
  mutant   = { "MCGAM", "LOCAL_MAPPINGS_FIRST", "MIXER" },
}

local TO = "microsoft.com#prmd$microsoft.admd$gold 400.c$uk#"
local BACK = "prmd$microsoft.admd$gold 400.c$uk#microsoft.com#"
local MAX = "X400:c=FR;a=R;s=max;"

function scenario.build(org)                                     -- (ours): one line of Local.in.txt and its way back
  local s1, s2 = org:add_site "IN":add_server "S1", org:add_site "OUT":add_server "S2"
  s1:set { mixer = true, mcgam = { TO, BACK } }
  s2:set { mixer = true, mcgam = { TO, BACK, "o$OUT.prmd$ORG.c$US#other.com#" } }
  org:add_host("inet", { mx_for = { "support.microsoft.com", "other.com", "third.com" } })
  for _, s in ipairs { s1, s2 } do
    s:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  end
  org:pair("x400", { name = "WAN", s1, s2, cost = 1 })
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "R",
                     spaces = { { "X400:c=FR;a=R", cost = 1 } } }
end

local function drive(has_local)
  return function(run, org)
    if has_local then
      org:server "S1":set { local_mappings = { "other.com#o$OUT.prmd$ORG.admd$ .c$US#",
                                               "support.microsoft.com#o$support.prmd$microsoft.admd$local.c$uk#" } }
    end
    run:at("09:00", function()
      for _, from in ipairs { "sample@support.microsoft.com", "u@other.com" } do
        org:host "inet":send { from = from, to = MAX, via = "S1", as = from }
      end
      org:host "R":send { from = MAX, to = "X400:c=uk;a=gold 400;p=microsoft;o=support;s=sample",
                          via = "X1", as = "back" }
    end)
    run:at("09:10", function()
      org:host "R":send { from = MAX, reply = "u@other.com", via = "X1", as = "reply" }
    end)
    run:to "10:00"
  end
end

scenario.case("without Local.in.txt", {
  drive = drive(false),
  expect = function(seen)
    seen:message "sample@support.microsoft.com":carried { connector = "X1",
      originator = "X400:c=uk;a=gold 400;p=microsoft;o=support;s=sample;" }
    seen:message "u@other.com":carried { connector = "X1",
      originator = "X400:c=US;a= ;p=ORG;o=IN;dda:RFC-822=u(a)other.com;" }
    seen:message "back":carried { recipient = "SMTP:sample@support.microsoft.com" }
    seen:message "reply":path { "S1" }
    seen:message "reply":delivered()
  end,
})

scenario.case("with Local.in.txt", {
  drive = drive(true),
  expect = function(seen)
    seen:message "u@other.com":carried { connector = "X1", originator = "X400:c=US;a= ;p=ORG;o=OUT;s=u;" }
    seen:inferred():message "sample@support.microsoft.com":carried { connector = "X1",
      originator = "X400:c=uk;a=local;p=microsoft;o=support;s=sample;" }
    seen:message "reply":path { "S1", "S2" }
    seen:message "reply":delivered()
  end,
})

return scenario
