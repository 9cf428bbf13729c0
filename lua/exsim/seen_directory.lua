-- seen_directory.lua - what the directory of a server does, and what it has.
--
-- SPDX-License-Identifier: MIT

local checks = require "exsim.seen_checks"
local fields = require "exsim.seen_fields"
local find = require "exsim.seen_find"
local happening = require "exsim.seen_happening"
local state = require "exsim.seen_state"
local words = require "exsim.seen_words"

-- ---- happenings: what this server's Directory Service did ----

local verbs = {
  "answered", "asked", "conflict", "forgotten", "modified", "notified", "replicated", "reverted", "updated",
}

-- Entries of these kinds whose actor is the directory of the server.
local function entries_of(it, kinds)
  local out = {}
  for _, entry in ipairs(it.run.record:entries { kinds = kinds }) do
    if entry.server == it.server.id or entry.from == it.server.id and entry.kind == "notified" then
      out[#out + 1] = entry
    end
  end
  return out
end

local begin_happening = happening.class("SeenDirectoryHappening")
local methods = {}

for _, verb in ipairs(verbs) do
  local kind = fields.kind(verb)
  methods[verb] = function(it, options)
    local fits, text = fields.test(it.run, kind, verb, options)
    local function all() return entries_of(it, verb) end
    return begin_happening(it, {
      text = text == "" and verb or verb .. " " .. text,
      near = all,
      find = function()
        local out = {}
        for _, entry in ipairs(all()) do
          if fits(entry) then out[#out + 1] = entry end
        end
        return out
      end,
    })
  end
end

-- ---- states: what it has of an object ----

local classes = { "recipient", "connector", "server", "site" }

local function one_object(run, name)
  local first
  for id in pairs(find.any(run, classes, name)) do first = math.min(first or id, id) end
  return find.object(run, first)
end

-- Of which site the object is: what forgets the site forgets the object.
local function site_of(run, object)
  return find.above(run, object.id, "site").id
end

local function was_made_in_run(run, object)
  for _, entry in ipairs(run.record:entries { kinds = "object", object = object.id }) do
    if entry.object == object.id then return true end
  end
  return false
end

-- value: false where it is not known, else what is said of it; "" as at the start.
local function steps_of(it, object)
  local run, site = it.run, site_of(it.run, object)
  local steps = { { when = run.start, value = false } }
  local function add(entry, value)
    steps[#steps + 1] = { when = entry.when, number = entry.number, value = value }
  end
  local is_new = was_made_in_run(run, object)
  for _, entry in ipairs(entries_of(it, "known forgotten modified replicated reverted")) do
    if entry.site then
      if entry.site == site and entry.kind == "forgotten" then add(entry, false) end
      if entry.site == site and entry.kind == "known" and not is_new then add(entry, "") end
    elseif entry.object == object.id then
      add(entry, entry.version > 0 and entry.says ~= "deleted" and entry.says)
    end
  end
  if steps[2] and steps[2].when == run.start then table.remove(steps, 1) end -- it is so from the beginning
  return steps
end

local function as_text(value)
  if value == false then return "not known" end
  return value == "" and "known as at the start" or words.quote(value)
end

local expects = {}

local function expect(it, name, what, test)
  local object = one_object(it.run, name)
  it.steps = function() return steps_of(it.subject, object) end
  state.expect(it, what, test, as_text)
end

function expects.knows(it, name)
  expect(it, name, "knows " .. words.quote(name), function(value) return value ~= false end)
end

function expects.lacks(it, name)
  expect(it, name, "lacks " .. words.quote(name), function(value) return value == false end)
end

-- What its directory says of the object, as modify wrote it.
function expects.says(it, name, text)
  words.need_text("what the directory says", text)
  expect(it, name, ("says %s of %s"):format(words.quote(text), words.quote(name)),
         function(value) return value == text end)
end

local begin_state = state.class("SeenDirectoryState", expects)

for name, starter in pairs(state.starters(expects, function(it)
  return begin_state(it, { example = ':knows "ann"', is_at_end = true })
end)) do
  methods[name] = methods[name] or starter
end

local make_directory = words.class("SeenDirectory", "matcher", methods)

-- directory "S1": of a server.
return function(view, name)
  local server = find.one(view.run, "server", name)
  return make_directory(checks.subject(view, "directory of " .. server.name,
                                       { server = server, example = ':at "09:00":knows "ann"' }))
end
