-- class.lua - what the files of the library share: methods of handles, options with known names,
-- and errors with suggestions.
--
-- The sandbox puts the scenario's file and line before a message.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"

local class = {}

-- The classes there are, name -> array of methods: a test compares them with the annotations.
class.classes = {}

function class.fail(text, ...)
  error(select("#", ...) > 0 and text:format(...) or text, 0)
end
local fail = class.fail

-- A value in words, for messages.
function class.describe(value)
  if value == nil then return "nothing" end
  if value ~= value then return "NaN" end -- its sign differs between machines
  if type(value) == "string" then return core.quote(value) end
  if type(value) == "number" or type(value) == "boolean" then return tostring(value) end
  local kind = core.class_of(value)
  return "a " .. (kind or type(value))
end
local describe = class.describe

local function sorted(names)
  local out = {}
  for name in pairs(names) do out[#out + 1] = name end
  return out
end

-- `text` has no name like this.
function class.unknown(text, name, names)
  local near = type(name) == "string" and core.suggest(name, names)
  if near then fail("%s %s (did you mean %s?)", text, describe(name), core.quote(near)) end
  fail("%s %s: there are %s", text, describe(name), table.concat(names, ", "))
end

-- ---- methods ----

local function wrap(class_name, name, method)
  return function(self, ...)
    if core.class_of(self) ~= class_name then
      fail("write %s:%s(...) with a colon, not %s.%s(...)", class_name, name, class_name, name)
    end
    return method(self, ...)
  end
end

-- Gives the handles of a class their methods. `refused`: name -> what is not there yet, or true.
function class.define(class_name, methods, refused)
  local names, wrapped = sorted(methods), {}
  for _, name in ipairs(names) do wrapped[name] = wrap(class_name, name, methods[name]) end
  class.classes[class_name] = names
  core.metatables[class_name].__index = function(self, name)
    local method = wrapped[name]
    if method then return method end
    if name == "name" then return core.name(self) end
    local hint = refused and refused[name]
    if hint then
      fail("exsim cannot do %s:%s yet%s", class_name, name, hint == true and "" or ": " .. hint)
    end
    class.unknown(class_name .. " has no method", name, names)
  end
end

-- A table of functions that nobody can write to or misspell.
function class.closed(name, members)
  local names = sorted(members)
  return setmetatable({}, {
    __index = function(_, key)
      if members[key] then return members[key] end
      class.unknown(name .. " has no", key, names)
    end,
    __newindex = function(_, key) fail("%s.%s cannot be written to", name, tostring(key)) end,
    __metatable = false,
  })
end

-- ---- arguments ----

function class.need_text(what, value)
  if type(value) ~= "string" then fail("%s is a text in quotes, not %s", what, describe(value)) end
  return value
end

function class.need_function(what, value)
  if type(value) ~= "function" then fail("%s is a function, not %s", what, describe(value)) end
  return value
end

function class.need_flag(what, value)
  if type(value) ~= "boolean" then fail("%s is true or false, not %s", what, describe(value)) end
  return value
end

-- A whole number of a range; `source`: where the range comes from.
function class.need_integer(what, value, least, most, source)
  local whole = type(value) == "number" and math.tointeger(value)
  if not whole or whole < least or whole > most then
    fail("%s is a whole number, %d to %d%s, not %s", what, least, most,
         source and (" (%s)"):format(source) or "", describe(value))
  end
  return whole
end

-- A table whose names are among `names`; `refused` as in define(). `positions`: how many values
-- without a name it may have.
function class.need_options(what, value, names, positions, refused)
  if type(value) ~= "table" then
    fail("%s takes a table, { %s = ... }, not %s", what, names[1], describe(value))
  end
  for key in pairs(value) do
    if type(key) == "string" then
      if refused and refused[key] then fail("exsim cannot do %s { %s = ... } yet", what, key) end
      if not class.is_among(names, key) then class.unknown(what .. " has no option", key, names) end
    elseif type(key) ~= "number" or key < 1 or key > (positions or 0) then
      fail("%s has no place for %s", what, describe(value[key]))
    end
  end
  return value
end

function class.is_among(list, value)
  for _, each in ipairs(list) do
    if each == value then return true end
  end
  return false
end

-- One or several: always a list. What has a name in it would be lost without a word.
function class.list(value)
  if type(value) ~= "table" then return { value } end
  local name = core.stray_name(value)
  if name then
    fail("a list has no names: write { %s, ... } without %s =", describe(value[name]), name)
  end
  return value
end

-- A thing of the world, or its name. `what`: "to", for messages.
function class.thing(class_name, value, what)
  if core.class_of(value) == class_name then return value end
  if type(value) ~= "string" then
    fail("%s is a %s or its name, not %s", what, class_name, describe(value))
  end
  return core.raw.org.get(nil, class_name, value)
end

-- ---- settings ----

local settings_of, keys_of = {}, {} -- by class: a set of known names, an array of keys

for _, setting in ipairs(core.settings()) do
  for _, holder in ipairs(setting.holders) do
    settings_of[holder] = settings_of[holder] or {}
    keys_of[holder] = keys_of[holder] or {}
    settings_of[holder][setting.key], settings_of[holder][setting.title:lower()] = true, true
    if not setting.registry then table.insert(keys_of[holder], setting.key) end
  end
end

-- The keys of the settings that a class has.
function class.setting_keys(class_name) return keys_of[class_name] or {} end

-- A name near to a property is said here: the settings table does not know properties.
local function refuse_misspelt(class_name, key, properties)
  local known = settings_of[class_name] or {}
  if known[key:lower()] then return end
  local names = sorted(properties)
  for _, name in ipairs(class.setting_keys(class_name)) do names[#names + 1] = name end
  names[#names + 1] = "registry"
  local near = core.suggest(key, names)
  if near then
    fail("%s has no setting %s (did you mean %s?)", class_name, core.quote(key), core.quote(near))
  end
end

-- thing:set { ... }; properties: name -> function(handle, value).
function class.set(class_name, handle, options, properties)
  if type(options) ~= "table" then
    fail("%s:set takes { name = value }, not %s", class_name, describe(options))
  end
  for key, value in pairs(options) do
    if type(key) ~= "string" then fail("%s:set takes { name = value }", class_name) end
    if key == "registry" then
      if type(value) ~= "table" then fail('registry takes { ["Value name"] = ... }') end
      for title, each in pairs(value) do
        core.raw[class_name].set(handle, class.need_text("a registry value", title), each, true)
      end
    elseif properties[key] then
      properties[key](handle, value)
    else
      refuse_misspelt(class_name, key, properties)
      core.raw[class_name].set(handle, key, value, false)
    end
  end
end

return class
