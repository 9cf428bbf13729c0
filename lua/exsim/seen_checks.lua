-- seen_checks.lua - subjects and expectations: how they begin, their text, and their verdict.
--
-- seen:message "m" makes a subject; its first matcher begins an expectation, which the rest of
-- the chain narrows. Expectations stand in the order begun. One that another one is made of
-- (in_order, of) is no check of its own.
--
-- An expectation's state has: run, basis, location, parts (its words), evaluate(it) and, where a
-- chain can be left unfinished, missing(it), which returns what lacks.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local words = require "exsim.seen_words"

local checks = {}

local function refuse_late(run)
  if run.is_over then words.fail("the expectations have been evaluated: nothing can be added") end
end

-- The state of a subject. `text` is what its expectations' texts begin with.
function checks.subject(view, text, fields)
  local run = view.run
  refuse_late(run)
  fields.run, fields.basis, fields.note = run, view.basis, view.note
  fields.words, fields.location = text, core.location(1)
  run.subjects[#run.subjects + 1] = fields
  return fields
end

-- The state of an expectation about a subject.
function checks.begin(subject, text, fields)
  refuse_late(subject.run)
  subject.is_used = true
  fields.run, fields.basis, fields.note = subject.run, subject.basis, subject.note
  fields.location, fields.subject = core.location(1), subject
  fields.parts = { subject.words }
  if text ~= "" then fields.parts[2] = text end
  local list = subject.run.list
  list[#list + 1] = fields
  return fields
end

function checks.add_part(it, text) it.parts[#it.parts + 1] = text end

function checks.text(it) return table.concat(it.parts, " ") end

-- The state of an expectation given as part of another; nil if it is none.
function checks.operand(object)
  local it = type(object) == "table" and rawget(object, "it")
  return it and it.evaluate and it or nil
end

function checks.refuse_unfinished(it)
  local lacks = it.missing and it.missing(it)
  if lacks then words.fail_at(it, ("%s %s"):format(checks.text(it), lacks)) end
end

-- ---- the end ----

local function refuse_empty(run)
  for _, subject in ipairs(run.subjects) do
    if not subject.is_used then
      words.fail_at(subject, subject.words .. " checks nothing: add a matcher, " .. subject.example)
    end
  end
  for _, it in ipairs(run.list) do checks.refuse_unfinished(it) end
end

local function report(it, result)
  local text = checks.text(it)
  core.add_check {
    text = it.note and ("%s (%s)"):format(text, it.note) or text,
    basis = it.basis,
    pass = result.pass,
    expected = result.pass and "" or result.expected,
    seen = result.pass and "" or result.seen,
    witness = result.witness,
  }
end

-- What the record cannot answer is an error of that line of the scenario.
local function evaluate(it)
  local is_done, result = pcall(it.evaluate, it)
  if not is_done then words.fail_at(it, tostring(result)) end
  return result
end

-- Evaluates everything, in order; errors come before the first verdict.
function checks.finish(run)
  refuse_late(run)
  run.is_over = true
  refuse_empty(run)
  if run.dry then return 0 end
  local results, count = {}, 0
  for i, it in ipairs(run.list) do
    if not it.is_operand then results[i] = evaluate(it) end
  end
  for i, it in ipairs(run.list) do
    if results[i] then
      report(it, results[i])
      count = count + 1
    end
  end
  return count
end

return checks
