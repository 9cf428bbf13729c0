-- seen_state.lua - expectations about what is so: at a time, always, never.
--
-- A state is a row of steps: from when on what value, by which entry. always() and never() look
-- at the state that the time begins in and after every entry in it, those of one instant as well.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local checks = require "exsim.seen_checks"
local words = require "exsim.seen_words"

local state = {}

-- ---- when ----

local function set_mode(it, mode, text)
  if it.mode then words.fail("this expectation says twice when: a second one is needed") end
  it.mode = mode
  checks.add_part(it, text)
end

local function narrow(it, from, to)
  it.from = math.max(it.from or it.run.start, from or it.run.start)
  it.to = math.min(it.to or it.run.stop, to or it.run.stop)
  it.is_narrowed = true
end

local methods = {}

function methods.at(it, text)
  local when = words.time(it.run, text)
  set_mode(it, "at", "at " .. text)
  it.at = when
end

function methods.always(it) set_mode(it, "always", "always") end

function methods.never(it) set_mode(it, "never", "never") end

function methods.before(it, text)
  local when = words.time(it.run, text)
  narrow(it, nil, when - 1)
  checks.add_part(it, "before " .. text)
end

function methods.after(it, text)
  local when = words.time(it.run, text)
  narrow(it, when + 1, nil)
  checks.add_part(it, "after " .. text)
end

function methods.between(it, from, to)
  local low, high = words.time(it.run, from), words.time(it.run, to)
  if low > high then
    words.fail("between %s and %s there is no time: the earlier one comes first",
               words.quote(from), words.quote(to))
  end
  narrow(it, low, high)
  checks.add_part(it, ("between %s and %s"):format(from, to))
end

-- Sets what is expected. test(value) decides; `what` says it, format(value) says a value.
function state.expect(it, what, test, format)
  if it.test then words.fail("this expectation says twice what: a second one is needed") end
  it.test, it.what, it.format = test, what, format or tostring
  checks.add_part(it, what)
end

-- ---- evaluation ----

-- The step that holds at this time: the last one not after it.
local function step_at(steps, when)
  local found = steps[1]
  for _, step in ipairs(steps) do
    if step.when > when then break end
    found = step
  end
  return found
end

local function since(it, step)
  if not step.number then return "from the beginning" end
  return "since " .. words.entry(it.run, { when = step.when, number = step.number })
end

-- What the step's value reads at this time: as it is, unless it grows with time.
local function read(it, step, when)
  if it.reading then return it.reading(step.value, when) end
  return step.value
end

local function evaluate_at(it)
  local at = it.at or it.run.stop
  local step = step_at(it.steps(), at)
  local value = read(it, step, at)
  return {
    pass = it.test(value), witness = step.number,
    expected = ("%s at %s"):format(it.what, core.format_time(at)),
    seen = ("%s, %s"):format(it.format(value), since(it, step)),
  }
end

-- The steps to look at: all, or the one that the time begins in and those that follow.
local function steps_within(it)
  local steps = it.steps()
  if not it.is_narrowed then return steps end
  local first = step_at(steps, it.from)
  local out = { { when = it.from, number = first.number, value = first.value } }
  for _, step in ipairs(steps) do
    if step.when > it.from and step.when <= it.to then out[#out + 1] = step end
  end
  return out
end

local function refuted(it, step, when)
  return {
    pass = false, witness = step.number,
    expected = ("%s %s"):format(it.mode, it.what),
    seen = ("%s at %s, %s"):format(it.format(read(it, step, when)), core.format_time(when),
                                   since(it, step)),
  }
end

-- What grows with time is looked at in the first and in the last instant of each step.
local function evaluate_range(it)
  local wanted = it.mode == "always"
  local steps = steps_within(it)
  for i, step in ipairs(steps) do
    local last = steps[i + 1] and steps[i + 1].when - 1 or it.to or it.run.stop
    for _, when in ipairs { step.when, it.reading and last > step.when and last or nil } do
      if it.test(read(it, step, when)) ~= wanted then return refuted(it, step, when) end
    end
  end
  return { pass = true, witness = steps[#steps].number }
end

local function evaluate(it)
  if it.mode == "at" or not it.mode then return evaluate_at(it) end
  return evaluate_range(it)
end

local function missing(it)
  if not it.test then return "checks nothing: add " .. it.example end
  if not it.mode and not it.is_at_end then
    return 'does not say when: add :at "09:00", :always() or :never()'
  end
  if it.is_narrowed and it.mode ~= "always" and it.mode ~= "never" then
    return "has a time already: before, after and between belong to always and never"
  end
  if it.is_narrowed and it.from > it.to and not it.run.dry then
    return "leaves no time to look at"
  end
  return nil
end

-- The class of a kind of state with the methods that say what is expected. Returns what begins
-- one: begin(subject, { steps, example, is_at_end, reading }), where steps() gives all steps in
-- order; is_at_end: without a word about when, the end of the run is meant; reading(value, when):
-- what a step's value reads at a time, where it grows from then on.
function state.class(class_name, own, hints)
  local all = {}
  for name, method in pairs(methods) do all[name] = method end
  for name, method in pairs(own) do all[name] = method end
  local make = words.class(class_name, "matcher", all, hints)
  return function(subject, what)
    return make(checks.begin(subject, what.text or "", {
      steps = what.steps, example = what.example, contents = what.contents, display = what.display,
      is_at_end = what.is_at_end, reading = what.reading, evaluate = evaluate, missing = missing,
    }))
  end
end

-- What a subject needs for `subject:at(t)`, `subject:holds(n)` and the like: each begins a state.
function state.starters(own, begin)
  local out = {}
  for _, list in ipairs { methods, own } do
    for name in pairs(list) do
      out[name] = function(it, ...)
        local object = begin(it)
        return object[name](object, ...)
      end
    end
  end
  return out
end

return state
