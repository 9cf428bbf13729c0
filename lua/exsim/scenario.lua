-- scenario.lua - a scenario's header and cases, and which of them are for a product. C calls
-- check, describe, plan, build, drive, expect and check_expectations.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
local clock = require "exsim.run"

local fail, describe_value = class.fail, class.describe

core.metatables.record.__index = core.raw.record -- for the language of expectations alone

local scenario = {}

local DEFAULT_PRODUCT = "5.5 SP4"
local DEFAULT_START = "1998-03-02 08:00"

local states = {} -- scenario -> what is known of it

-- ---- the header ----

local header_keys = { "article", "title", "says", "products", "since", "fixed", "mutant", "start",
                      "zone", "seed", "limits", "organization", "country", "admd", "prmd" }
local header_refused = { zone = true }
local limit_keys = { "memory", "instructions", "messages", "objects" }

-- A text, or a list of them; each as `check` gives it back.
local function texts(what, value, check)
  local out = {}
  if value == nil then return out end
  for i, each in ipairs(class.list(value)) do
    class.need_text(what, each)
    if each == "" then fail("%s must not be empty", what) end
    out[i] = check and check(each) or each
  end
  return out
end

local function check_article(article)
  if article == nil then return nil end
  class.need_text("article", article)
  if not article:find("^Q%d%d%d%d%d%d?%d?$") then
    fail('article is the number of one, "Q263714", not %s', core.quote(article))
  end
  return article
end

local function check_products(value)
  local products = texts("products", value, core.parse_product)
  if value ~= nil and #products == 0 then fail("products must name at least one product") end
  for i, product in ipairs(products) do
    for k = 1, i - 1 do
      if products[k] == product then fail("products has %s twice", core.quote(product)) end
    end
  end
  if #products == 0 then products[1] = DEFAULT_PRODUCT end
  return products
end

-- Products or rules from which on something holds; nil: not said.
local function check_since(what, value)
  if value == nil then return nil end
  local list = texts(what, value)
  if #list == 0 then fail("%s must name a product or a rule", what) end
  core.fix_since(DEFAULT_PRODUCT, list)
  return list
end

local function check_limits(limits)
  if limits == nil then return {} end
  class.need_options("limits", limits, limit_keys)
  local out = {}
  for key, value in pairs(limits) do
    if key == "memory" then value = core.parse_size(value) end
    out[key] = class.need_integer("limits." .. key, value, 1, math.maxinteger)
  end
  return out
end

local function check_name(header, key)
  return header[key] ~= nil and class.need_text(key, header[key]) or nil
end

local function read_header(header)
  class.need_options("exsim.scenario", header, header_keys, 0, header_refused)
  local title = header.title and class.need_text("title", header.title)
  return {
    article = check_article(header.article),
    title = title or "",
    says = texts("says", header.says),
    products = check_products(header.products),
    since = check_since("since", header.since),
    fixed = check_since("fixed", header.fixed),
    mutants = texts("mutant", header.mutant, core.check_rule),
    start = core.parse_date(class.need_text("start", header.start or DEFAULT_START)),
    seed = class.need_integer("seed", header.seed or 1, 0, math.maxinteger),
    limits = check_limits(header.limits),
    organization = check_name(header, "organization"), country = check_name(header, "country"),
    admd = check_name(header, "admd"), prmd = check_name(header, "prmd"),
  }
end

-- ---- cases ----

local main_keys = { "build", "drive", "expect", "fixed", "unfixed" }
local case_keys = { "build", "drive", "expect", "fixed", "unfixed", "since" }

local function new_case(name)
  return { name = name, location = core.location(1), at = {} }
end

local function set_member(case, key, value)
  case[key] = class.need_function(key, value)
  case.at[key] = core.location(1)
end

