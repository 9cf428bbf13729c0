-- X.400 over TP4: the address on the Stack page must be the far MTA's NSAP.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q164400",
  title    = "Event 9215, sockets error 10022, over TP4",
  says     = { "9215: sockets error 10022 on a connect() call, control block index 21",
               "the message does not leave the queue, and no association is made",
               "the address on the Stack tab, in hexadecimal digits or as text, must match the NSAP of the remote MTA" },
  products = { "4.0 SP5", "5.0 SP2" },
  mutant   = { "NSAP_CHECKED" },
}

local function build(stack, nsap)
  return function(org)
    local s1, f = org:add_site "A":add_server "S1", org:add_site "B":add_server "F"
    s1:add_mailbox "ann"
    f:add_mailbox "bob"
    f:set { nsap = nsap }
    org:pair("x400", { name = "TP4", s1, f })
    for _, server in ipairs { "S1", "F" } do org:connector("TP4", server):set { transport_stack = 2 } end
    org:connector("TP4", "S1"):set { stack_address = stack }
  end
end

local function drive(right)
  return function(run, org)
    run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
    run:at("09:15", function() org:connector("TP4", "S1"):set { stack_address = right } end)
    run:to "10:00"
  end
end

for name, case in pairs {
  ["hexadecimal digits"] = { "490001C0A8", "490001C0A9" }, text = { "MTA1", "MTA2" },
} do
  scenario.case("one wrong in " .. name, {
    build = build(case[1], case[2]), drive = drive(case[2]),
    expect = function(seen)
      seen:event(9215, { server = "S1" }):times(2)
        :text "A sockets error 10022 on a connect() call was detected."
        :text "Control block index: 21. [BASE IL TP4 DRIVER 10 273]"
      seen:queue("S1", "TP4"):at "09:15":holds(1)
      seen:association("S1", "TP4"):opened():before "09:15":never()
      seen:inferred():message "m":delivered_to "bob":between("09:20", "09:21")
    end,
  })
end

scenario.case("the digits of the text", {
  build = build("4d544132", "MTA2"), drive = drive "MTA2",
  expect = function(seen) seen:message "m":delivered_to "bob":before "09:01" end,
})

return scenario
