-- Urgent mail that came over X.400 is treated as normal by the Internet Mail Service, which reads the
-- importance: the envelope that the store makes has the default.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q166587",
  title    = "Urgent mail over the Internet Mail Service becomes normal",
  says     = { "urgent mail from MS Mail, or over an X.400 Connector, is queued with an expiry of 48 hours, that of normal mail",
               "the service reads PR_IMPORTANCE, which the store does not promote; now it reads PR_PRIORITY" },
  products = { "5.0 SP1", "5.0 SP2", "5.5 SP4" },
  fixed    = { "5.0 SP2", "5.5" },
  mutant   = { "IMS_READS_IMPORTANCE", "IMS_TIMEOUT" },
  start    = "1997-06-02 08:00",
}

function scenario.build(org)
  local one, two = org:add_site "ONE", org:add_site "TWO"
  local s1, t1 = one:add_server "S1", two:add_server "T1"
  s1:add_mailbox "ann"
  t1:add_mailbox "tim"
  org:pair("x400", { name = "X", s1, t1 })
  t1:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com", up = false })
end

-- By way of the X.400 Connector, as MS Mail is none of ours; the time-out of urgent mail, 24 h, is ours.
function scenario.drive(run, org)
  run:at("09:00", function()
    for _, priority in ipairs { "urgent", "normal", "non-urgent" } do
      org:send { from = "ann", to = "x@example.com", priority = priority, as = "far " .. priority }
    end
    org:send { from = "tim", to = "x@example.com", priority = "urgent", as = "own urgent" }
  end)
  run:to "Fri 12:00"
end

local function expires(seen, name, day)
  seen:message(name):expired():between(day .. " 08:59", day .. " 09:01"):once()
end

function scenario.expect(seen)
  expires(seen:inferred(), "far normal", "Wed")
  expires(seen:inferred(), "own urgent", "Tue")
end

function scenario.unfixed(seen)
  expires(seen, "far urgent", "Wed")
  expires(seen:inferred(), "far non-urgent", "Wed")
end

function scenario.fixed(seen)
  expires(seen, "far urgent", "Tue")
  expires(seen:inferred(), "far non-urgent", "Thu")
end

return scenario
