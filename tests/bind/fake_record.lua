-- fake_record.lua - a record and the primitives of exsim.core in plain Lua, for test_seen.lua.
--
-- Kinds and their fields are those of trace_kinds.def; times are microseconds of one day.
--
-- SPDX-License-Identifier: MIT

local fake = {}

local SECOND = 1000000
local DAY = 86400 * SECOND
fake.START = 8 * 3600 * SECOND
fake.STOP = 12 * 3600 * SECOND

-- ---- times ----

local function parse_clock(text)
  local h, m, rest = text:match("^(%d%d):(%d%d)(.*)$")
  if not h then return nil end
  local s = rest == "" and "00" or rest:match("^:(%d%d)$")
  return s and ((tonumber(h) * 60 + tonumber(m)) * 60 + tonumber(s)) * SECOND
end

local units = { us = 1, ms = 1000, s = SECOND, min = 60 * SECOND, h = 3600 * SECOND }

function fake.parse_duration(text)
  local n, unit = text:match("^(%d+) (%a+)$")
  if not n or not units[unit] then error(('%q is no duration: write "10 min"'):format(text), 0) end
  return tonumber(n) * units[unit]
end

function fake.parse_time(text, now)
  local length = text:match("^%+(.*)$")
  if length then return now + fake.parse_duration(length) end
  local day, clock = text:match("^1998%-03%-0(%d) (.*)$")
  local when = parse_clock(clock or text)
  if not when then error(("%q is no time: write \"09:00\""):format(text), 0) end
  if day then return (tonumber(day) - 2) * DAY + when end
  return when >= now and when or when + DAY
end

