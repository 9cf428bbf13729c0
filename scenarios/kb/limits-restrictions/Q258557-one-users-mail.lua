-- Two Internet Mail Services, one for one user: the others reject that user, this one accepts no other.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q258557",
  title    = "Recording the Internet mail of a single user",
  says     = { "every other Internet Mail Service has the user on Reject messages from",
               "the new one has the user, and nobody else, on Accept messages from",
               "the user's mail goes by the new one; the other users' does not" },
  products = { "5.5 SP4" },
  mutant   = { "CONNECTOR_SENDERS" },
}

local function build(cost)
  return function(org)
    local site = org:add_site "SITE"
    local s1, s2, s3 = site:add_server "S1", site:add_server "S2", site:add_server "S3"
    s3:add_mailbox "ann"
    s3:add_mailbox "bob"
    s1:add_connector { kind = "ims", name = "ALL", spaces = { { "SMTP:*", cost = 1 } }, reject_from = "ann" }
    s2:add_connector { kind = "ims", name = "ANN", spaces = { { "SMTP:*", cost = cost } }, accept_from = "ann" }
    org:add_host("mail.example.com", { mx_for = "example.com" })
  end
end

local function drive(run, org)
  run:every("1 min", { from = "09:00", times = 10 }, function(i)
    for _, name in ipairs { "ann", "bob" } do
      org:send { from = name, to = "doe@example.com", as = name .. i }
    end
  end)
  run:to "10:00"
end

local function expect(seen)
  for i = 1, 10 do
    seen:message("ann" .. i):handed_off { connector = "ANN" }:once()
    seen:message("ann" .. i):handed_off { connector = "ALL" }:never()
    seen:message("bob" .. i):handed_off { connector = "ALL" }:once()
    seen:message("bob" .. i):handed_off { connector = "ANN" }:never()
  end
  seen:message "ann10":delivered()
  seen:inferred():decision("ann1", "S3"):first():fells("ALL", "CONNECTOR_SENDERS"):takes "ANN"
end

scenario.case("of equal cost", { build = build(1), drive = drive, expect = expect })
scenario.case("whatever they cost", { build = build(50), drive = drive, expect = expect })

return scenario
