-- Names that would break a page that took them for markup; for the test of the report in a browser.
--
-- SPDX-License-Identifier: MIT

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "</script><script>alert(1)</script> & \"names\" \u{2028} \u{202E}gnp.exe",
  products = { "5.5 SP4" },
  start    = "1998-03-02 08:00",
}

local names = { "</script><script>window.broken = 1</script>", "<img src=x onerror='window.broken = 2'>",
                "\u{05D0}\u{05D1}\u{05D2} \u{0645}\u{0631}\u{062D}\u{0628}\u{0627}", "\u{202E}gnp.exe",
                "line\u{2028}separator",
                "javascript:window.broken=3", "]]>--><!--", "&amp;&lt;", "{message} [x]" }

function scenario.build(org)
  local hub = org:add_site "SITE":add_server "HUB1"

  hub:add_mailbox "ann"
  hub:add_mailbox "bob"
  hub:add_connector { kind = "ims", spaces = "SMTP:*" }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

function scenario.drive(run, org)
  run:at("08:01", function()
    for _, name in ipairs(names) do
      org:send { from = "ann", to = "x@example.com", as = name }
    end
  end)
  run:to "09:00"
end

function scenario.expect(seen)
  for _, name in ipairs(names) do
    seen:message(name):delivered():once()
  end
end

return scenario
