-- MIXER of SP3 encapsulates an unknown X.400 sender in a domain made of his own address: nobody can reply.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q254992",
  title    = "MIXER encapsulates unknown senders in the wrong domain",
  says     = { 'SP3: "/S=Sender/P=prmd/A=admd/C=GB/"@prmd.admd.gb, replies are not possible',
               'fixed: "/S=Sender/P=prmd/A=admd/C=GB/"@mixer.org.com',
               "a sender who is in the address list has the SMTP address of that" },
  products = { "5.5 SP3", "5.5.2652.16", "5.5 SP4" },
  fixed    = { "5.5.2652.16" },
  mutant   = { "MIXER_WRONG_DOMAIN", "MIXER_GAL_FIRST" },
}

local SENDER, LISTED = "X400:c=GB;a=admd;p=prmd;s=Sender;", "X400:c=GB;a=admd;p=prmd;s=Listed;"

function scenario.build(org)
  local site = org:add_site "HUB"
  site:set { smtp_domain = "mixer.org.com" }
  local s1 = site:add_server "S1"
  s1:set { mixer = true }
  s1:add_recipient("listed", { target = LISTED })
  org:add_host("inet", { mx_for = "ext.com" })
  s1:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  s1:add_connector { kind = "x400", name = "X1", to = org:add_host "GB", spaces = { { "X400:c=GB;a=admd", cost = 1 } } }
end

function scenario.drive(run, org)
  run:at("09:00", function()
    org:host "GB":send { from = SENDER, to = "SMTP:x@ext.com", via = "X1", as = "unknown" }
    org:host "GB":send { from = LISTED, to = "SMTP:x@ext.com", via = "X1", as = "listed" }
  end)
  run:at("09:10", function()
    org:host "inet":send { from = "x@ext.com", to = 'SMTP:"/S=Sender/P=prmd/A=admd/C=GB/"@mixer.org.com', via = "S1", as = "reply" }
  end)
  run:to "10:00"
end

function scenario.expect(seen)
  seen:message "listed":carried { originator = "SMTP:listed@mixer.org.com" }
  seen:inferred():message "reply":via "X1"
end

function scenario.unfixed(seen)
  seen:message "unknown":carried { originator = 'SMTP:"/S=Sender/P=prmd/A=admd/C=GB/"@prmd.admd.gb' }
end

function scenario.fixed(seen)
  seen:message "unknown":carried { originator = 'SMTP:"/S=Sender/P=prmd/A=admd/C=GB/"@mixer.org.com' }
end

return scenario
