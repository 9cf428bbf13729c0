-- A connector whose schedule is Never neither opens associations nor takes them.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q169716",
  title    = "Event 37: an association attempted while suspended",
  says     = { "Never: the connector neither accepts nor initiates a connection",
               "the called server logs 37 and 1293", "the caller logs 1290, 289 and 1294",
               "any schedule but Never on both sides, and they communicate" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "NEVER_REFUSES" },
}

function scenario.build(org)
  local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
  a:add_mailbox "ann"
  b:add_mailbox "bob"
  org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }   -- (ours)
  org:pair("x400", { name = "LINK", a, b })
  org:connector("LINK", "B1"):set { schedule = "never" }
end

local function drive(from, to)
  return function(run, org)
    run:at("09:00", function() org:send { from = from, to = to, as = "m" } end)
    run:at("09:25", function() org:connector("LINK", "B1"):set { schedule = "always" } end)
    run:to "10:00"
  end
end

scenario.case("called", {
  drive = drive("ann", "bob"),
  expect = function(seen)
    local there = seen:association("A1", "LINK")
    local name = "/CN=Configuration/CN=Connections/CN=LINK"
    there:tried():before "09:25":times(3)
    there:failed { why = "suspended" }:times(3)
    there:opened():before "09:25":never()
    seen:event(37, { server = "B1" }):times(3)
      :text "(Adjacent-MTA) entity attempted to open an association while suspended. [MTA XFER-IN 22 35] (14)"
    seen:event(1293, { server = "B1" }):times(3)
      :text "was refused. The failure reason provider is 0 and the reason is 0."
    seen:event(1290, { server = "A1" }):times(3)
      :text(name .. " was refused. The failure reason provider was 0 and the reason was 0.")
    seen:event(289, { server = "A1" }):times(3):text(name .. " could not be opened")
    seen:event(1294, { server = "A1" }):times(3):text(name .. " ended abnormally")
    seen:event(37, { server = "A1" }):never()
    seen:message "m":delivered_to "bob":after "09:25"
    seen:inferred():message "m":is_in("A1", "LINK"):at "09:24"
    seen:inferred():association("A1", "LINK"):opened():within "1 s":of "09:30":once()
    seen:inferred():message "m":delivered():within "1 s":of "09:30"
  end,
})

scenario.case("it does not call", {
  drive = drive("bob", "ann"),
  expect = function(seen)
    seen:association("B1", "LINK"):tried():before "09:25":never()
    seen:message "m":delivered_to "ann":after "09:25"
    seen:event(289):never()
    seen:inferred("a changed schedule acts at once"):message "m":delivered():within "1 s":of "09:25"
  end,
})

return scenario
