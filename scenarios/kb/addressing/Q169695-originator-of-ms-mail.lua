-- Mail from MS Mail leaves over X.400 from an address without country, ADMD, PRMD and organization:
-- nobody can reply to it.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169695",
  title    = "An invalid originator address over X.400",
  says     = { "a sender of MS Mail without a custom recipient has only DDA Type=MS; DDA Value=Net/PO/User at the X.400 system",
               "a reply may not get there",
               "a valid address has C, A, P and O too; fixed in a service pack of 4.0 (SP5 by its list of fixes)" },
  products = { "4.0 SP4", "4.0 SP5" },
  fixed    = { "4.0 SP5" },
  mutant   = { "ORIGINATOR_DDA_ONLY" },
}

local REMOTE = "X400:c=GB;a=BT;p=X;s=Roe;"

function scenario.build(org)
  local s1 = org:add_site "SITE":add_server "S1"
  org:add_host "PO"
  local x = org:add_host "X"
  s1:add_connector { kind = "msmail", name = "MSMAIL", to = "PO", spaces = "MS:NET/PO/*" }
  s1:add_connector { kind = "x400", name = "LINK", to = "X", spaces = "X400:c=GB", exchange_contents = false }
  x:knows(REMOTE)
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "PO":send { from = "MS:NET/PO/USER", to = REMOTE, via = "S1", by = "msmail", as = "question" }
  end)
  run:at("09:10", function() org:host "X":send { from = REMOTE, to = {}, reply = "question", via = "LINK", as = "answer" } end)
  run:to "10:00"
end

function scenario.fixed(seen)
  seen:message "question":carried { connector = "LINK", originator = "X400:c=US;a= ;p=ORG;o=SITE;dda:MS=NET/PO/USER;" }
  seen:message "answer":delivered():once()
end

function scenario.unfixed(seen)
  seen:message "question":carried { connector = "LINK", originator = "X400:dda:MS=NET/PO/USER;" }
  seen:message "answer":never "delivered"
end

return scenario
