-- The remote server name of a Dynamic RAS Connector must be the far MTA's, to the letter.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q253307",
  title    = "Dynamic RAS Connector stops delivering messages",
  says     = { "9322: an MtaBindBack over RPC has failed, error 5; 289; 1294; 9316 with Windows NT error 9301; 9311 with RAS error 718",
               "Remote Server Name must be identical to the Local MTA Name of the remote MTA; capital letters count",
               "typed exactly as it appears there, and the MTA started again, it works" },
  products = { "5.5 SP4" },
  mutant   = { "RAS_NAME_CASE", "BINDBACK" },
}

local function build(remote, of_mta)
  return function(org)
    local s1, s2 = org:add_site "A":add_server "SRVA", org:add_site "B":add_server "SRVB"
    s1:add_mailbox "ann"
    s2:add_mailbox "bob"
    org:pair("ras", { name = "CALL", s1, s2 })
    org:connector("CALL", "SRVA"):set { remote_server_name = remote }
    s2:set { local_mta_name = of_mta }
  end
end

local function drive(right)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
    run:at("09:15", function()
      org:connector("CALL", "SRVA"):set { remote_server_name = right }
      org:service("SRVA", "mta"):stop()
      org:service("SRVA", "mta"):start()
    end)
    run:to "09:30"
  end
end

local function fails(seen)
  seen:event(9322, { server = "SRVB" }):before "09:09":once():text "NT/MTA error code: 5."
  local order = { { 289 }, { 1294 }, { 9316, "Windows NT error: 9301." }, { 9311, "RAS error code returned: 718, RAS Table index: 0." } }
  for _, event in ipairs(order) do
    local matcher = seen:event(event[1], { server = "SRVA" }):before "09:09":once()
    if event[2] then matcher:text(event[2]) end
  end
  seen:queue("SRVA", "CALL"):at "09:14":holds(1)
  seen:message "m":delivered_to "bob":between("09:15", "09:16")
end

local function works(seen)
  seen:event(9322):never()
  seen:inferred():message "m":delivered_to "bob":before "09:01"
end

scenario.case("srvb for SRVB", { build = build("srvb", ""), drive = drive "SRVB", expect = fails })
scenario.case("SRVB for SRVB", { build = build("SRVB", ""), drive = drive "SRVB", expect = works })
scenario.case("the MTA has another name", { build = build("Bridge", "bridge"), drive = drive "bridge", expect = fails })
scenario.case("and it is typed right", { build = build("bridge", "bridge"), drive = drive "bridge", expect = works })

return scenario
