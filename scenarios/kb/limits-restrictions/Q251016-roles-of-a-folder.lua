-- Mail for a public folder from somebody who may not post there goes back, with events 270 and 290.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q251016",
  title    = "Events 290 and 270 because of public folder permissions",
  organization = "JOE",
  says     = { "a user without the right to post sends to the folder's SMTP address: events 270 and 290",
               "so does somebody of the Internet where Default is less than Contributor",
               "290: transfer-failure, undeliverable-mail-recipient-deceased, destined for the public store, with the folder's name",
               "270: a permanent error with the public store, a message of normal priority" },
  products = { "5.5 SP4" },
  mutant   = { "FOLDER_ROLES" },
}

local function build(default)
  return function(org)
    local site = org:add_site "MS"
    site:set { smtp_domain = "own.com" }
    local server, other = site:add_server "EXCHSRVR", site:add_server "OTHER"
    other:add_mailbox "user"
    other:add_mailbox "poster"
    server:add_folder("PUBLICFOLDERNAME", { alias = "pf", default_role = default, roles = { poster = "author" } })
    server:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*" }
    org:add_host("mail.example.com", { mx_for = "out.example.com" })
  end
end

local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "user", to = "pf@own.com", as = "inside", size = 2422 }
    org:send { from = "poster", to = "pf@own.com", as = "with a role" }
    org:host "mail.example.com":send { from = "x@out.example.com", to = "pf@own.com", via = "EXCHSRVR", as = "outside" }
  end)
  run:to "10:00"
end

for _, role in ipairs { "none", "reviewer" } do
  scenario.case("Default is " .. role, {
    build = build(role), drive = drive,
    expect = function(seen)
      seen:event(290, { server = "EXCHSRVR" }):times(2)
        :text "reason code transfer-failure and diagnostic code undeliverable-mail-recipient-deceased"
        :text "destined for DN:/O=JOE/OU=MS/CN=CONFIGURATION/CN=SERVERS/CN=EXCHSRVR/CN=MICROSOFT PUBLIC MDB"
        :text "cn=pf (recipient number 1)"
      seen:event(270, { server = "EXCHSRVR" }):times(2):text "CN=MICROSOFT PUBLIC MDB"
      seen:event(270):text "Content length: 2422":once()
      seen:report "inside":to "user":delivered():once()
      seen:report "outside":to "x@out.example.com":once()
      seen:inferred():message "with a role":delivered_to "pf"
      seen:inferred():counter("EXCHSRVR", "Public Folder Items"):at "10:00":is(1)
    end,
  })
end

scenario.case("Default is contributor", {
  build = build "contributor", drive = drive,
  expect = function(seen)
    seen:inferred():event(290):never()
    seen:inferred():event(270):never()
    seen:inferred():counter("EXCHSRVR", "Public Folder Items"):at "10:00":is(3)
  end,
})

return scenario
