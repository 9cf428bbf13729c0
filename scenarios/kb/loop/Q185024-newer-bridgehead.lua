-- An old mailbox server passes a typed address on, and takes it for looping when a newer bridgehead sends it back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q185024",
  title    = "Loop detection after a bridgehead was upgraded",
  says     = { "mail to a user of the sender's own server by his SMTP proxy, from the Exchange 4.0 client",
               "the bridgehead is 5.0 SP2 or 5.5 and the mailbox server older: detected looping",
               "not from the address list, not with other clients, not if all are 5.0 SP1",
               "fixed in 5.5 SP1, and by a fix for 5.0" },
  products = { "5.0 SP2", "5.5", "5.5 SP1" },
  fixed    = { "5.5 SP1" },
  mutant   = { "RESOLVED_UNMARKED", "OLD_CLIENT_ONE_OFF", "LOOP_BY_TRACE" },
}

local function build(org, bridgehead)
  local site = org:add_site "A"
  local m = site:add_server("M", { product = "5.0 SP1" })
  local h = site:add_server("H", bridgehead)
  m:add_mailbox "ann"
  m:add_mailbox("bob", { proxies = "SMTP:bob@site.com" })
  h:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
end

local function drive(run, org)
  run:at("09:00", function()
    org:send { from = "ann", to = "bob@site.com", client = "4.0", as = "typed" }
    org:send { from = "ann", to = "bob", client = "4.0", as = "from the address list" }
    org:send { from = "ann", to = "bob@site.com", client = "Outlook 97", as = "by Outlook" }
  end)
  run:to "10:00"
end

local function expect(seen)
  seen:message "from the address list":delivered_to "bob"
  seen:message "by Outlook":delivered_to "bob"
end

local function loops(seen)
  expect(seen)
  seen:message "typed":returned { diagnostic = "loop-detected" }:once():within "1 min":of(seen:message "typed":submitted())
  seen:report "typed":to "ann":text "detected looping within the message transfer service"
  seen:inferred():message "typed":path { "M", "H", "M" }
end

local function delivers(seen)
  expect(seen)
  seen:message "typed":delivered_to "bob"
end

scenario.case("a newer bridgehead", {
  build = function(org) build(org) end, drive = drive,          -- of the product that is tried
  unfixed = loops,
  fixed = function(seen) delivers(seen:inferred()) end,
})

scenario.case("all of 5.0 SP1", {
  build = function(org) build(org, { product = "5.0 SP1" }) end, drive = drive,
  expect = delivers,
})

scenario.case("the fix for 5.0", {
  since = "5.0 SP2",
  build = function(org) build(org, { product = "5.0 SP2", fixes = { "Q185024" } }) end, drive = drive,
  expect = function(seen) delivers(seen:inferred()) end,
})

return scenario
