-- A rule that answers by itself answers reports too: the postmaster of a system that returns what comes
-- for its postmaster reports on each answer.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q216161",
  title    = "Automatic replies to SMTP reports",
  says     = { "a report is from <>, and its header names the postmaster: an AutoReply rule answers that account",
               "if the postmaster account returns a non-delivery report, this repeats; a new message each time",
               "the same with an automatic reply that asks for a delivery receipt, and the receipts on it",
               "first corrected in 5.5 SP3; not if automatic replies to the Internet are disabled" },
  products = { "5.5 SP2", "5.5 SP3" },
  fixed    = { "5.5 SP3" },
  mutant   = { "AUTO_REPLY_TO_REPORTS", "NO_AUTO_REPLIES", "AUTO_REPLY_ONCE" },
}

local function build(options)
  return function(org)
    local site = org:add_site "SITE"
    site:set { smtp_domain = "own.com" }
    local s1 = site:add_server "S1"
    s1:add_mailbox "ann":set { auto_reply = options.receipts and "with receipt" or true }
    s1:add_connector { kind = "ims", name = "IMS", spaces = "SMTP:*", disable_automatic_replies = options.disabled or false }
    local host = org:add_host("mail.r.com", { mx_for = "r.com" })
    if options.receipts then host:set { receipts = true } else host:returns "postmaster@r.com" end
  end
end

local function report(run, org)
  run:at("09:00", function()
    org:host "mail.r.com":send { from = "postmaster@r.com", to = "ann", via = "S1", report = true, as = "report" }
  end)
  run:to "09:10"
end

local function volley(seen) seen:session "mail.r.com":accepted():at_least(10) end
local function nothing(seen) seen:session "mail.r.com":times(0) end

scenario.case("a postmaster that returns reports", { build = build {}, drive = report, unfixed = volley, fixed = nothing })
scenario.case("receipts", { build = build { receipts = true }, drive = report, unfixed = volley, fixed = nothing })
scenario.case("replies disabled", { build = build { disabled = true }, drive = report, expect = nothing })

-- What a user writes is answered once.
scenario.case("a message", {
  build = build {},
  drive = function(run, org)
    run:at("09:00", function() org:host "mail.r.com":send { from = "roe@r.com", to = "ann", via = "S1", as = "m" } end)
    run:to "09:10"
  end,
  expect = function(seen) seen:inferred():session "mail.r.com":times(1) end,
})

-- Two that both answer by themselves.
scenario.case("within the organization", {
  build = function(org)
    build {}(org)
    org:site "SITE":add_server("S2"):add_mailbox("bob", { auto_reply = true })
  end,
  drive = function(run, org)
    run:at("09:00", function() org:send { from = "bob", to = "ann", as = "m" } end)
    run:to "09:10"
  end,
  expect = function(seen) seen:inferred("the article speaks of a check"):queue("S1", "S2"):becomes(1):once() end,
})

return scenario
