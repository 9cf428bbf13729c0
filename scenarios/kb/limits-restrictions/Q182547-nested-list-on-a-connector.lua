-- Access to the Internet by a list in a list: an MTA of 5.0 terminates.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q182547",
  title    = "The MTA stops over a nested list that says who may use a connector",
  says     = { "a list determines who has access to the Internet, and it is a nested one: the MTA stops, in 5.0 and 5.0 SP1",
               "event 9405: memory corruption, and once more: an exception; DISP:ROUTER" },
  products = { "5.0", "5.0 SP1", "5.0 SP2" },
  since    = { "5.0" },
  fixed    = { "5.0 SP2" }, -- the next service pack (inferred)
  mutant   = { "NESTED_SENDERS_BREAK", "LISTS_STAND_FOR_MEMBERS" },
}

local function build(nested)
  return function(org)
    local site = org:add_site "SITE"
    local s1 = site:add_server "S1"
    for _, name in ipairs { "ann", "bob" } do s1:add_mailbox(name) end
    site:add_list("inner", { members = "ann" })
    site:add_list("internet", { members = nested and { "inner", "bob" } or { "ann", "bob" } })
    s1:add_connector { kind = "ims", spaces = "SMTP:*", accept_from = "internet" }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

-- (ours): it is started once
local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "inside" } end)
  run:at("09:10", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)
  run:at("09:30", function()
    org:service("S1", "mta"):stop()
    org:service("S1", "mta"):start()
  end)
  run:to "10:00"
end

scenario.case("a nested list", {
  build = build(true),
  drive = drive,
  expect = function(seen) seen:inferred():message "inside":delivered_to "bob" end,
  unfixed = function(seen)
    seen:event(9405, { server = "S1" }):text "Memory corruption at address 167123e. [BASE DISP:ROUTER 11]":at_least(1)
    seen:event(9405, { server = "S1" }):text "Exception 0xe0020002 occurred at Address 0x77f1cd91. [BASE DISP:ROUTER 11]":at_least(1)
    seen:message "m":never "delivered"
  end,
  fixed = function(seen)
    seen:event(9405, { server = "S1" }):never()
    seen:message "m":delivered():once()
  end,
})

scenario.case("a list without lists in it", {
  build = build(false),
  drive = drive,
  expect = function(seen)
    seen:inferred():event(9405, { server = "S1" }):never()
    seen:inferred():message "m":delivered():once()
  end,
})

return scenario
