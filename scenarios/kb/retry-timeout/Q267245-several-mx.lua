-- Several MX records: one host cannot be reached, another refuses the connection. The mail should wait,
-- and did not.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q267245",
  title    = "IMS does not retry with several MX records",
  says     = { "a remote server denies the address of the Exchange computer: a message is dropped, or comes back, without a second try",
               "it should be tried again: one of the addresses may be out of reach for a while only",
               "retry was set incorrectly when there are several MX records",
               "first corrected in 5.5 SP4" },
  products = { "5.5", "5.5 SP3", "5.5.2652.77", "5.5.2652.78", "5.5 SP4" },
  fixed    = { "5.5.2652.78" },
  mutant   = { "MX_RETRY_LOST", "MX_BY_PREFERENCE" },
}

local function build(hosts)
  return function(org)
    local server = org:add_site "SITE":add_server "S1"
    server:add_mailbox "ann"
    server:add_connector { kind = "ims", spaces = "SMTP:*" }
    for i, host in ipairs(hosts) do
      local made = org:add_host(host .. ".d.com", { mx_for = "d.com", preference = 10 * i })
      if host == "away" then made:down() end
      if host == "denies" then made:answers { "CONNECT", "554 you are not welcome" } end
    end
  end
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "x@d.com", as = "m" } end)
  run:at("09:10", function() org:host "away.d.com":up() end)
  run:to "12:00"
end

for _, hosts in ipairs { { "away", "denies" }, { "denies", "away" } } do
  scenario.case(table.concat(hosts, ", "), {
    build = build(hosts),
    unfixed = function(seen)                                   -- it comes back: one of the two (ours)
      seen:message "m":returned():before "09:02"
      seen:message "m":never "delivered"
      seen:session "away.d.com":said "250":never()
    end,
    fixed = function(seen)
      seen:message "m":never "returned"
      seen:inferred():message "m":delivered():between("09:15", "09:17")
    end,
  })
end

local function as_it_should(delivered)
  return function(seen)
    seen:inferred():message "m":never "returned"
    seen:inferred():message "m":delivered():between(delivered, "09:18")
  end
end

scenario.case("one record, away", { build = build { "away" }, expect = as_it_should "09:15" })
scenario.case("away, and one that answers", {
  build = build { "away", "good" }, expect = as_it_should "09:00",
})

return scenario
