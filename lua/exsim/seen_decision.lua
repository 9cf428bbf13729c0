-- seen_decision.lua - how an MTA chose a connector for a message.
--
-- A decision stands in the record beside the entry that it led to (routed or rerouted). All that a
-- chain says is of one decision: the first, unless it says another.
--
-- SPDX-License-Identifier: MIT

local checks = require "exsim.seen_checks"
local fields = require "exsim.seen_fields"
local find = require "exsim.seen_find"
local words = require "exsim.seen_words"

-- ---- what a decision says ----

local function decisions_of(it)
  local out = {}
  local kinds = "routed rerouted"
  for _, entry in ipairs(it.run.record:entries { kinds = kinds, message = it.serial }) do
    local server = find.above(it.run, entry.actor, "server")
    local is_here = not it.server or server and server.id == it.server
    if entry.message == it.serial and is_here and (entry.decision or 0) ~= 0 then
      out[#out + 1] = entry
    end
  end
  return out
end

local function taken(entry)
  return entry.kind == "rerouted" and entry.to or entry.connector
end

local function name_of(run, id)
  return id and id ~= 0 and find.object(run, id).name or "none"
end

local function survivors(decision)
  local out, known = {}, {}
  for _, row in ipairs(decision.rows) do
    if not row.felled_by and not known[row.connector] then
      known[row.connector] = true
      out[#out + 1] = row.connector
    end
  end
  return out
end

-- The match of spaces comes before the steps; of its rules the latter decides last.
local before_steps = { "SCOPE_LIMITS_USE", "LOCATION_LIMITS_USE", "MATCH_CLASS_FIRST", "MORE_LITERALS_FIRST" }

-- The rules that decided: the one that felled the last losers (or that no other connector was a
-- candidate), and chance if more than one is left.
local function deciding(decision)
  local felled, out = {}, {}
  for _, row in ipairs(decision.rows) do
    if row.felled_by then felled[row.felled_by] = true end
  end
  local last
  for _, list in ipairs { before_steps, decision.steps } do
    for _, rule in ipairs(list) do
      if felled[rule] then last = rule end
    end
  end
  out[1] = last or decision.unlisted_rule
  if #survivors(decision) > 1 then out[#out + 1] = "EQUALS_SHARE" end
  return out
end

-- ---- what is expected of it ----

local function add(it, text, test, describe)
  checks.add_part(it, text)
  it.tests[#it.tests + 1] = { text = text, passes = test, describe = describe }
end

local function pick(it, place, text)
  if it.place then words.fail("this expectation says twice which decision") end
  it.place = place
  checks.add_part(it, text)
end

local conditions = {}

function conditions.first(it) pick(it, 1, "first") end

function conditions.last(it) pick(it, "last", "last") end

function conditions.number(it, n)
  n = words.need_count("number", n)
  if n == 0 then words.fail("the first decision is number 1") end
  pick(it, n, ("number %d"):format(n))
end

function conditions.takes(it, connector)
  local set = find.connectors(it.run, connector)
  add(it, "takes " .. words.quote(connector),
      function(_, entry) return set[taken(entry) or 0] == true end,
      function(_, entry) return "takes " .. name_of(it.run, taken(entry)) end)
end

function conditions.by_rule(it, rule)
  rule = fields.need_known_rule(rule)
  add(it, "by rule " .. rule,
      function(decision) return words.is_among(deciding(decision), rule) end,
      function(decision)
        local rules = deciding(decision)
        return rules[1] and "decided by " .. table.concat(rules, ", then ") or "no rule decided"
      end)
end

local function row_words(run, row)
  local fate = row.felled_by and "felled by " .. row.felled_by or "not felled"
  return ("%s %s"):format(name_of(run, row.connector), fate)
end

-- fells("SLOW", rule): the connector loses, by this rule if one is named.
function conditions.fells(it, connector, rule)
  local set = find.connectors(it.run, connector)
  if rule ~= nil then rule = fields.need_known_rule(rule) end
  local text = "fells " .. words.quote(connector)
  add(it, rule and text .. " by " .. rule or text, function(decision)
    local is_felled = false
    for _, row in ipairs(decision.rows) do
      local by = set[row.connector] and row.felled_by
      if set[row.connector] and not by and not rule then return false end
      is_felled = is_felled or by and (not rule or by == rule) or false
    end
    return is_felled
  end, function(decision)
    local texts = {}
    for _, row in ipairs(decision.rows) do
      if set[row.connector] then texts[#texts + 1] = row_words(it.run, row) end
    end
    return #texts > 0 and table.concat(texts, ", ") or "it is no candidate"
  end)
end

-- survivors { "FAST", "SLOW" }: these and no others are left at the end. The two ends of a pair have
-- one name: either will do.
function conditions.survivors(it, names)
  if type(names) ~= "table" then words.fail('survivors takes names: :survivors { "FAST" }') end
  local named, quoted = {}, {}
  for i, name in ipairs(names) do
    for id in pairs(find.connectors(it.run, name)) do named[id] = i end
    quoted[i] = words.quote(name)
  end
  add(it, "leaves " .. (#quoted > 0 and table.concat(quoted, ", ") or "none"), function(decision)
    local met, count = {}, 0
    for _, id in ipairs(survivors(decision)) do
      local which = named[id]
      if not which then return false end
      if not met[which] then count = count + 1 end
      met[which] = true
    end
    return count == #names
  end, function(decision)
    local left = {}
    for i, id in ipairs(survivors(decision)) do left[i] = name_of(it.run, id) end
    return #left > 0 and "leaves " .. table.concat(left, ", ") or "leaves none"
  end)
end

-- ---- evaluation ----

local function expected(it)
  local texts = {}
  for i, test in ipairs(it.tests) do texts[i] = test.text end
  return table.concat(texts, ", ")
end

local function no_decision(it, entries)
  local what = #entries == 0 and "no decision about it" or
    ("only %s: %s"):format(#entries == 1 and "one decision" or #entries .. " decisions",
                           words.entries(it.run, entries))
  local last = entries[#entries]
  return { pass = false, expected = expected(it), seen = what, witness = last and last.number }
end

local function evaluate(it)
  local entries = decisions_of(it.subject)
  local entry = entries[it.place == "last" and #entries or it.place or 1]
  if not entry then return no_decision(it, entries) end
  local decision = it.run.record:decision(entry.decision)
  for _, test in ipairs(it.tests) do
    if not test.passes(decision, entry) then
      return {
        pass = false, witness = entry.number, expected = test.text,
        seen = ("%s (%s)"):format(test.describe(decision, entry), words.entry(it.run, entry)),
      }
    end
  end
  return { pass = true, witness = entry.number }
end

local function missing(it)
  return #it.tests == 0 and "checks nothing: add :takes(connector) or :by_rule(rule)" or nil
end

local hints = {
  always = "a decision is made once: :first(), :last() or :number(n)",
  never = "a decision is made once: say what it takes",
}
local make_expectation = words.class("SeenDecision", "matcher", conditions, hints)

local methods = {}
for name in pairs(conditions) do
  methods[name] = function(it, ...)
    local object = make_expectation(checks.begin(it, "", {
      tests = {}, evaluate = evaluate, missing = missing,
    }))
    return object[name](object, ...)
  end
end

local make = words.class("SeenDecisions", "matcher", methods, hints)

-- seen:decision(message, server); without a server: of any.
return function(view, name, server_name)
  local run = view.run
  local serial, called = find.message(run, name)
  local server = server_name ~= nil and find.one(run, "server", server_name) or nil
  local text = ("decision about %s%s"):format(called, server and " on " .. server.name or "")
  return make(checks.subject(view, text, {
    serial = serial, server = server and server.id, example = ":takes(connector)",
  }))
end
