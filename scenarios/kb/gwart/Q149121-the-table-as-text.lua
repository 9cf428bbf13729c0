-- The sample organisation of the article: the rows of SITEZ's table, in their three sections, and the
-- file before the last change.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q149121",
  organization = "MICROSOFT",
  title    = "Gateway Address Routing Table information",
  says     = { "EX rows for connected sites, MS and SMTP rows for gateways, X400 rows for O/R addresses",
               "a row of two hops lists both connectors",
               "the table is what was calculated: a change is not in it before, and the text files are copies only" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "IMPORT_TABLES" },
}

function scenario.build(org)
  local site, bsd, beyond = org:add_site "SITEZ", org:add_site "BSD", org:add_site "SITE-X"
  local saturn, pluto = site:add_server "SATURN", site:add_server "PLUTO"
  local far, farther = bsd:add_server "BSD1", beyond:add_server "X1"
  saturn:add_mailbox "ann"
  org:add_host("mail.x.com", { mx_for = "x.com" })
  org:add_host "FRISCO"
  saturn:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  saturn:add_connector { kind = "x400", name = "Connection to Frisco", to = "FRISCO", cost = 1,
    connected_sites = { { "FRISCO", organization = "WYNNWARE", address = "X400:c=GB;a=TMAILUK;p=*" } } }
  pluto:add_connector { kind = "msmail", spaces = { { "MS:MSNET/PO1", cost = 1 }, { "MS:MSNET/PO2", cost = 1 } } }
  pluto:add_connector { kind = "site", name = "Site Connector (BSD)", to = far, cost = 1 }
  far:add_connector { kind = "site", name = "Site Connector (SITEZ)", to = pluto, cost = 1 }
  org:pair("x400", { name = "BSD to X", far, farther, cost = 1 })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "u@x.com", as = "smtp" } end)
  run:at("10:00", function()
    org:connector "MSMAIL (PLUTO)":set {
      spaces = { { "MS:MSNET/PO1" }, { "MS:MSNET/PO2" }, { "MS:MSNET/PO3" } } }
  end)
  run:at("10:05", function() org:site "SITEZ":calculate() end)
  run:to "11:00"
end

function scenario.expect(seen)
  local own = {
    { "EX:/o=WYNNWARE/ou=FRISCO", "Connection to Frisco" },
    { "EX:/o=MICROSOFT/ou=BSD", "Site Connector (BSD)" },
    { "MS:MSNET/PO1", "MSMAIL (PLUTO)" },
    { "MS:MSNET/PO2", "MSMAIL (PLUTO)" },
    { "SMTP:*", "IMS (SATURN)" },
    { "X400:c=GB;a=TMAILUK;p=*", "Connection to Frisco" },
    { "X400:c=US;a= ;p=MICROSOFT;o=BSD", "Site Connector (BSD)" },
  }
  for _, row in ipairs(own) do
    seen:routes "SITEZ":at "08:30":rows(1, { space = row[1], cost = 1, path = row[2] })
  end
  seen:routes "SITEZ":at "08:30":has { space = "EX:/o=MICROSOFT/ou=SITE-X", cost = 2,
                                       path = { "Site Connector (BSD)", "BSD to X" } }
  seen:routes "SITEZ":at "10:04":lacks { space = "MS:MSNET/PO3" }
  seen:routes "SITEZ":at "10:06":has { space = "MS:MSNET/PO3", connector = "MSMAIL (PLUTO)" }
  seen:message "smtp":goes_by "IMS (SATURN)"
end

return scenario
