-- The MTA does not notice that daylight-saving time begins or ends: deferred mail goes an hour too
-- early or too late until it is started again.

local exsim = require "exsim"

local PACIFIC = "Pacific (DST 1998-04-05 02:00 .. 1998-10-25 02:00)"

local scenario = exsim.scenario {
  article  = "Q192125",
  title    = "Messages set for delayed delivery sent at wrong time",
  says     = { "after daylight-saving time begins, mail for April 15, 4:00 pm is delivered at 3:00 pm",
               "after it ends, an hour later than expected",
               "with a delay of less than an hour it is sent immediately: at 2:30 pm for 3:00 pm",
               "restarting the MTA is a workaround" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP2", "5.5.2580", "5.5 SP4" },
  fixed    = "5.5.2580",   -- by Q225345; this article names none
  mutant   = { "LATCHES_OFFSET", "DEFERRED_DELIVERY" },
  start    = "1998-04-01 08:00",
}

function scenario.build(org)
  local s1 = org:add_site "SEATTLE":add_server "S1"
  org:site "SEATTLE":add_server "S2":add_mailbox "u2"
  s1:add_mailbox "u1"
  s1:clock { zone = PACIFIC }
  org:server "S2":clock { zone = PACIFIC }
end

-- Times of the world are UTC: 17:00 is 10:00 in Seattle.
local function mail(run, org)
  run:at("1998-04-15 17:00", function()
    org:send { from = "u1", to = "u2", defer = "1998-04-15 23:00", as = "due at four" }
  end)
  run:at("1998-04-15 21:30", function()
    org:send { from = "u1", to = "u2", defer = "1998-04-15 22:00", as = "due at three" }
  end)
  run:to "1998-04-16 08:00"
end

scenario.drive = mail

function scenario.expect(seen)
  seen:message "due at four":delivered_to "u2":once()
end

function scenario.unfixed(seen)
  seen:message "due at four":delivered_to "u2":between("1998-04-15 22:00", "1998-04-15 22:01")
  seen:message "due at three":delivered_to "u2":between("1998-04-15 21:30", "1998-04-15 21:33")
end

function scenario.fixed(seen)
  local inferred = seen:inferred()
  inferred:message "due at four":delivered_to "u2":between("1998-04-15 23:00", "1998-04-15 23:01")
  inferred:message "due at three":delivered_to "u2":between("1998-04-15 22:00", "1998-04-15 22:01")
end

scenario.case("started again", {
  drive = function(run, org)
    run:at("1998-04-14 08:00", function()
      for _, name in ipairs { "S1", "S2" } do
        org:service(name, "mta"):stop()
        org:service(name, "mta"):start()
      end
    end)
    mail(run, org)
  end,
  expect = function(seen)
    seen:message "due at four":delivered_to "u2":between("1998-04-15 23:00", "1998-04-15 23:01")
    seen:message "due at three":delivered_to "u2":between("1998-04-15 22:00", "1998-04-15 22:01")
  end,
})

-- The MTA was started in daylight-saving time, which is over when the mail is sent.
scenario.case("autumn", {
  drive = function(run, org)
    run:at("1998-07-01 08:00", function()
      for _, name in ipairs { "S1", "S2" } do
        org:service(name, "mta"):stop()
        org:service(name, "mta"):start()
      end
    end)
    run:at("1998-10-26 18:00", function()
      org:send { from = "u1", to = "u2", defer = "1998-10-27 00:00", as = "due at four" }
    end)
    run:to "1998-10-27 08:00"
  end,
  expect = function(seen)
    seen:message "due at four":delivered_to "u2":once()
  end,
  unfixed = function(seen)
    seen:message "due at four":delivered_to "u2":between("1998-10-27 01:00", "1998-10-27 01:01")
  end,
  fixed = function(seen)
    seen:inferred():message "due at four":delivered_to "u2"
      :between("1998-10-27 00:00", "1998-10-27 00:01")
  end,
})

return scenario
