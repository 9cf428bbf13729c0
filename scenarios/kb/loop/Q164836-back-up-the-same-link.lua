-- What the directory cannot resolve goes back up its own link, marked as rerouted: neither side sees the loop.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q164836",
  title    = "Conditional reroute on a single link bounces back",
  says     = { "mail from a foreign X.400 system that cannot be resolved is marked as rerouted and sent back over the same link",
               "a system that cannot detect the loop in it sends it again: ping-pong",
               "fixed in 4.0 SP4" },
  products = { "4.0 SP3", "4.0 SP4", "4.0 SP5" },
  fixed    = { "4.0 SP4" },
  mutant   = { "BACK_IS_REROUTED", "REROUTE_IS_NO_LOOP", "UNKNOWN_GOES_BACK" },
}

local FROM = "X400:c=US;a=F;s=Peer;"

function scenario.build(org)
  local s1 = org:add_site "A":add_server "S1"
  s1:add_mailbox "ann"
  local f = org:add_host "F"
  f:knows(FROM)
  s1:add_connector { kind = "x400", name = "LINK", to = f, spaces = { { "X400:c=*", cost = 1 } } }
  f:routes { "X400:c=US;a= ;p=ORG" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "F":send { from = FROM, to = "X400:c=US;a= ;p=ORG;o=A;s=Ghost", via = "LINK", as = "m" }
  end)
  run:to "12:00"
end

function scenario.unfixed(seen)
  seen:message "m":relayed():at_least(100)
  seen:message "m":traced { rule = "REROUTE_IS_NO_LOOP" }:at_least(100)
  seen:message "m":never "loop"
  seen:inferred "the 512 hops end it":message "m":returned { diagnostic = "mts-congestion" }:once()
end

function scenario.fixed(seen)
  seen:message "m":relayed():at_most(1)                          -- no ping-pong any more
  seen:inferred "before SP5 it goes back once (Q166611)":report "m":delivered():once()
end

return scenario
