-- The Connector for cc:Mail returns messages with a header over 4 K; from SP4 it may be 160 K.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q266711",
  title    = "Messages with a header over 4,096 bytes come back from the Connector for cc:Mail",
  says     = { "a header over 4,096 bytes: the connector returns the message",
               "SP4, a newer Import/Export utility and Max Address Buffer Size 28000 hexadecimal: 163,840 bytes" },
  products = { "5.5 SP3", "5.5 SP4" },
  fixed    = { "5.5 SP4" },
  mutant   = { "CCMAIL_HEADER_LIMIT", "CCMAIL_BUFFER_VALUE" },
}

local sizes <const> = { 4096, 4097, 163840, 163841 }

local function build(settings)
  return function(org)                                           -- names ours
    local s1 = org:add_site "SITE":add_server "S1"
    s1:add_mailbox "ann"
    s1:add_connector { kind = "ccmail", name = "CCMAIL", spaces = "CCMAIL:*", to = org:add_host "PO" }
    org:connector "CCMAIL":set(settings)
  end
end

local function drive(run, org)
  run:at("09:00", function()
    for _, size in ipairs(sizes) do
      org:send { from = "ann", to = "CCMAIL:Doe at PO", size = "300 K", header = size, as = tostring(size) }
    end
  end)
  run:to "10:00"
end

local function limit(bytes)
  return function(seen)
    for _, size in ipairs(sizes) do
      if size <= bytes then
        seen:inferred():message(tostring(size)):delivered()
      else
        seen:message(tostring(size)):returned():once()
        seen:message(tostring(size)):delivered():never()
      end
    end
  end
end

scenario.case("as installed", { build = build {}, drive = drive, expect = limit(4096) })
scenario.case("the newer utility and the value", {
  build = build { new_import_export = true, registry = { ["Max Address Buffer Size"] = 0x28000 } },
  drive = drive,
  fixed = limit(163840),
  unfixed = limit(4096),
})
scenario.case("the value alone", {
  build = build { registry = { ["Max Address Buffer Size"] = 0x28000 } },
  drive = drive,
  expect = limit(4096),
})

return scenario