local function add_case(state, name, members)
  class.need_text("the name of a case", name)
  if name == "" or #name > 255 or not utf8.len(name) or name:find("%c") then
    fail("the name of a case is 1 to 255 bytes of text, not %s", core.quote(name))
  end
  if state.by_name[name] then fail("a case %s exists already", core.quote(name)) end
  class.need_options("scenario.case", members, case_keys)
  local case = new_case(name)
  case.since = check_since("since", members.since)
  for key, value in pairs(members) do
    if key ~= "since" then set_member(case, key, value) end
  end
  state.by_name[name] = case
  state.cases[#state.cases + 1] = case
end

local function member_of(state, key)
  if key == "case" then
    return function(name, members)
      if states[name] then fail("write scenario.case(...) with a point, not scenario:case(...)") end
      add_case(state, name, members)
    end
  end
  if class.is_among(main_keys, key) then return state.main[key] end
  if key == "settled" then return true end
  local names = { "case", table.unpack(main_keys) }
  class.unknown("a scenario has no", key, names)
end

local function set_main(state, key, value)
  if key == "settled" then
    if value == true then return end
    fail("exsim cannot do scenario.settled = %s yet", describe_value(value))
  end
  if key == "case" then fail("write scenario.case(name, { ... })") end
  if not class.is_among(main_keys, key) then class.unknown("a scenario has no", key, main_keys) end
  set_member(state.main, key, value)
end

-- exsim.scenario { ... }
function scenario.new(header)
  local state = { header = read_header(header), main = new_case "", cases = {}, by_name = {},
                  location = core.location(1) }
  local object = setmetatable({}, {
    __index = function(_, key) return member_of(state, key) end,
    __newindex = function(_, key, value) set_main(state, key, value) end,
    __metatable = false,
  })
  states[object] = state
  return object
end

-- ---- which cases there are ----

-- No line is known of what a tail call made: `return exsim.scenario {}`.
local function fail_at(location, text, ...)
  fail("%s: %s", location ~= "" and location or core.file(), text:format(...))
end

local function has_block(case) return case.expect or case.fixed or case.unfixed end

-- What stands outside of cases is a case of its own, unless it only serves the others.
local function all_cases(state)
  local out = {}
  if #state.cases == 0 or has_block(state.main) then out[1] = state.main end
  for _, case in ipairs(state.cases) do out[#out + 1] = case end
  return out
end

local function reaches(product, since) return not since or core.fix_since(product, since) end

-- The blocks of the case that hold on this product; nil if the case is not for it.
local function blocks_for(state, case, product)
  if not reaches(product, state.header.since) or not reaches(product, case.since) then
    return nil
  end
  local blocks, fixed = {}, state.header.fixed
  blocks[1] = case.expect
  if fixed then
    blocks[#blocks + 1] = core.fix_since(product, fixed) and case.fixed or nil
    if not core.fix_since(product, fixed) then blocks[#blocks + 1] = case.unfixed end
  end
  if #blocks == 0 and has_block(case) then return nil end
  return blocks
end

local function check_blocks(state)
  for _, case in ipairs(all_cases(state)) do
    local block = case.fixed and "fixed" or case.unfixed and "unfixed"
    if block and not state.header.fixed then
      fail_at(case.at[block], 'the block %s needs fixed = { "5.5 SP1" }, or a rule, in the header',
              block)
    end
  end
end

local function check_products_used(state)
  for _, product in ipairs(state.header.products) do
    local is_used = false
    for _, case in ipairs(all_cases(state)) do
      is_used = is_used or blocks_for(state, case, product) ~= nil
    end
    if not is_used then
      fail_at(state.location, "no case of this scenario is for product %s", core.quote(product))
    end
  end
end

-- What the file returns is a scenario.
function scenario.check(value)
  if states[value] then return value end
  if value == nil then
    fail("%s: nothing was simulated: the file returns no scenario; end it with return scenario",
         core.file())
  end
  fail("%s: nothing was simulated: the file returns %s; end it with return scenario", core.file(),
       describe_value(value))
end

-- The header and the names of the cases, for C.
function scenario.describe(object)
  local state = states[object]
  check_blocks(state)
  check_products_used(state)
  local header, names = state.header, {}
  for i, case in ipairs(all_cases(state)) do names[i] = case.name end
  return {
    article = header.article, title = header.title, says = header.says,
    products = header.products, mutants = header.mutants, seed = header.seed,
    start = header.start, limits = header.limits, cases = names,
    organization = header.organization, country = header.country, admd = header.admd,
    prmd = header.prmd,
  }
end

-- ---- one run ----

function scenario.plan(object, name, product)
  local state = states[object]
  local case = name == "" and state.main or state.by_name[name]
  local blocks = blocks_for(state, case, product)
  return {
    is_applicable = blocks ~= nil,
    blocks = blocks or {},
    build = case.build or state.main.build,
    drive = case.drive or state.main.drive,
    drive_at = case.at.drive or state.main.at.drive,
    location = case.name == "" and state.location or case.location,
  }
end

function scenario.build(plan, org)
  if not plan.build then
    fail_at(plan.location, "nothing was simulated: there is no build(org)")
  end
  plan.build(org)
end

function scenario.drive(plan, run, org)
  if not plan.drive then
    fail_at(plan.location, "nothing was simulated: there is no drive(run, org)")
  end
  plan.drive(run, org)
  clock.finish(run, plan.drive_at)
end

function scenario.expect(plan, record)
  if #plan.blocks == 0 then return end
  local view = require "exsim.seen".new(record)
  for _, block in ipairs(plan.blocks) do block(view) end
  view:finish()
end

-- Looks at the expectations of a run that is not made.
function scenario.check_expectations(plan, record)
  if #plan.blocks == 0 then return end
  local view = require "exsim.seen".new(record, { dry = true })
  for _, block in ipairs(plan.blocks) do block(view) end
  view:finish()
end

return scenario
