-- seen_words.lua - what the files of the language of expectations share: errors with suggestions,
-- times and numbers as scenarios write them, and classes in which no name can be misspelt.
--
-- An object holds its state in `it`; its methods get that, not the object. A method that returns
-- nothing returns its object, so that conditions chain.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"

local words = {}

-- The classes there are, name -> array of methods: a test compares them with the annotations.
words.classes = {}

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\" }

function words.quote(value)
  if type(value) ~= "string" then return tostring(value) end
  local text = value:gsub('[%c"\\]', function(c)
    return escapes[c] or ("\\x%02x"):format(c:byte())
  end)
  return '"' .. text .. '"'
end

-- The sandbox puts the scenario's file and line in front.
function words.fail(text, ...)
  error(select("#", ...) > 0 and text:format(...) or text, 0)
end

-- The same when no function of the scenario runs any more.
function words.fail_at(it, text)
  error(it.location .. ": " .. text, 0)
end

local function is_among(list, value)
  for _, each in ipairs(list) do
    if each == value then return true end
  end
  return false
end
words.is_among = is_among

-- `what` says what there is none of: 'message', 'queue of HUB1'.
function words.unknown(what, name, candidates, remark)
  local near = core.suggest(name, candidates)
  local text = ("no %s %s"):format(what, words.quote(name))
  if near then text = ("%s (did you mean %s?)"):format(text, words.quote(near)) end
  if #candidates == 0 then text = text .. ": there is none" end
  if not near and #candidates > 0 and #candidates <= 12 then
    local quoted = {}
    for i, candidate in ipairs(candidates) do quoted[i] = words.quote(candidate) end
    text = ("%s: there are %s"):format(text, table.concat(quoted, ", "))
  end
  error(remark and text .. "; " .. remark or text, 0)
end

function words.need_text(what, value)
  if type(value) ~= "string" then
    words.fail("%s is text in quotes, not %s", what, words.kind_of(value))
  end
  return value
end

function words.kind_of(value)
  if value == nil then return "nothing" end
  if type(value) == "number" or type(value) == "boolean" then return tostring(value) end
  return "a " .. type(value)
end

function words.need_count(what, value)
  local count = type(value) == "number" and math.tointeger(value)
  if not count or count < 0 then
    words.fail("%s takes a whole number from 0, not %s", what,
               type(value) == "string" and words.quote(value) or words.kind_of(value))
  end
  return count
end

-- A table of options with known names, or nothing.
function words.need_options(what, value, names)
  if value == nil then return {} end
  if type(value) ~= "table" then
    words.fail("%s takes { %s = ... }, not %s", what, names[1] or "name",
               type(value) == "string" and words.quote(value) or words.kind_of(value))
  end
  for key in pairs(value) do
    if not is_among(names, key) then words.unknown("field", tostring(key), names, "in " .. what) end
  end
  return value
end

-- ---- times ----

-- A time within the run: what lies outside was never simulated.
function words.time(run, text)
  if type(text) ~= "string" then
    words.fail('a time is text, "09:00" or "1998-03-02 09:00", not %s', words.kind_of(text))
  end
  local when = core.parse_time(text, run.start)
  if when < run.start then
    words.fail("%s is before the run begins (%s)", words.quote(text), core.format_time(run.start))
  end
  if when > run.stop and not run.dry then
    words.fail("%s is after the end of the run (%s)", words.quote(text),
               core.format_time(run.stop))
  end
  return when
end

function words.duration(text)
  if type(text) ~= "string" then
    words.fail('a duration is text, "10 min", not %s', words.kind_of(text))
  end
  return core.parse_duration(text)
end

-- ---- entries in words ----

local LISTED = 3

-- "1998-03-02 09:31: "x400" queued for FAST, 1 waiting"
function words.entry(run, entry)
  return core.format_time(entry.when) .. ": " .. run.record:sentence(entry.number)
end

-- The first few entries, and how many more there are.
function words.entries(run, entries)
  local out = {}
  for i = 1, math.min(#entries, LISTED) do out[i] = words.entry(run, entries[i]) end
  if #entries > LISTED then out[#out + 1] = ("and %d more"):format(#entries - LISTED) end
  return table.concat(out, "; ")
end

function words.count(n)
  if n == 0 then return "never" end
  return n == 1 and "once" or ("%d times"):format(n)
end

-- ---- classes ----

local function names_of(methods)
  local names = {}
  for name in pairs(methods) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local function refuse_writing(_, name)
  words.fail("an expectation has no field %s to set", words.quote(name))
end

-- A handle of the organisation stands for its name, in a table as well.
local function without_handles(value)
  if type(value) == "userdata" and core.class_of(value) then return core.name(value) end
  if type(value) ~= "table" or getmetatable(value) ~= nil then return value end
  local copy = {}
  for key, each in pairs(value) do
    copy[key] = type(each) == "userdata" and core.class_of(each) and core.name(each) or each
  end
  return copy
end

local function wrap(name, method)
  return function(self, ...)
    local it = type(self) == "table" and rawget(self, "it")
    if not it then words.fail("write ':%s(...)' with a colon, not '.%s'", name, name) end
    local arguments = table.pack(...)
    for i = 1, arguments.n do arguments[i] = without_handles(arguments[i]) end
    return method(it, table.unpack(arguments, 1, arguments.n)) or self
  end
end

-- Makes a class; returns a function that makes an object of a state. `what` is what its methods
-- are called in errors; hints: name -> what to write instead, for names that do not belong here.
function words.class(class_name, what, methods, hints)
  local wrapped, names = {}, names_of(methods)
  for _, name in ipairs(names) do wrapped[name] = wrap(name, methods[name]) end
  words.classes[class_name] = names
  local meta = { __newindex = refuse_writing, __metatable = false }
  function meta.__index(_, name)
    if wrapped[name] then return wrapped[name] end
    local near = type(name) == "string" and core.suggest(name, names)
    local hint = hints and hints[name]
    if hint then words.fail(hint) end
    if near then words.fail("no %s '%s' (did you mean '%s'?)", what, name, near) end
    words.fail("no %s '%s': there are %s", what, tostring(name), table.concat(names, ", "))
  end
  return function(it) return setmetatable({ it = it }, meta) end
end

return words
