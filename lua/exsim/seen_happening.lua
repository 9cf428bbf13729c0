-- seen_happening.lua - expectations about what happens: entries of the record, how often and when.
--
-- Said without more, a happening is expected at least once. Conditions of time choose among the
-- entries, and it is those that are counted: `:once():before "10:00"` is one before 10:00.
-- before and after mean strictly so; between and within include their ends.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local checks = require "exsim.seen_checks"
local words = require "exsim.seen_words"

local happening = {}

-- ---- conditions ----

-- Adds a condition: its words in the text, the same with full times, and the test of an entry.
function happening.add_test(it, text, full, test)
  checks.add_part(it, text)
  it.tests[#it.tests + 1] = test
  it.windows[#it.windows + 1] = full
end

local function set_count(it, text, low, high)
  if it.is_counted then words.fail("this expectation says twice how often: it is once enough") end
  it.is_counted, it.low, it.high = true, low, high
  checks.add_part(it, text)
end

local methods = {}

function methods.before(it, text)
  local when = words.time(it.run, text)
  happening.add_test(it, "before " .. text, "before " .. core.format_time(when),
                     function(entry) return entry.when < when end)
end

function methods.after(it, text)
  local when = words.time(it.run, text)
  happening.add_test(it, "after " .. text, "after " .. core.format_time(when),
                     function(entry) return entry.when > when end)
end

function methods.at(it, text)
  local when = words.time(it.run, text)
  happening.add_test(it, "at " .. text, "at " .. core.format_time(when),
                     function(entry) return entry.when == when end)
end

function methods.between(it, from, to)
  local low, high = words.time(it.run, from), words.time(it.run, to)
  if low > high then
    words.fail("between %s and %s there is no time: the earlier one comes first",
               words.quote(from), words.quote(to))
  end
  happening.add_test(it, ("between %s and %s"):format(from, to),
                     ("between %s and %s"):format(core.format_time(low), core.format_time(high)),
                     function(entry) return entry.when >= low and entry.when <= high end)
end

function methods.never(it) set_count(it, "never", 0, 0) end

function methods.once(it) set_count(it, "once", 1, 1) end

function methods.times(it, n)
  n = words.need_count("times", n)
  set_count(it, words.count(n), n, n)
end

function methods.at_least(it, n)
  n = words.need_count("at_least", n)
  set_count(it, ("at least %s"):format(words.count(n)), n, nil)
end

function methods.at_most(it, n)
  n = words.need_count("at_most", n)
  set_count(it, ("at most %s"):format(words.count(n)), 0, n)
end

function methods.within(it, text)
  if it.span then words.fail("within(...) waits for its of(...)") end
  it.span, it.span_text = words.duration(text), text
end

local function is_near(entry, others, span)
  for _, other in ipairs(others) do
    local distance = entry.when - other.when
    if distance <= span and -distance <= span then return true end
  end
  return false
end

local function of_time(it, span, text)
  local when = words.time(it.run, text)
  local full = ("within %s of %s"):format(core.format_duration(span), core.format_time(when))
  happening.add_test(it, ("within %s of %s"):format(it.span_text, text), full,
                     function(entry) return is_near(entry, { { when = when } }, span) end)
end

function methods.of(it, other)
  local span = it.span
  if not span then words.fail('of(...) belongs behind within: :within "10 min":of(...)') end
  if type(other) == "string" then
    of_time(it, span, other)
  else
    local operand = happening.operand(other)
    local text = ("within %s of %s"):format(it.span_text, checks.text(operand))
    it.operands[#it.operands + 1] = operand
    happening.add_test(it, text, text, function(entry)
      return is_near(entry, happening.matching(operand), span)
    end)
  end
  it.span = nil
end

-- ---- evaluation ----

-- The happening in an object that was given; anything else is an error.
function happening.operand(object)
  local it = checks.operand(object)
  if not it or not it.find then
    words.fail("another happening is needed here, seen:message(...):delivered(), not %s",
               it and "a state" or words.kind_of(object))
  end
  if it.high == 0 then words.fail("what never happens has no time to compare with") end
  it.is_operand = true
  return it
end

-- What was looked for, before conditions. Looked up once: the record is closed.
local function found(it)
  it.found = it.found or it.find()
  return it.found
end

-- The entries that fulfil all conditions.
function happening.matching(it)
  if it.matched then return it.matched end
  local out = {}
  for _, entry in ipairs(found(it)) do
    local fits = true
    for _, test in ipairs(it.tests) do fits = fits and test(entry) end
    if fits then out[#out + 1] = entry end
  end
  it.matched = out
  return out
end

local function expected(it)
  local low, high = it.low, it.high
  local often = "at least " .. words.count(low)
  if low == high then
    often = words.count(low)
  elseif high then
    often = "at most " .. words.count(high)
  end
  return table.concat({ often, table.unpack(it.windows) }, ", ")
end

local function describe(it, all, good)
  local run = it.run
  if #all == 0 then
    local near = it.near()
    return #near == 0 and "never" or "never; instead " .. words.entries(run, near)
  end
  if #good == #all then return ("%s: %s"):format(words.count(#all), words.entries(run, all)) end
  if #good > it.low then
    return ("%s then: %s"):format(words.count(#good), words.entries(run, good))
  end
  return ("%s then; in all %s: %s"):format(words.count(#good), words.count(#all),
                                           words.entries(run, all))
end

local function failed_operand(it)
  for _, operand in ipairs(it.operands) do
    local result = operand.evaluate(operand)
    if not result.pass then
      result.expected = ("%s: %s"):format(checks.text(operand), result.expected)
      return result
    end
  end
  return nil
end

local function witness_of(it, all, good, pass)
  local entry = good[1]
  if not pass then
    entry = it.high and #good > it.high and good[it.high + 1] or all[1] or it.near()[1]
  end
  return entry and entry.number
end

local function evaluate(it)
  local failed = failed_operand(it)
  if failed then return failed end
  local all, good = found(it), happening.matching(it)
  local pass = #good >= it.low and (not it.high or #good <= it.high)
  return {
    pass = pass,
    witness = witness_of(it, all, good, pass),
    expected = not pass and expected(it) or nil,
    seen = not pass and describe(it, all, good) or nil,
  }
end

local function missing(it)
  return it.span and ('is unfinished: within "%s" needs of(...)'):format(it.span_text) or nil
end

-- The class of a kind of happening, with methods of its own. Returns what begins one:
-- begin(subject, { text, find, near }), where find() and near() give entries in order.
function happening.class(class_name, own, hints)
  local all = {}
  for name, method in pairs(methods) do all[name] = method end
  for name, method in pairs(own or {}) do all[name] = method end
  local make = words.class(class_name, "condition", all, hints)
  return function(subject, what)
    local it = checks.begin(subject, what.text, {
      find = what.find, near = what.near or function() return {} end, fields = what.fields,
      tests = {}, windows = {}, operands = {}, low = what.low or 1, high = what.high,
      is_counted = what.high ~= nil, evaluate = evaluate, missing = missing,
    })
    return make(it)
  end
end

-- ---- in order ----

local function first_after(entries, number)
  for _, entry in ipairs(entries) do
    if entry.number > number then return entry end
  end
  return nil
end

local function evaluate_order(it)
  local failed = failed_operand(it)
  if failed then return failed end
  local before = { number = -1 }
  for i, operand in ipairs(it.operands) do
    local entries = happening.matching(operand)
    local entry = first_after(entries, before.number)
    if not entry then
      return {
        pass = false, witness = entries[1].number,
        expected = ("%s after %s"):format(checks.text(operand), checks.text(it.operands[i - 1])),
        seen = ("%s, and only then %s"):format(words.entries(it.run, entries),
                                               words.entry(it.run, before)),
      }
    end
    before = entry
  end
  return { pass = true, witness = before.number }
end

local make_order = words.class("SeenOrder", "condition", {})

-- Happenings that follow each other, first entry by first entry.
function happening.in_order(subject, list)
  if type(list) ~= "table" or rawget(list, "it") or #list < 2 then
    words.fail("in_order takes happenings, two or more: seen:in_order { one, another }")
  end
  local operands, texts = {}, {}
  for i, object in ipairs(list) do
    operands[i] = happening.operand(object)
    checks.refuse_unfinished(operands[i])
    if operands[i].low == 0 then
      words.fail("%s may never happen: it has no place in an order", checks.text(operands[i]))
    end
    texts[i] = checks.text(operands[i])
  end
  return make_order(checks.begin(subject, table.concat(texts, ", then "),
                                 { operands = operands, evaluate = evaluate_order }))
end

return happening
