-- seen_others.lua - events, reports and SMTP sessions.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local checks = require "exsim.seen_checks"
local fields = require "exsim.seen_fields"
local find = require "exsim.seen_find"
local happening = require "exsim.seen_happening"
local words = require "exsim.seen_words"

local others = {}

local function filtered(list, fits)
  local out = {}
  for _, entry in ipairs(list) do
    if fits(entry) then out[#out + 1] = entry end
  end
  return out
end

local function has_text(text, wanted)
  return text:find(wanted, 1, true) ~= nil
end

-- ---- seen:event(number, { server = }) ----

local event_methods = {}

function event_methods.text(it, text)
  words.need_text("text", text)
  happening.add_test(it, "with text " .. words.quote(text), "with text " .. words.quote(text),
                     function(entry) return has_text(entry.text, text) end)
end

local begin_event = happening.class("SeenEvent", event_methods)

-- An event that exsim never logs would never be seen, whatever the product does.
local function need_event(number)
  local all, known = core.events(), {}
  table.sort(all)
  for i, each in ipairs(all) do
    if each == number then return end
    if each ~= all[i - 1] then known[#known + 1] = tostring(each) end -- some have several texts
  end
  words.fail("exsim logs no event %d: there are %s", number, table.concat(known, ", "))
end

-- The happening itself: that an event was logged is an expectation without another word.
function others.event(view, number, options)
  local run = view.run
  number = words.need_count("the number of an event", number)
  need_event(number)
  options = words.need_options("event", options, { "server" })
  local server = options.server and find.one(run, "server", options.server)
  local text = ("event %d%s logged"):format(number, server and " on " .. server.name or "")
  local function find_events()
    return filtered(run.record:entries { kinds = "event" }, function(entry)
      return entry.id == number and (not server or entry.actor == server.id)
    end)
  end
  local subject = checks.subject(view, text, { example = ":once()" })
  return begin_event(subject, { text = "", find = find_events })
end

-- ---- seen:report(message) ----

-- The non-delivery entries that the report tells of: those of its message and instant.
local function told_by(run, report)
  local list = run.record:entries {
    kinds = "returned", message = report.message, from = report.when, to = report.when,
  }
  return filtered(list, function(entry) return entry.message == report.message end)
end

local function add_told(it, text, fits)
  happening.add_test(it, text, text, function(report)
    return #filtered(told_by(it.run, report), fits) > 0
  end)
end

local function code_test(it, name, value)
  return (fields.test(it.run, fields.kind("returned"), "report", { [name] = value }))
end

local report_methods = {}

function report_methods.to(it, who)
  local set = find.recipient(it.run, who)
  local text = "to " .. words.quote(who)
  happening.add_test(it, text, text, function(report)
    return find.is_recipient(it.run, set, report.report, report.originator)
  end)
end

function report_methods.diagnostic(it, value)
  add_told(it, "diagnostic " .. words.quote(value), code_test(it, "diagnostic", value))
end

function report_methods.reason(it, value)
  add_told(it, "reason " .. words.quote(value), code_test(it, "reason", value))
end

-- Words of the cause, or those that the user reads.
function report_methods.text(it, text)
  words.need_text("text", text)
  add_told(it, "with text " .. words.quote(text), function(entry)
    return has_text(entry.cause, text) or has_text(core.diagnostic_text(entry.diagnostic) or "", text)
  end)
end

-- Whose name stands below the report: "MSExchangeIS" (the store), "MSExchangeMTA", "IMS".
local signatures = { store = "MSExchangeIS", mta = "MSExchangeMTA", connector = "IMS" }

function report_methods.signed(it, name)
  words.need_text("signed", name)
  local names = { "MSExchangeIS", "MSExchangeMTA", "IMS" }
  if name ~= names[1] and name ~= names[2] and name ~= names[3] then
    words.unknown("signature", name, names)
  end
  local text = "signed " .. words.quote(name)
  happening.add_test(it, text, text, function(report)
    return signatures[it.run.record:object(report.actor).class] == name
  end)
end

-- The rule that sent the message back.
function report_methods.by_rule(it, rule)
  add_told(it, "by rule " .. words.quote(rule), code_test(it, "rule", rule))
end

-- The report itself reached somebody.
function report_methods.delivered(it)
  happening.add_test(it, "delivered", "delivered", function(report)
    return #it.run.record:entries { kinds = "delivered", message = report.report } > 0
  end)
end

-- It left by the connector: handed to a gateway, or transferred.
function report_methods.via(it, connector)
  local set = find.connectors(it.run, connector)
  local text = "via " .. words.quote(connector)
  happening.add_test(it, text, text, function(report)
    local run = it.run
    for _, entry in ipairs(run.record:entries { kinds = "handed-off transferred", message = report.report }) do
      if entry.kind == "handed-off" and set[entry.connector] then return true end
      if entry.kind == "transferred" and find.leads_to(run, entry.queue, set) then return true end
    end
    return false
  end)
end

local begin_report = happening.class("SeenReport", report_methods)

function others.report(view, name)
  local run = view.run
  local serial, called = find.message(run, name)
  local text = ("report on %s made"):format(called)
  local subject = checks.subject(view, text, { example = ":once()" })
  local function of_message(kinds)
    return filtered(run.record:entries { kinds = kinds, message = serial },
                    function(entry) return entry.message == serial end)
  end
  return begin_report(subject, {
    text = "",
    find = function() return of_message("report") end,
    near = function()
      local all = of_message(nil)
      return { all[#all] }
    end,
  })
end

-- ---- seen:session(host) ----

local begin_session = happening.class("SeenSession")
local session_methods = {}

local function accepted(it)
  local list = it.run.record:entries { kinds = "delivered", object = it.host }
  return filtered(list, function(entry) return entry.actor == it.host end)
end

local function conversations(it)
  local list = it.run.record:entries { kinds = "smtp", object = it.host }
  return filtered(list, function(entry) return entry.host == it.host end)
end

-- Recipients that the host took mail for.
function session_methods.accepted(it)
  return begin_session(it, {
    text = "accepts mail",
    find = function() return accepted(it) end,
    near = function() return conversations(it) end,
  })
end

function session_methods.times(it, n)
  return session_methods.accepted(it):times(n)
end

function session_methods.once(it)
  return session_methods.accepted(it):once()
end

function session_methods.said(it, text)
  words.need_text("said", text)
  return begin_session(it, {
    text = "says " .. words.quote(text),
    find = function()
      return filtered(conversations(it), function(entry) return has_text(entry.said, text) end)
    end,
    near = function() return conversations(it) end,
  })
end

-- What a service says to the host when it takes no mail from it.
function session_methods.hears(it, text)
  words.need_text("hears", text)
  return begin_session(it, {
    text = "hears " .. words.quote(text),
    find = function()
      local list = it.run.record:entries { kinds = "refused", object = it.host }
      return filtered(list, function(entry)
        return entry.host == it.host and has_text(entry.said, text)
      end)
    end,
  })
end

local make_session = words.class("SeenSessions", "matcher", session_methods, {
  never = "say what never: :accepted():never(), :said(text):never()",
})

function others.session(view, name)
  local host = find.one(view.run, "host", name)
  local subject = { host = host.id, example = ":said(text)" }
  return make_session(checks.subject(view, "host " .. host.name, subject))
end

return others