function fake.format_time(t)
  local s = t // SECOND
  return ("%02d:%02d:%02d"):format(s // 3600, s // 60 % 60, s % 60)
end

function fake.format_duration(n) return ("%d s"):format(n // SECOND) end

-- ---- suggestions: Levenshtein, a third of the letters ----

local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local corner = row[0]
    row[0] = i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      corner, row[j] = row[j], math.min(row[j] + 1, row[j - 1] + 1, corner + cost)
    end
  end
  return row[#b]
end

function fake.suggest(word, candidates)
  local best, nearest = math.max(#word // 3, 1) + 1, nil
  for _, candidate in ipairs(candidates) do
    local edits = distance(word:lower(), candidate:lower())
    if edits < best and edits < math.max(#word, #candidate) then
      best, nearest = edits, candidate
    end
  end
  return nearest
end

-- ---- kinds ----

local function read_kinds(path)
  local list, file = {}, assert(io.open(path))
  for line in file:lines() do
    local word, sentence = line:match('^TRACE%([%w_]+,%s+"([%w-]+)",%s+%d, "(.*)"%)$')
    if word then
      local kind = { word = word, sentence = sentence, fields = {} }
      for name, role in sentence:gmatch("{(%w+):(%w+)}") do
        kind.fields[#kind.fields + 1] = { name = name, role = role }
      end
      list[#list + 1] = kind
    end
  end
  file:close()
  assert(#list > 30, "trace_kinds.def was not read")
  return list
end

-- ---- core ----

local rules = {
  SECURED_STAYS = true, STEP_4_FEWEST_TRIES = true, STEP_6_COST = true, NO_SPACE_NO_ROUTE = true,
  MATCH_CLASS_FIRST = true, EQUALS_SHARE = true, EXHAUSTED_RETURNS = true, DN_BEFORE_ADDRESS = true,
}

function fake.core(root, location)
  local kinds, checks = read_kinds(root .. "/sim/facts/trace_kinds.def"), {}
  local core = {
    parse_time = fake.parse_time, format_time = fake.format_time, suggest = fake.suggest,
    parse_duration = fake.parse_duration, format_duration = fake.format_duration,
    location = location,
    class_of = function(value) return value == io.stdout and "server" or nil end,
    name = function() return "HUB1" end, -- of the one handle there is
    kinds = function() return kinds end,
    check_rule = function(id)
      if not rules[id] then error(("no rule %q"):format(id), 0) end
      return id
    end,
    reason = function(name) return ({ ["unable-to-transfer"] = 1 })[name] end,
    reasons = function() return { "unable-to-transfer" } end,
    diagnostic = function(name)
      return ({ ["unrecognized-or-name"] = 0, ["mts-congestion"] = 2 })[name]
    end,
    diagnostic_text = function(code) return code == 2 and "congestion in the service" or nil end,
    diagnostics = function() return { "unrecognized-or-name", "mts-congestion" } end,
    events = function() return { 289, 290 } end,
    add_check = function(check) checks[#checks + 1] = check end,
  }
  return core, checks, kinds
end

-- ---- the record ----

local Record = {}
Record.__index = Record

function fake.record(kinds)
  local by_word = {}
  for _, kind in ipairs(kinds) do by_word[kind.word] = kind end
  return setmetatable({ list = {}, all = {}, names = {}, decisions = {}, kinds = by_word,
                        dropped = {} }, Record)
end

-- Adds an object; returns its id.
function Record:add(class, parent, name, title, attributes)
  local id = #self.all + 1
  self.all[id] = { id = id, parent = parent, class = class, name = name, title = title or name,
                   attributes = attributes or {} }
  return id
end

-- Adds an entry at "09:00:05" with the values of its fields in order.
function Record:trace(time, word, actor, ...)
  local kind = assert(self.kinds[word], word)
  assert(select("#", ...) == #kind.fields, word)
  local entry = { number = #self.list, when = fake.parse_time(time, fake.START), kind = word,
                  actor = actor }
  local before = self.list[#self.list]
  assert(not before or before.when <= entry.when, "entries are in order: " .. time)
  for i, field in ipairs(kind.fields) do entry[field.name] = (select(i, ...)) end
  self.list[#self.list + 1] = entry
  return entry.number
end

function Record:message(name)
  self.names[#self.names + 1] = name
  return #self.names
end

function Record.start_time() return fake.START end
function Record.last_time() return fake.STOP end
function Record:object(id) return assert(self.all[id], "no object " .. tostring(id)) end
function Record:message_name(serial) return self.names[serial] end

function Record:objects(class)
  local out = {}
  for id, object in ipairs(self.all) do
    if object.class == class then out[#out + 1] = id end
  end
  return out
end

function Record:find_object(class, _, name)
  for id, object in ipairs(self.all) do
    if object.class == class and object.name:lower() == name:lower() then return id end
  end
  return nil
end

function Record:find_message(name)
  for serial, each in ipairs(self.names) do
    if each == name then return serial end
  end
  return nil
end

function Record:message_names()
  local out = {}
  for _, name in ipairs(self.names) do
    if name then out[#out + 1] = name end
  end
  return out
end

local scalar = { count = true, text = true, flag = true, code = true, rule = true, bytes = true,
                 duration = true, time = true, decision = true, message = true }

local function mentions(kind, entry, wanted, is_message)
  for _, field in ipairs(kind.fields) do
    local is_right = is_message and field.role == "message" or
      not is_message and not scalar[field.role]
    if is_right and entry[field.name] == wanted then return true end
  end
  return false
end

function Record:entries(filter)
  local wanted, out = nil, {}
  for word in (filter.kinds or ""):gmatch("%S+") do
    assert(self.kinds[word], word)
    if self.dropped[word] then error(("the record does not keep %q"):format(word), 0) end
    wanted = wanted or {}
    wanted[word] = true
  end
  for _, entry in ipairs(self.list) do
    local kind = self.kinds[entry.kind]
    if (not wanted or wanted[entry.kind]) and not self.dropped[entry.kind]
      and entry.when >= (filter.from or 0) and entry.when <= (filter.to or math.maxinteger)
      and (not filter.message or mentions(kind, entry, filter.message, true))
      and (not filter.object or entry.actor == filter.object
           or mentions(kind, entry, filter.object, false)) then
      out[#out + 1] = entry
    end
  end
  return out
end

function Record:decision(n) return assert(self.decisions[n], "no decision") end

function Record:sentence(number)
  local entry = self.list[number + 1]
  local text = self.kinds[entry.kind].sentence:gsub("{(%w+):(%w+)}", function(name, role)
    local value = entry[name]
    if role == "message" then return ('"%s"'):format(self.names[value]) end
    if scalar[role] then return tostring(value) end
    return value == 0 and "none" or self.all[value].title
  end)
  return text
end

return fake
