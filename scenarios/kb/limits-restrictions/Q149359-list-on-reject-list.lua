-- A list on a mailbox's Reject list bars its members as senders, the mailbox itself among them; what
-- is sent to the list arrives.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q149359",
  title    = "Mailboxes that reject messages from a distribution list",
  says     = { "the members of the list cannot send to the user; the user, a member, cannot send to himself",
               "the report is made by MSExchangeMTA: a restriction in the system prevented delivery of the message",
               "what members and others send to the list the user receives" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "LISTS_STAND_FOR_MEMBERS", "EXPANDED_UNTESTED", "RECIPIENT_SENDERS", "NOTIFY_AFTER_PAUSE" },
}

local function build(org)
  local site = org:add_site "SITE"
  local s1, s2 = site:add_server "S1", site:add_server "S2"
  for _, name in ipairs { "uma", "mia", "ned" } do s1:add_mailbox(name) end
  s2:add_mailbox("ivy"):set { hidden = true }
  site:add_list("nested", { members = "ivy", hidden = true })
  site:add_list("list", { members = { "uma", "mia", "nested" } })
  org:mailbox "uma":set { reject_from = "list" }
end

-- (ours): from 11:00 on uma is no member any more
local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "mia", to = "uma", as = "of a member" }
    org:send { from = "uma", to = "uma", as = "to herself" }
    org:send { from = "ned", to = "uma", as = "of another" }
    org:send { from = "ivy", to = "uma", as = "of a nested member" }
  end)
  run:at("10:00", function()
    org:send { from = "ned", to = "list", as = "another to the list" }
    org:send { from = "mia", to = "list", as = "a member to the list" }
  end)
  run:at("11:00", function() org:list "list":remove_member "uma" end)
  run:at("11:10", function() org:send { from = "uma", to = "uma", as = "later" } end)
  run:to "12:00"
end

local TEXT <const> = "A restriction in the system prevented delivery of the message"

local function expect(seen)
  for name, sender in pairs { ["of a member"] = "mia", ["to herself"] = "uma" } do
    seen:message(name):never "delivered"
    seen:report(name):to(sender):text(TEXT):signed "MSExchangeMTA":once()
  end
  for _, name in ipairs { "another to the list", "a member to the list" } do
    seen:message(name):delivered_to "uma":once()
  end
  seen:inferred():message "of another":delivered_to "uma":once()
  seen:inferred():report "of a nested member":to "ivy":text(TEXT):once()
  seen:inferred():message "later":delivered_to "uma":once()
end

scenario.case("as it is", { build = build, drive = drive, expect = expect })

-- Whom the list has the MTA asks its own server's directory (inferred): a new member can write until
-- that knows of it.
scenario.case("a new member", {
  build = function(org)
    org:set { timed_replication = true }
    build(org)
    org:site "SITE":add_server("S3"):add_mailbox("rex"):set { reject_from = "list" }
  end,
  drive = function(run, org)
    local function write(name) org:send { from = "ned", to = "rex", as = name } end
    run:at("09:00", function() org:list "list":add_member "ned" end)
    run:at("09:04", function() write "before it has replicated" end)
    run:at("09:10", function() write "after" end)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:inferred():message "before it has replicated":delivered_to "rex":once()
    seen:inferred():report "after":to "ned":once()
  end,
})

return scenario
