-- A mailbox with another organisation's X.400 address: the site takes that space for its own, and
-- whoever nobody knows in it gets no mail.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q241904",
  title    = "Immediate report between organisations joined by an X.400 Connector",
  says     = { "the local server's MTA makes the report at once: the recipient name is not recognized",
               "a mailbox was made with the X.400 address of the other organisation: a second, hidden X.400 entry in Site Addressing",
               "a custom recipient in its place: no report" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "LOCAL_SPACE_TEST" },
}

local SPACE, SMITH = "X400:c=US;a= ;p=O2", "X400:c=US;a= ;p=O2;o=S2;s=Smith;"

-- Names and costs: ours. `made`: how Smith of O2 is represented here.
local function build(made)
  return function(org)
    local server01 = org:add_site "SITE01":add_server "SERVER01"
    server01:add_mailbox "ann"
    server01:add_connector { kind = "x400", name = "TO O2", to = org:add_host "O2", spaces = { { SPACE, cost = 1 } } }
    server01:add_recipient("joe", { target = "X400:c=US;a= ;p=O2;o=S2;s=Joe;" })
    made(server01)
  end
end

local function as_mailbox(server) server:add_mailbox("smith", { proxies = SMITH }) end
local function as_custom(server) server:add_recipient("smith", { target = SMITH }) end

local function drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "joe", as = "m" } end)
  run:to "10:00"
end

scenario.case("a mailbox", {
  build = build(as_mailbox), drive = drive,
  expect = function(seen)
    seen:report "m":to "ann":diagnostic "unrecognized-or-name":before "09:01"
    seen:message "m":never "queued"
  end,
})

scenario.case("a custom recipient", {
  build = build(as_custom), drive = drive,
  expect = function(seen)
    seen:report "m":never()
    seen:message "m":via "TO O2"
  end,
})

return scenario
