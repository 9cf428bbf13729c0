-- For each X.400 Connector the registry says which of the sender's X.400 proxies the far side gets.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q251107",
  title    = "Site Proxy Override",
  says     = { "all messages by X.400 Connector to xx carry c=US;a=xx;p=ExchangeOrg, by the one to yy c=US;a=yy;p=ExchangeOrg" },
  products = { "5.5 SP3", "5.5.2651.92", "5.5 SP4" },
  fixed    = { "5.5.2651.92" },
  mutant   = { "SITE_PROXY_OVERRIDE" },
  admd     = "xx",
  prmd     = "ExchangeOrg",
}

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  s1:add_mailbox("uma", { proxies = "X400:c=US;a=yy;p=ExchangeOrg;o=SITE;s=uma;" })
  for _, name in ipairs { "xx", "yy" } do
    s1:add_connector { kind = "x400", name = "X.400 Connector to " .. name, to = org:add_host("R" .. name),
                       registry = { ["Site Proxy Override"] = "c=US;a=" .. name .. ";p=ExchangeOrg" },
                       spaces = { { "X400:c=GB;a=" .. name, cost = 1 } } }
  end
end

function scenario.drive(run, org)
  run:at("09:00", function()
    for _, name in ipairs { "xx", "yy" } do
      org:send { from = "uma", to = "X400:c=GB;a=" .. name .. ";s=max", as = name }
    end
  end)
  run:to "10:00"
end

local function from(name) return { originator = "X400:c=US;a=" .. name .. ";p=ExchangeOrg;o=SITE;s=uma;" } end

function scenario.unfixed(seen)
  seen:inferred():message "xx":carried(from "xx")
  seen:inferred():message "yy":carried(from "xx")
end

function scenario.fixed(seen)
  seen:message "xx":carried(from "xx")
  seen:message "yy":carried(from "yy")
end

return scenario
