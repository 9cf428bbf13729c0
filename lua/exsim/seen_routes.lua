-- seen_routes.lua - seen:routes(site): what a site's routing table holds.
--
-- The state is made from the rows that the table gained and lost: at every instant that changed
-- it, all its rows.
--
-- SPDX-License-Identifier: MIT

local checks = require "exsim.seen_checks"
local fields = require "exsim.seen_fields"
local find = require "exsim.seen_find"
local happening = require "exsim.seen_happening"
local state = require "exsim.seen_state"
local words = require "exsim.seen_words"

-- ---- rows ----

local function without_end(space) return (space:gsub(";$", "")) end

-- Identifies a row: all that its entries say.
local function row_key(entry)
  return table.concat({ entry.space, entry.cost, entry.scope, entry.path, entry.from or 0 }, "\0")
end

local function entries_of(it)
  local out = {}
  for _, entry in ipairs(it.run.record:entries { kinds = "route-added route-dropped", object = it.site }) do
    if entry.actor == it.site then
      entry.space = without_end(entry.space)
      out[#out + 1] = entry
    end
  end
  return out
end

local function without(rows, key)
  local out = {}
  for _, row in ipairs(rows) do
    if row_key(row) ~= key then out[#out + 1] = row end
  end
  return out
end

-- The rows after an entry.
local function applied(rows, entry)
  local out = without(rows, row_key(entry))
  if entry.kind == "route-added" then out[#out + 1] = entry end
  return out
end

-- One step per instant; what was calculated before the run began is what it begins with.
local function steps_of(it)
  local steps = { { when = it.run.start, value = {} } }
  for _, entry in ipairs(entries_of(it)) do
    local last = steps[#steps]
    local step = { when = entry.when, number = entry.number, value = applied(last.value, entry) }
    if last.when == entry.when then
      steps[#steps] = step
    else
      steps[#steps + 1] = step
    end
  end
  return steps
end

local function row_in_words(row)
  local scope = row.scope == "organization" and "" or (" (%s only)"):format(row.scope)
  return ("%s cost %d%s by %s"):format(row.space, row.cost, scope, row.path)
end

local LISTED = 6

local function in_words(rows)
  if #rows == 0 then return "no rows" end
  local out = {}
  for i = 1, math.min(#rows, LISTED) do out[i] = row_in_words(rows[i]) end
  if #rows > LISTED then out[#out + 1] = ("and %d more"):format(#rows - LISTED) end
  return ("%d row%s: %s"):format(#rows, #rows == 1 and "" or "s", table.concat(out, "; "))
end

-- ---- what is expected ----

local row_kind = fields.kind "route-added"

-- The names of the connectors of a path, as rows have them.
local function path_text(it, path)
  local names = {}
  for i, name in ipairs(path) do names[i] = find.one(it.run, "connector", name).name end
  return table.concat(names, ", ")
end

-- A test of rows, and the words for it. path: text, or a list of connectors.
local function row_test(it, word, wanted)
  local options = {}
  for key, value in pairs(type(wanted) == "table" and wanted or {}) do options[key] = value end
  if type(wanted) ~= "table" then options = wanted end
  if type(options) == "table" then
    if type(options.path) == "table" then options.path = path_text(it, options.path) end
    if options.space then options.space = without_end(words.need_text("space", options.space)) end
  end
  return fields.test(it.run, row_kind, word, options)
end

local function fitting(rows, fits)
  local out = {}
  for _, row in ipairs(rows) do
    if fits(row) then out[#out + 1] = row end
  end
  return out
end

local expects = {}

-- Rows of the same space, or all, if there are none: what a reader wants to see.
local function near(rows, wanted)
  local space = type(wanted) == "table" and wanted.space and find.fold(without_end(wanted.space))
  local out = fitting(rows, function(row) return not space or find.fold(row.space) == space end)
  return in_words(#out > 0 and out or rows)
end

-- rows(4); rows(2, { space = "SMTP:*" })
function expects.rows(it, n, wanted)
  n = words.need_count("rows", n)
  local fits, text = row_test(it, "rows", wanted or {})
  state.expect(it, ("has %d row%s%s"):format(n, n == 1 and "" or "s", text == "" and "" or " " .. text),
               function(rows) return #fitting(rows, fits) == n end,
               function(rows) return near(rows, wanted) end)
end

-- has { space = "SMTP:*", connector = "FAST", cost = 2, scope = "site", from = "PARIS" }
function expects.has(it, wanted)
  local fits, text = row_test(it, "has", wanted)
  state.expect(it, "has " .. text, function(rows) return #fitting(rows, fits) > 0 end,
               function(rows) return near(rows, wanted) end)
end

function expects.lacks(it, wanted)
  local fits, text = row_test(it, "lacks", wanted)
  state.expect(it, "lacks " .. text, function(rows) return #fitting(rows, fits) == 0 end,
               function(rows) return near(rows, wanted) end)
end

local begin_routes = state.class("SeenRoutesState", expects)
local begin_calculated = happening.class("SeenCalculated")

local methods = state.starters(expects, function(it)
  return begin_routes(it, {
    example = ":has { space = ... }",
    is_at_end = true,
    steps = function() return steps_of(it) end,
  })
end)

-- calculated { changed = true }: the table is made anew.
function methods.calculated(it, options)
  local kind = fields.kind "table-calculated"
  local fits, text = fields.test(it.run, kind, "calculated", options)
  local function calculations()
    local list = it.run.record:entries { kinds = "table-calculated", object = it.site }
    return fitting(list, function(entry) return entry.site == it.site end)
  end
  return begin_calculated(it, {
    text = text == "" and "calculated" or "calculated " .. text,
    find = function() return fitting(calculations(), fits) end,
    near = calculations,
  })
end

local make_routes = words.class("SeenRoutes", "matcher", methods)

return function(view, name)
  local site = find.one(view.run, "site", name)
  local text = "routing table of " .. site.name
  return make_routes(checks.subject(view, text, { site = site.id, example = ":has { space = ... }" }))
end
