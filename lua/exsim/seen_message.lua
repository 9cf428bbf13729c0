-- seen_message.lua - what happens to a message, where it is, and the way it took.
--
-- Every kind of entry that has a message is a matcher: submitted, queued, rerouted ... The others
-- are made here.
--
-- SPDX-License-Identifier: MIT

local checks = require "exsim.seen_checks"
local fields = require "exsim.seen_fields"
local find = require "exsim.seen_find"
local happening = require "exsim.seen_happening"
local path = require "exsim.seen_path"
local state = require "exsim.seen_state"
local words = require "exsim.seen_words"

local kinds, kind_words = fields.message_kinds()

-- ---- happenings ----

-- The entries of these kinds that are about the message (a report's are about another).
local function entries_of(it, kinds_text)
  local out = {}
  for _, entry in ipairs(it.run.record:entries { kinds = kinds_text, message = it.serial }) do
    if entry.message == it.serial then out[#out + 1] = entry end
  end
  return out
end

-- What to show when nothing fits: entries of these kinds, else the last that is known of it.
local function near(it, kinds_text)
  local same = entries_of(it, kinds_text)
  if #same > 0 then return same end
  local all = entries_of(it, nil)
  return { all[#all] }
end

local function happens(it, kinds_text, text, fits)
  return {
    text = text,
    find = function()
      local out = {}
      for _, entry in ipairs(entries_of(it, kinds_text)) do
        if fits(entry) then out[#out + 1] = entry end
      end
      return out
    end,
    near = function() return near(it, kinds_text) end,
  }
end

-- name -> function(it, ...) that says what to look for
local starters = {}

for _, word in ipairs(kind_words) do
  local kind = kinds[word]
  starters[word] = function(it, options)
    local fits, text = fields.test(it.run, kind, word, options)
    local spoken = word:gsub("_", " ")
    return happens(it, kind.word, text == "" and spoken or spoken .. " " .. text, fits)
  end
end

function starters.delivered_to(it, who)
  local set, is_ours = find.recipient(it.run, who)
  if not is_ours and not it.run.dry then find.need_addressee(it.run, it.serial, who, set) end
  return happens(it, "delivered", "delivered to " .. words.quote(who), function(entry)
    return find.is_recipient(it.run, set, it.serial, entry.recipient)
  end)
end

-- It waits, or waited, for the connector.
function starters.goes_by(it, connector)
  local set = find.connectors(it.run, connector)
  return happens(it, "queued", "goes by " .. words.quote(connector), function(entry)
    return find.leads_to(it.run, entry.queue, set)
  end)
end

-- It left by the connector: transferred, or handed to a gateway.
function starters.via(it, connector)
  local set = find.connectors(it.run, connector)
  local text = "leaves via " .. words.quote(connector)
  return happens(it, "transferred handed-off", text, function(entry)
    if entry.kind == "handed-off" then return set[entry.connector] == true end
    return find.leads_to(it.run, entry.queue, set)
  end)
end

local hints = { always = "always belongs to states: seen:queue(...):always():holds(n)" }
for name in pairs(starters) do
  hints[name] = ("%s begins an expectation of its own: seen:message(...):%s"):format(name, name)
end

local begin_happening = happening.class("SeenHappening", {}, hints)

-- ---- states ----

local expects = {}

function expects.is_in(it, server_name, queue_name)
  local run, serial = it.run, it.subject.serial
  local id, server = find.queue(run, server_name, queue_name)
  function it.steps()
    local steps, copies = { { when = run.start, value = false } }, 0
    local of_queue = id and entries_of(it.subject, "queued unqueued") or {}
    for _, entry in ipairs(of_queue) do
      if entry.queue == id and entry.message == serial then
        copies = copies + (entry.kind == "queued" and 1 or -1)
        steps[#steps + 1] = { when = entry.when, number = entry.number, value = copies > 0 }
      end
    end
    return steps
  end
  state.expect(it, ("is in %s of %s"):format(words.quote(queue_name), server.name),
               function(value) return value end,
               function(value) return value and "it is there" or "it is not there" end)
end

local begin_state = state.class("SeenMessageState", expects)

local function begin(it)
  return begin_state(it, { example = ":is_in(server, queue)" })
end

-- ---- facts: the way it took ----

local make_fact = words.class("SeenFact", "condition", {})

local function fact(it, text, evaluate)
  return make_fact(checks.begin(it, text, { evaluate = evaluate }))
end

local methods = state.starters(expects, begin)
methods.before, methods.after, methods.between = nil, nil, nil

for name, starter in pairs(starters) do
  methods[name] = function(it, ...) return begin_happening(it, starter(it, ...)) end
end

local function starter_named(word)
  words.need_text("what never happens", word)
  local name = word:gsub("-", "_")
  if starters[name] then return starters[name] end
  local names = {}
  for each in pairs(starters) do names[#names + 1] = each end
  table.sort(names)
  words.unknown("happening", word, names)
end

-- never "rerouted"; never("delivered_to", "bob"); without a word: never():is_in(...).
function methods.never(it, word, ...)
  if word == nil then
    local object = begin(it)
    return object:never()
  end
  local what = starter_named(word)(it, ...)
  what.text, what.low, what.high = "never " .. what.text, 0, 0
  return begin_happening(it, what)
end

-- path { "HUB1", "HUB2", "PAR1" }: the servers that handled it, from first to last.
function methods.path(it, names)
  if type(names) ~= "table" or #names == 0 then
    words.fail('path takes the servers in order: :path { "HUB1", "PAR1" }')
  end
  local ids, titles = {}, {}
  for i, name in ipairs(names) do
    local server = find.one(it.run, "server", name)
    ids[i], titles[i] = server.id, server.name
  end
  return fact(it, "takes the path " .. table.concat(titles, " > "), function()
    return path.evaluate(it.run, entries_of(it, nil), ids)
  end)
end

-- hops(n): so many transfers from MTA to MTA.
function methods.hops(it, n)
  n = words.need_count("hops", n)
  return fact(it, ("makes %d hop%s"):format(n, n == 1 and "" or "s"), function()
    local last, hops = nil, 0
    for _, entry in ipairs(entries_of(it, "transferred")) do
      if entry.hop >= hops then last, hops = entry, entry.hop end
    end
    return {
      pass = hops == n, witness = last and last.number,
      expected = ("%d hop%s"):format(n, n == 1 and "" or "s"),
      seen = last and ("%d: %s"):format(hops, words.entry(it.run, last)) or "no transfer",
    }
  end)
end

local make = words.class("SeenMessage", "matcher", methods, {
  before = 'say what happens before the time: :delivered():before "10:00"',
  after = 'say what happens after the time: :delivered():after "10:00"',
  between = 'say what happens between the times: :delivered():between("10:00", "11:00")',
  text = 'say what the text is of: seen:report "m":text "..."',
  diagnostic = 'a message is returned { diagnostic = "mts-congestion" }',
  reason = 'a message is returned { reason = "unable-to-transfer" }',
  by_rule = "rules decide decisions: seen:decision(message, server):by_rule(...)",
  holds = "queues hold messages; a message is_in(server, queue)",
})

-- seen:message(name)
return function(view, name)
  local serial, called = find.message(view.run, name)
  local text = "message " .. called
  return make(checks.subject(view, text, { serial = serial, example = ":delivered()" }))
end
