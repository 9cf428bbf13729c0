-- seen_fields.lua - conditions on the fields of entries: rerouted { from = "FAST", to = "SLOW" }.
--
-- What a field may be compared with follows from its role in the record's schema, so a new kind
-- of entry is a word of the language without a line here.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local find = require "exsim.seen_find"
local words = require "exsim.seen_words"

local fields = {}

-- ---- roles: (run, field name, value) -> test of a field's value ----

local function of_set(set)
  return function(value) return set[value or 0] == true end
end

local function of_classes(...)
  local classes = { ... }
  return function(run, _, value) return of_set(find.any(run, classes, value)) end
end

local function equals(wanted)
  return function(value) return value == wanted end
end

-- The rule's id as the table has it.
local function need_known_rule(id)
  return core.check_rule(words.need_text("a rule", id))
end
fields.need_known_rule = need_known_rule

local codes = {
  reason = { code = core.reason, names = core.reasons },
  diagnostic = { code = core.diagnostic, names = core.diagnostics },
}

local function test_code(_, name, value)
  if type(value) == "string" and codes[name] then
    local code = codes[name].code(value)
    if not code then words.unknown(name, value, codes[name].names()) end
    return equals(code)
  end
  return equals(words.need_count(name, value))
end

local roles = {
  queue = function(run, _, value) return of_set(find.queues(run, value)) end,
  connector = function(run, _, value) return of_set(find.connectors(run, value)) end,
  object = of_classes("server", "host", "connector", "link", "site", "recipient"),
  service = of_classes("server", "connector"),
  site = of_classes("site"),
  host = of_classes("host"),
  server = of_classes("server"),
  recipient = of_classes("recipient"),
  code = test_code,
  count = function(_, name, value) return equals(words.need_count(name, value)) end,
  bytes = function(_, name, value) return equals(words.need_count(name, value)) end,
  duration = function(_, _, value) return equals(words.duration(value)) end,
  time = function(run, _, value)
    words.need_text("a time", value)
    return equals(core.parse_time(value, run.start))
  end,
  rule = function(_, _, value) return equals(need_known_rule(value)) end,
  flag = function(_, name, value)
    if type(value) ~= "boolean" then words.fail("%s is true or false", name) end
    return equals(value)
  end,
  text = function(_, name, value)
    local wanted = find.fold(words.need_text(name, value))
    return function(text) return find.fold(text) == wanted end
  end,
}

-- Texts that are addresses: compared with all addresses of whoever is meant.
local people = { recipient = true, originator = true, address = true }

local function test_person(run, value)
  if find.fold(words.need_text("a recipient", value)) == "none" then
    return function(typed) return find.fold(typed) == "none" end
  end
  local set = find.recipient(run, value)
  return function(typed, entry) return find.is_recipient(run, set, entry.message or 0, typed) end
end

local function role_test(run, field, value)
  if people[field.name] and field.role == "text" then return test_person(run, value) end
  local role = roles[field.role]
  if not role then words.fail("the field %s cannot be compared", field.name) end
  return role(run, field.name, value)
end

-- ---- the table that a matcher takes ----

-- Other words for fields: a message is transferred *to* its target.
local other_names = { to = "target", by = "connector", text = "said" }

local function field_named(kind, key)
  for _, field in ipairs(kind.fields) do
    if field.name == key then return field end
  end
  return other_names[key] and field_named(kind, other_names[key])
end

local function known_names(kind)
  local names = {}
  for _, field in ipairs(kind.fields) do
    if field.role ~= "message" and field.role ~= "decision" then
      names[#names + 1] = field.name
    end
  end
  for key, name in pairs(other_names) do
    if words.is_among(names, name) and not words.is_among(names, key) then
      names[#names + 1] = key
    end
  end
  return names
end

local said = { connector = "by", by = "by", queue = "in", from = "from", to = "to", target = "to" }

-- Where a kind says it otherwise.
local said_of = { ["handed-off"] = { connector = "to", by = "to" } }

local function value_in_words(value)
  if type(value) == "table" then
    return ("%s of %s"):format(words.quote(value[2]), tostring(value[1]))
  end
  return words.quote(value)
end

-- From { from = "FAST", to = "SLOW" } to a test of entries, and the words for it. The words come
-- in the order of the kind's fields.
function fields.test(run, kind, word, options)
  local names = known_names(kind)
  options = words.need_options(word, options, names)
  local tests, texts, prefixes = {}, {}, said_of[kind.word] or {}
  for _, key in ipairs(names) do
    local value = options[key]
    if value ~= nil then
      local field = field_named(kind, key)
      local test = role_test(run, field, value)
      tests[#tests + 1] = function(entry) return test(entry[field.name], entry) end
      texts[#texts + 1] = ("%s %s"):format(prefixes[key] or said[key] or key,
                                              value_in_words(value))
    end
  end
  local function fits(entry)
    for _, test in ipairs(tests) do
      if not test(entry) then return false end
    end
    return true
  end
  return fits, table.concat(texts, " ")
end

-- ---- the kinds there are ----

-- Those with a field "message": word as Lua writes it -> kind; and the words in order.
function fields.message_kinds()
  local by_word, list = {}, {}
  for _, kind in ipairs(core.kinds()) do
    if field_named(kind, "message") then
      local word = kind.word:gsub("-", "_")
      by_word[word] = kind
      list[#list + 1] = word
    end
  end
  return by_word, list
end

function fields.kind(word)
  for _, kind in ipairs(core.kinds()) do
    if kind.word == word then return kind end
  end
  error("no kind " .. word)
end

return fields
