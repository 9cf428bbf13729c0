-- A connector that has the name of the far MTA wrong: no open works, until the mail goes back.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q170471",
  title    = "Events 290 and 4284: a misnamed MTA or connector",
  says     = { "4284 with error code 8511",
               "290: reason unable-to-transfer, diagnostic maximum-time-expired, with MTS-ID, recipient and its number, redirected to nobody",
               "the user reads: unable to deliver due to MTA congestion",
               "the server's name must be the local MTA name, names must work, and what was typed must be right at both ends" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "CALLED_NAME_CHECKED", "CALLER_NAME_CHECKED", "EXHAUSTED_LOGS_TIME", "EXHAUSTED_RETURNS" },
}

-- Which timer ends it is not told: the opens are used up first, after 144 x 600 s.
local function two_sites(settings)
  return function(org)
    local a, b = org:add_site "A":add_server "A1", org:add_site "B":add_server "B1"
    a:add_mailbox "ann"
    b:add_mailbox "bob"
    org:set { submit_time = "0 s", mta_time = "0 s", delivery_time = "0 s" }     -- (ours)
    org:pair("x400", { name = "LINK", a, b })
    if settings.connector then org:connector("LINK", "A1"):set(settings.connector) end
    if settings.far then org:connector("LINK", "B1"):set(settings.far) end
    if settings.server then org:server "B1":set(settings.server) end
  end
end

local function send(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "m" } end)
end

scenario.build = two_sites { connector = { remote_mta_name = "WRONG" } }

function scenario.drive(run, org)
  send(run, org)
  run:to "1998-03-03 12:00"
end

function scenario.expect(seen)
  seen:message "m":delivered():never()
  seen:event(4284, { server = "A1" }):text "8511"
  seen:inferred():event(4284, { server = "A1" }):times(144)                     -- one an open
  local ndr = "(reason code unable-to-transfer and diagnostic code maximum-time-expired) is being generated for message "
  seen:event(290, { server = "A1" }):once():text(ndr)
  seen:event(290):text "C=US;A= ;P=":text "L=A1-":text "originally destined for DN:/o="
  seen:event(290):text "/cn=bob":text "(recipient number 1), and was to be redirected to ."
  seen:report "m":once():diagnostic "mts-congestion":reason "unable-to-transfer"  -- "due to MTA congestion"
  seen:inferred():report "m":at "1998-03-03 09:00"
end

-- The far server has another MTA name than its own; the connector has the server's.
scenario.case("the MTA is not called as its server", {
  build = two_sites { server = { local_mta_name = "MTA-OF-B" } },
  drive = function(run, org)
    send(run, org)
    run:to "09:59"
  end,
  expect = function(seen)
    seen:association("A1", "LINK"):failed():times(6)
    seen:event(4284, { server = "A1" }):text "8511"
  end,
})

-- What was typed at the far end is wrong.
scenario.case("the caller is misnamed at the far end", {
  build = two_sites { far = { remote_mta_name = "WRONG" } },
  drive = function(run, org)
    send(run, org)
    run:to "10:00"
  end,
  expect = function(seen)
    seen:association("A1", "LINK"):opened():never()
    seen:event(4284, { server = "A1" }):text "8511"
  end,
})

scenario.case("set right an hour later", {
  build = two_sites { connector = { remote_mta_name = "WRONG" } },
  drive = function(run, org)
    send(run, org)
    run:at("10:00:01", function() org:connector("LINK", "A1"):set { remote_mta_name = "B1" } end)
    run:to "11:00"
  end,
  expect = function(seen)
    seen:inferred():message "m":delivered_to "bob":within "1 s":of "10:10"
    seen:inferred():event(290):never()
  end,
})

return scenario
