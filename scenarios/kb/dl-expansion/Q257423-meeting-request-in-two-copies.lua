-- A meeting request for several in Notes that reaches the connector in two copies: the second is not let
-- into Mail.box, for the first has its document ID.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q257423",
  title    = "A meeting request for several Notes recipients comes back",
  says     = { "several Notes recipients, or a list of such: a report, unable to convert message to format suitable for target system",
               "event 41300: the database already contains a document with this ID (UNID)",
               "the request was split into several messages, and Mail.box takes a document ID once at a time",
               "not if one server alone expands the list; but with Notes recipients as alternates of mailboxes" },
  products = { "5.5 SP4" },
  mutant   = { "NOTES_ONE_UNID", "EXPANSION_SERVER" },
}

local MEETING <const> = "IPM.Schedule.Meeting.Request"

-- Two lists in one are expanded on S1, and on the server that is said.
local function build(second)
  return function(org)
    local site = org:add_site "SITE"
    local s1, s2 = site:add_server "S1", site:add_server "S2"
    s1:add_mailbox "ann"
    for _, name in ipairs { "otto", "olga" } do
      org:add_recipient(name, { target = "NOTES:" .. name .. "/ACME@ACME" })
    end
    s1:add_mailbox("mia", { alternate = "otto" })
    s2:add_mailbox("ned", { alternate = "olga" })
    site:add_list("first", { members = { "otto" }, expansion_server = "S1" })
    site:add_list("second", { members = { "olga" }, expansion_server = second })
    s1:add_connector { kind = "notes", name = "NOTES", spaces = "NOTES:*" }
  end
end

local function drive(run, org)
  local function write(time, to, name, form)
    run:at(time, function() org:send { from = "ann", to = to, form = form, as = name } end)
  end
  write("09:00", { "first", "second" }, "lists", MEETING)
  write("09:10", { "mia", "ned" }, "alternates", MEETING)
  write("09:20", { "otto", "olga" }, "one copy", MEETING)
  write("09:30", { "first", "second" }, "a message")
  run:to "10:00"
end

local TEXT <const> = "Unable to convert message to format suitable for target system"

local function returned(seen, name)
  seen:message(name):returned { cause = TEXT }:once()
  seen:report(name):to "ann":text(TEXT):once()
  seen:message(name):delivered():once()
end

local function expect(seen)
  returned(seen, "alternates")
  for _, name in ipairs { "one copy", "a message" } do seen:inferred():message(name):delivered():times(2) end
end

scenario.case("two servers expand", {
  build = build "S2", drive = drive,
  expect = function(seen)
    expect(seen)
    returned(seen, "lists")
    seen:event(41300, { server = "S1" }):text "Database already contains a document with this ID (UNID)":times(2)
  end,
})

scenario.case("one server expands", {
  build = build "S1", drive = drive,
  expect = function(seen)
    expect(seen)
    seen:message "lists":delivered():times(2)
    seen:report "lists":never()
  end,
})

return scenario
