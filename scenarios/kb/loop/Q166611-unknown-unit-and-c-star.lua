-- An address of the site's own space that nobody has leaves by a connector with C=*, and comes back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166611",
  title    = "A loop for an unknown address in the site's own space",
  says     = { "the mailbox has no OU in its address, the recipient has one",
               "the message goes back to the provider, which returns it: loop detected",
               "fixed in 4.0 SP5 and 5.0 SP2: an NDR at once, unrecognized OR name, nothing is rerouted" },
  products = { "4.0 SP4", "4.0 SP5", "5.0 SP1", "5.0 SP2", "5.5" },
  fixed    = { "4.0 SP5", "5.0 SP2", "5.5" },
  mutant   = { "UNKNOWN_GOES_BACK", "LOOP_BY_DOMAIN", "LOCAL_SPACE_TEST" },
}

local OWN = "X400:c=DE;a=AA;p=PP;o=OO"
local FROM = "X400:c=DE;a=AA;p=XX;s=Peer;"

function scenario.build(org)
  local a = org:add_site "A"
  a:set { x400_address = "c=DE;a=AA;p=PP;o=OO" }
  local s1 = a:add_server "S1"
  s1:add_mailbox "ann"                                         -- c=DE;a=AA;p=PP;o=OO;s=ann
  local p = org:add_host "PROVIDER"
  p:knows(FROM)
  s1:add_connector { kind = "x400", name = "OUT", to = p, spaces = { { "X400:c=*", cost = 1 } } }
  p:routes { "X400:c=DE;a=AA;p=PP" }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "PROVIDER":send { from = FROM, to = OWN .. ";ou1=UU;s=Ann", via = "OUT", as = "with OU" }
    org:host "PROVIDER":send { from = FROM, to = OWN .. ";s=Ann", via = "OUT", as = "without" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "without":delivered_to "ann"
  seen:report "with OU":delivered():once()
end

function scenario.unfixed(seen)
  seen:message "with OU":relayed { connector = "OUT" }:once()
  seen:message "with OU":loop():once()
  seen:message "with OU":returned { diagnostic = "loop-detected" }:once()
end

function scenario.fixed(seen)
  seen:message "with OU":never "transferred"
  seen:message "with OU":returned { diagnostic = "unrecognized-or-name" }:before "09:01"
end

return scenario
