-- seen_queue.lua - what a queue holds, and when.
--
-- SPDX-License-Identifier: MIT

local checks = require "exsim.seen_checks"
local find = require "exsim.seen_find"
local happening = require "exsim.seen_happening"
local state = require "exsim.seen_state"
local words = require "exsim.seen_words"

local function entries_of(run, id)
  if not id then return {} end
  local out = {}
  for _, entry in ipairs(run.record:entries { kinds = "queued unqueued", object = id }) do
    if entry.queue == id then out[#out + 1] = entry end
  end
  return out
end

-- The depth from the beginning, after each entry.
local function depths(run, id)
  local steps = { { when = run.start, value = 0 } }
  for _, entry in ipairs(entries_of(run, id)) do
    steps[#steps + 1] = { when = entry.when, number = entry.number, value = entry.waiting }
  end
  return steps
end

local function in_words(n)
  return n == 1 and "1 waits" or ("%d wait"):format(n)
end

-- ---- contents ----

local function name_of(run, serial)
  local name = run.record:message_name(serial)
  return name and words.quote(name) or ("message %d"):format(serial)
end

local function remove(list, value)
  for i, each in ipairs(list) do
    if each == value then return table.remove(list, i) end
  end
end

-- Steps of the names of what waits, sorted: a list made text, so that two compare.
local function contents(run, id)
  local waiting, steps = {}, { { when = run.start, value = "" } }
  for _, entry in ipairs(entries_of(run, id)) do
    if entry.kind == "queued" then
      waiting[#waiting + 1] = name_of(run, entry.message)
    else
      remove(waiting, name_of(run, entry.message))
    end
    local sorted = table.move(waiting, 1, #waiting, 1, {})
    table.sort(sorted)
    steps[#steps + 1] = { when = entry.when, number = entry.number,
                          value = table.concat(sorted, ", ") }
  end
  return steps
end

local function sorted_names(run, list)
  if type(list) ~= "table" then words.fail('are takes the names of messages: :are { "m" }') end
  local out = {}
  for i, name in ipairs(list) do
    out[i] = name_of(run, (find.message(run, name)))
  end
  table.sort(out)
  return table.concat(out, ", ")
end

-- Is it displayed? From when it is first used, but not after it was long idle.
local function display(run, id)
  local steps, is_used = { { when = run.start, value = false } }, false
  for _, entry in ipairs(id and run.record:entries { kinds = "queued hidden shown", object = id } or {}) do
    if entry.queue == id and (entry.kind ~= "queued" or not is_used) then
      is_used = true
      steps[#steps + 1] = { when = entry.when, number = entry.number, value = entry.kind ~= "hidden" }
    end
  end
  return steps
end

-- ---- matchers ----

local expects = {}

local function expect_display(it, word, wanted)
  it.steps = it.display
  state.expect(it, "is " .. word, function(value) return value == wanted end,
               function(value) return value and "it is displayed" or "it is not displayed" end)
end

-- On the Queues page of its server's MTA.
function expects.shown(it) expect_display(it, "displayed", true) end
function expects.hidden(it) expect_display(it, "not displayed", false) end

function expects.holds(it, n)
  n = words.need_count("holds", n)
  state.expect(it, ("holds %d"):format(n), function(depth) return depth == n end, in_words)
end

function expects.is(it, value)
  if value == "empty" then
    state.expect(it, "is empty", function(depth) return depth == 0 end, in_words)
  else
    if type(value) == "string" then words.fail('a queue is "empty" or has a number') end
    expects.holds(it, value)
  end
end

function expects.holds_at_least(it, n)
  n = words.need_count("holds_at_least", n)
  state.expect(it, ("holds at least %d"):format(n), function(depth) return depth >= n end,
               in_words)
end

function expects.holds_at_most(it, n)
  n = words.need_count("holds_at_most", n)
  state.expect(it, ("holds at most %d"):format(n), function(depth) return depth <= n end, in_words)
end

function expects.are(it, list)
  local wanted = sorted_names(it.run, list)
  it.steps = it.contents
  state.expect(it, wanted == "" and "holds nothing" or "holds " .. wanted,
               function(value) return value == wanted end,
               function(value) return value == "" and "nothing waits" or value .. " wait" end)
end

local hints = {
  at_least = "a queue holds_at_least(n)", at_most = "a queue holds_at_most(n)",
  once = "once belongs to what happens: :becomes(n):once()",
  times = "times belongs to what happens: :becomes(n):times(n)",
}

local begin_state = state.class("SeenQueueState", expects, hints)
local begin_becoming = happening.class("SeenBecoming")

local function begin(it)
  return begin_state(it, {
    example = ":holds(n)",
    steps = function() return depths(it.run, it.queue) end,
    contents = function() return contents(it.run, it.queue) end,
    display = function() return display(it.run, it.queue) end,
  })
end

local methods = state.starters(expects, begin)

-- The entries that bring the depth to n from another.
local function arrivals(run, id, n)
  local out, before = {}, 0
  for _, entry in ipairs(entries_of(run, id)) do
    if entry.waiting == n and before ~= n then out[#out + 1] = entry end
    before = entry.waiting
  end
  return out
end

function methods.becomes(it, n)
  n = n == "empty" and 0 or words.need_count("becomes", n)
  return begin_becoming(it, {
    text = ("becomes %d"):format(n),
    find = function() return arrivals(it.run, it.queue, n) end,
    near = function()
      local entries = entries_of(it.run, it.queue)
      return { entries[#entries] }
    end,
  })
end

local make = words.class("SeenQueue", "matcher", methods, hints)

-- seen:queue(server, name)
return function(view, server_name, name)
  local id, server = find.queue(view.run, server_name, name)
  local text = ("queue %s of %s"):format(words.quote(name), server.name)
  return make(checks.subject(view, text, { queue = id, example = ':at "09:00":holds(n)' }))
end
