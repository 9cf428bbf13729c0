-- seen_association.lua - the associations that an MTA opens for one of its queues.
--
-- Those that the far side opened are that side's: a pair of MTAs has two subjects.
--
-- SPDX-License-Identifier: MIT

local checks = require "exsim.seen_checks"
local fields = require "exsim.seen_fields"
local find = require "exsim.seen_find"
local happening = require "exsim.seen_happening"
local state = require "exsim.seen_state"
local words = require "exsim.seen_words"

-- Word of the language -> kind of entry.
local kinds = { tried = "open-tried", failed = "open-failed", opened = "opened",
                closed = "closed", turned = "turned", waits = "retry-waits",
                recovered = "recovered", disconnected = "disconnected", bound = "bound" }

local STEPS = "open-tried opened closed retry-waits"

local function entries_of(it, kind)
  if not it.queue then return {} end
  local out = {}
  for _, entry in ipairs(it.run.record:entries { kinds = kind, object = it.queue }) do
    if entry.queue == it.queue then out[#out + 1] = entry end
  end
  return out
end

-- ---- what is so ----

-- What happened to the associations and to their MTA, in order.
local function history(it)
  local out = entries_of(it, STEPS)
  for _, entry in ipairs(it.run.record:entries { kinds = "stopped", object = it.mta }) do
    if entry.service == it.mta then out[#out + 1] = entry end
  end
  table.sort(out, function(a, b) return a.number < b.number end)
  return out
end

local effects = {
  opened = function(now) now.open = now.open + 1 end,
  closed = function(now) now.open = now.open - 1 end,
  ["open-tried"] = function(now) now.waits_until = nil end,
  ["retry-waits"] = function(now, entry) now.waits_until = entry.when + entry.interval end,
  stopped = function(now) now.open, now.waits_until = 0, nil end,
}

-- How many are open, and whether the open retry timer runs, from the beginning.
local function steps_of(it)
  local steps = { { when = it.run.start, value = { open = 0 } } }
  local now, number = { open = 0 }, nil
  local function add(when)
    steps[#steps + 1] = { when = when, number = number,
                          value = { open = now.open, is_retrying = now.waits_until ~= nil } }
  end
  local function run_out(when)
    local due = now.waits_until
    if not due or due > when then return end
    now.waits_until = nil
    add(due)
  end
  for _, entry in ipairs(history(it)) do
    run_out(entry.when)
    effects[entry.kind](now, entry)
    number = entry.number
    add(entry.when)
  end
  run_out(it.run.stop)
  return steps
end

local function word_of(value)
  if value.open > 0 then return "open" end
  return value.is_retrying and "retrying" or "closed"
end

local function in_words(value)
  return ("%s, %d open"):format(word_of(value), value.open)
end

local states = { "open", "closed", "retrying" }

local expects = {}

function expects.is(it, word)
  words.need_text("a state", word)
  if not words.is_among(states, word) then words.unknown("state of an association", word, states) end
  state.expect(it, "is " .. word, function(value) return word_of(value) == word end, in_words)
end

function expects.count(it, n)
  n = words.need_count("count", n)
  state.expect(it, ("has %d open"):format(n), function(value) return value.open == n end, in_words)
end

function expects.count_at_least(it, n)
  n = words.need_count("count_at_least", n)
  state.expect(it, ("has at least %d open"):format(n), function(value) return value.open >= n end,
               in_words)
end

function expects.count_at_most(it, n)
  n = words.need_count("count_at_most", n)
  state.expect(it, ("has at most %d open"):format(n), function(value) return value.open <= n end,
               in_words)
end

local hints = {
  holds = "a queue holds messages; associations count(n)",
  at_least = "associations count_at_least(n)", at_most = "associations count_at_most(n)",
  times = "times belongs to what happens: :opened():times(n)",
  once = "once belongs to what happens: :opened():once()",
}

local begin_state = state.class("SeenAssociationState", expects, hints)

local function begin(it)
  return begin_state(it, { example = ':is "open"', steps = function() return steps_of(it) end })
end

local methods = state.starters(expects, begin)

-- ---- what happens ----

local begin_happening = happening.class("SeenAssociationHappening")

for word, kind_word in pairs(kinds) do
  methods[word] = function(it, options)
    local kind = fields.kind(kind_word)
    local fits, text = fields.test(it.run, kind, word, options)
    return begin_happening(it, {
      text = text == "" and word or ("%s %s"):format(word, text),
      find = function()
        local out = {}
        for _, entry in ipairs(entries_of(it, kind_word)) do
          if fits(entry) then out[#out + 1] = entry end
        end
        return out
      end,
      near = function()
        local all = entries_of(it, STEPS .. " open-failed turned")
        return { all[#all] }
      end,
    })
  end
end

local make = words.class("SeenAssociation", "matcher", methods, hints)

-- An object of the record: is it a queue that associations serve?
local function has_associations(run, id)
  local queue = find.object(run, id)
  return queue.name ~= "mdb" and queue.attributes.secured ~= "yes" and
         find.object(run, queue.parent).class == "mta"
end

local function mta_of(run, server)
  for _, mta in ipairs(find.all(run, "mta")) do
    if mta.parent == server.id then return mta.id end
  end
  return nil
end

-- seen:association(server, connector or server at the far end)
return function(view, server_name, name)
  local id, server = find.queue(view.run, server_name, name)
  if id and not has_associations(view.run, id) then
    words.fail("no association serves %s of %s: only X.400 Connectors, Site Connectors, " ..
               "RAS Connectors and the servers of the site have them", words.quote(name), server.name)
  end
  local text = ("association %s of %s"):format(words.quote(name), server.name)
  return make(checks.subject(view, text, { queue = id, mta = mta_of(view.run, server),
                                           example = ":opened():once()" }))
end
