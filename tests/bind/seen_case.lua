-- seen_case.lua - what test_seen.lua tells its cases with: the library in a sandbox, a record made
-- by hand, and "it passes", "it fails", "it is an error of the scenario".
--
-- The modules run with what the sandbox gives them: no next, io, os, debug; pairs in order.
--
-- SPDX-License-Identifier: MIT

local fake = require "fake_record"

local case = {}
local root = package.path:match("^([^;]*)/%?%.lua") .. "/../.."

-- ---- the sandbox ----

local function location()
  for level = 2, 40 do
    local info = debug.getinfo(level, "Sl")
    if not info then break end
    if info.source:find("test_seen.lua", 1, true) then return "case.lua:" .. info.currentline end
  end
  return ""
end

local core, checks, kinds = fake.core(root, location)

local function ordered_pairs(t)
  local keys, i = {}, 0
  for key in pairs(t) do
    assert(type(key) == "number" or type(key) == "string" or type(key) == "boolean",
           "pairs over keys that have no order")
    keys[#keys + 1] = key
  end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  return function()
    i = i + 1
    return keys[i], t[keys[i]]
  end
end

local loaded = { ["exsim.core"] = core }
local library = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = ipairs, math = math,
  pairs = ordered_pairs, pcall = pcall, rawequal = rawequal, rawget = rawget, rawlen = rawlen,
  rawset = rawset, select = select, setmetatable = setmetatable, string = string, table = table,
  tonumber = tonumber, tostring = tostring, type = type, utf8 = utf8,
}
setmetatable(library, {
  __index = function(_, name) error("undeclared name " .. name, 2) end,
  __newindex = function(_, name) error("write local " .. name, 2) end,
})
local environment = setmetatable({}, { __index = library, __newindex = function(_, name)
  error("write local " .. name, 2)
end })

local function require_library(name)
  if not loaded[name] then
    local path = ("%s/lua/%s.lua"):format(root, (name:gsub("%.", "/")))
    loaded[name] = assert(loadfile(path, "t", environment))()
  end
  return loaded[name]
end
rawset(library, "require", require_library)

local seen_module = require_library "exsim.seen"
case.classes = require_library("exsim.seen_words").classes

-- ---- the record ----

local record = fake.record(kinds)
local org = record:add("organization", 0, "ORG")
local seattle = record:add("site", org, "SEATTLE")
local paris = record:add("site", org, "PARIS")

local function add_server(site, name)
  local server = { id = record:add("server", site, name) }
  server.mta = record:add("mta", server.id, name, name .. " MTA")
  server.store = record:add("store", server.id, name, name .. " store")
  server.mdb = record:add("queue", server.mta, "mdb", "Private Information Store")
  return server
end

local function add_connector(server, kind, name, title)
  local id = record:add("connector", server.id, name, title, { kind = kind })
  local queue = record:add("queue", server.mta, name, title,
                           { connector = name, secured = kind == "ims" and "yes" or "no" })
  return id, queue
end

local hub1, hub2 = add_server(seattle, "HUB1"), add_server(seattle, "HUB2")
local par1 = add_server(paris, "PAR1")
add_server(seattle, "HUB3")
local ims, ims_queue = add_connector(hub1, "ims", "IMS (HUB1)", "Internet Mail Service (HUB1)")
local mts_out = record:add("queue", hub1.store, "mts-out", "MTS-OUT of IMS (HUB1)")
record:add("queue", hub1.store, "mts-in", "MTS-IN of IMS (HUB1)")
record:add("queue", ims, "out", "OUT of IMS (HUB1)")
add_connector(hub2, "ims", "IMS (HUB2)", "Internet Mail Service (HUB2)")
local fast, fast_queue = add_connector(hub1, "x400", "FAST", "X.400 Connector FAST")
local slow, slow_queue = add_connector(hub2, "x400", "SLOW", "X.400 Connector SLOW")
local _, spare = add_connector(hub2, "x400", "SPARE", "X.400 Connector SPARE")
local host = record:add("host", org, "mail.example.com")
local other_host = record:add("host", org, "other.example.com")
record:add("recipient", hub1.id, "ann", nil,
           { dn = "/o=ORG/ou=SEATTLE/cn=ann", smtp = "ann@seattle.org.com", x400 = "s=ann;" })
record:add("recipient", par1.id, "bob", nil,
           { dn = "/o=ORG/ou=PARIS/cn=bob", smtp = "bob@paris.org.com", x400 = "s=bob;" })
record:add("recipient", hub1.id, "eve", nil,
           { dn = "/o=ORG/ou=SEATTLE/cn=eve", target = "SMTP:eve@example.com" })

local ANN, BOB, X = "EX:/o=ORG/ou=SEATTLE/cn=ann", "EX:/o=ORG/ou=PARIS/cn=bob", "SMTP:x@example.com"
local m1, m2 = record:message "early 1", record:message "early 2"
local x400, lost = record:message "x400", record:message "lost"
local proxy, report = record:message "proxy", record:message(false)
local fan, out = record:message "fan", record:message "out"
local returned, unread = record:message "returned", record:message(false)

record.decisions[1] = {
  rows = { { connector = fast }, { connector = slow, felled_by = "STEP_6_COST" },
           { connector = ims, felled_by = "MATCH_CLASS_FIRST" } },
  steps = { "STEP_4_FEWEST_TRIES", "STEP_6_COST" }, unlisted_rule = "NO_SPACE_NO_ROUTE",
}
record.decisions[2] = {
  rows = { { connector = slow }, { connector = fast, felled_by = "STEP_4_FEWEST_TRIES" } },
  steps = { "STEP_4_FEWEST_TRIES", "STEP_6_COST" }, unlisted_rule = "NO_SPACE_NO_ROUTE",
}
record.decisions[3] = {
  rows = { { connector = slow }, { connector = fast } },
  steps = { "STEP_6_COST" }, unlisted_rule = "NO_SPACE_NO_ROUTE",
}
record.decisions[4] = {
  rows = { { connector = slow } }, steps = { "STEP_6_COST" }, unlisted_rule = "NO_SPACE_NO_ROUTE",
}

local RPC_TITLE = "HUB2"
local rpc = record:add("queue", hub1.mta, "HUB2", RPC_TITLE)
record:trace("08:00", "table-calculated", hub1.id, seattle, 3, true)
record:trace("08:00", "route-added", seattle, "SMTP:*", 1, "organization", ims, "Internet Mail Service (HUB1)", 0)
record:trace("08:00", "route-added", seattle, "X400:c=US;a=MCI;", 2, "site", fast, "FAST, FAR", paris)
record:trace("08:00", "route-added", seattle, "SMTP:*", 9, "organization", slow, "SLOW, FAR", paris)
record:trace("08:30", "table-calculated", hub1.id, seattle, 4, true)
record:trace("08:30", "route-dropped", seattle, "SMTP:*", 9, "organization", slow, "SLOW, FAR", paris)
record:trace("08:30", "route-added", seattle, "SMTP:*", 4, "organization", slow, "SLOW, FAR", paris)
record:trace("08:30", "route-added", seattle, "EX:/o=ORG/ou=PARIS", 1, "organization", fast, "FAST", 0)
record:trace("09:00", "submitted", hub1.store, m1, ANN, 1, 1000, "normal")
record:trace("09:00:01", "resolved", hub1.mta, m1, X, X, "PROXY_SCAN")
case.M1_QUEUED = record:trace("09:00:01", "queued", hub1.mta, m1, ims_queue, 1)
record:trace("09:00:02", "submitted", hub1.store, m2, ANN, 1, 1000, "normal")
record:trace("09:00:03", "queued", hub1.mta, m2, ims_queue, 2)
record:trace("09:05", "unqueued", hub1.mta, m1, ims_queue, 1)
record:trace("09:05", "queued", hub1.store, m1, mts_out, 1)
case.HANDED = record:trace("09:05", "handed-off", hub1.store, m1, ims, 1)
record:trace("09:06", "smtp", ims, ims, host, "450 later", m1)
record:trace("09:07", "smtp", ims, ims, host, "250 taken", m1)
record:trace("09:07", "delivered", host, m1, X)
record:trace("09:30", "submitted", hub1.store, x400, ANN, 1, 2000, "urgent")
record:trace("09:30", "resolved", hub1.mta, x400, BOB, BOB, "DN_BEFORE_ADDRESS")
case.ROUTED = record:trace("09:30", "routed", hub1.mta, x400, BOB, fast, 1)
record:trace("09:30", "queued", hub1.mta, x400, fast_queue, 1)
record:trace("09:31", "event", hub1.id, 289, "MSExchangeMTA", "X.400 Service", "Warning",
             "A connection to PAR1 could not be opened.")
record:trace("09:31", "unqueued", hub1.mta, x400, fast_queue, 0)
case.REROUTED = record:trace("09:31", "rerouted", hub1.mta, x400, fast, slow, 2)
record:trace("09:31", "queued", hub1.mta, x400, rpc, 1)
record:trace("09:32", "unqueued", hub1.mta, x400, rpc, 0)
record:trace("09:32", "transferred", hub1.mta, x400, rpc, hub2.id, 1)
record:trace("09:32", "routed", hub2.mta, x400, BOB, slow, 4)
record:trace("09:32", "queued", hub2.mta, x400, slow_queue, 1)
record:trace("09:33", "unqueued", hub2.mta, x400, slow_queue, 0)
record:trace("09:33", "transferred", hub2.mta, x400, slow_queue, par1.id, 2)
record:trace("09:33", "queued", par1.mta, x400, par1.mdb, 1)
record:trace("09:34", "unqueued", par1.mta, x400, par1.mdb, 0)
case.DELIVERED = record:trace("09:34", "delivered", par1.store, x400, BOB)
record:trace("09:40", "submitted", hub1.store, proxy, ANN, 2, 1000, "normal")
record:trace("09:40", "resolved", hub1.mta, proxy, "SMTP:bobby@x.com", BOB, "PROXY_SCAN")
record:trace("09:41", "delivered", par1.store, proxy, "SMTP:bobby@x.com")
record:trace("10:00", "submitted", hub1.store, lost, ANN, 1, 1000, "normal")
record:trace("10:00", "routed", hub1.mta, lost, BOB, slow, 3)
record:trace("10:01", "report", hub1.mta, report, ANN, lost)
record:trace("10:01", "returned", hub1.mta, lost, BOB, 1, 2,
             "every connector was tried to its maximum", "EXHAUSTED_RETURNS")
record:trace("10:02", "delivered", hub1.store, report, ANN)

-- Copies to HUB2 and PAR1, one delivered and one returned; mail by an X.400 address and a target.
record:trace("10:10", "submitted", hub1.store, fan, ANN, 2, 1000, "normal")
record:trace("10:10", "queued", hub1.mta, fan, rpc, 1)
record:trace("10:10", "queued", hub1.mta, fan, fast_queue, 1)
record:trace("10:11", "transferred", hub1.mta, fan, rpc, hub2.id, 1)
record:trace("10:11", "transferred", hub1.mta, fan, fast_queue, par1.id, 1)
record:trace("10:12", "delivered", hub2.store, fan, "X400:s=bob;")
record:trace("10:12", "returned", par1.mta, fan, BOB, 1, 0, "nobody has this address", nil)
record:trace("10:13", "submitted", hub1.store, out, ANN, 1, 1000, "normal")
record:trace("10:13", "transferred", hub1.mta, out, rpc, hub2.id, 1)
record:trace("10:13", "delivered", other_host, out, "SMTP:eve@example.com")
record:trace("10:20", "submitted", hub1.store, returned, ANN, 1, 1000, "normal")
record:trace("10:20", "report", hub1.mta, unread, ANN, returned)
record:trace("10:20", "returned", hub1.mta, returned, BOB, 1, 0, "no valid address", nil)

-- SPARE: a failed open and its retry, two associations, the MTA stops, another failed open.
record:trace("11:00", "open-tried", hub2.mta, spare, par1.id, 1)
case.OPEN_FAILED = record:trace("11:00:30", "open-failed", hub2.mta, spare, par1.id, "timed out")
record:trace("11:00:30", "retry-waits", hub2.mta, spare, 570 * 1000000)
record:trace("11:10", "open-tried", hub2.mta, spare, par1.id, 2)
case.OPENED = record:trace("11:10:01", "opened", hub2.mta, spare, par1.id)
record:trace("11:12", "open-tried", hub2.mta, spare, par1.id, 1)
record:trace("11:12:01", "opened", hub2.mta, spare, par1.id)
record:trace("11:13", "turned", hub2.mta, spare, par1.id)
record:trace("11:15", "closed", hub2.mta, spare, par1.id, "idle for its lifetime")
record:trace("11:20", "stopped", hub2.mta, hub2.mta)
record:trace("11:40", "open-tried", hub2.mta, spare, par1.id, 1)
record:trace("11:40", "open-failed", hub2.mta, spare, par1.id, "refused")
record:trace("11:40", "retry-waits", hub2.mta, spare, 600 * 1000000)

-- ---- how a case is told ----

local failures, count = 0, 0

local function complain(line, ...)
  failures = failures + 1
  io.stderr:write(("test_seen.lua:%d: "):format(line), (string.format(...)), "\n")
end

-- What the expectations of func come to.
function case.evaluate(func, options)
  for i = #checks, 1, -1 do checks[i] = nil end
  local seen = seen_module.new(record, options)
  func(seen)
  seen:finish()
  return checks
end

local function one(func, line)
  count = count + 1
  local is_done, result = pcall(case.evaluate, func)
  if not is_done then
    complain(line, "error: %s", result)
    return nil
  end
  if #result ~= 1 then complain(line, "%d checks, expected one", #result) end
  return result[1]
end

local function has(line, what, text, wanted)
  if wanted and not (text or ""):find(wanted, 1, true) then
    complain(line, "%s is %q, expected %q in it", what, text, wanted)
  end
end

-- It passes; with this text and, where given, this witness.
function case.passes(func, text, witness)
  local line = debug.getinfo(2, "l").currentline
  local check = one(func, line)
  if not check then return end
  if not check.pass then
    complain(line, "FAIL: %s: expected %s, seen %s", check.text, check.expected, check.seen)
  end
  if text and check.text ~= text then complain(line, "text %q, expected %q", check.text, text) end
  if witness and check.witness ~= witness then
    complain(line, "witness %s, expected %d", tostring(check.witness), witness)
  end
  if check.basis ~= "stated" then complain(line, "basis %s", check.basis) end
end

-- It fails, and says what was expected and what was seen, and where.
function case.fails(func, expected, seen_text, witness)
  local line = debug.getinfo(2, "l").currentline
  local check = one(func, line)
  if not check then return end
  if check.pass then complain(line, "PASS: %s", check.text) end
  if not check.expected or check.expected == "" then complain(line, "nothing expected") end
  if not check.seen or check.seen == "" then complain(line, "nothing seen") end
  has(line, "expected", check.expected, expected)
  has(line, "seen", check.seen, seen_text)
  if witness and check.witness ~= witness then
    complain(line, "witness %s, expected %d", tostring(check.witness), witness)
  end
end

-- It is an error of the scenario that has this text.
function case.is_error(func, ...)
  local line = debug.getinfo(2, "l").currentline
  count = count + 1
  local is_done, message = pcall(case.evaluate, func)
  if is_done then
    complain(line, "no error")
    return
  end
  for _, text in ipairs { ... } do has(line, "error", message, text) end
  if #checks > 0 then complain(line, "verdicts beside an error") end
end

function case.expect_equal(what, value, wanted)
  count = count + 1
  if value ~= wanted then
    complain(debug.getinfo(2, "l").currentline, "%s is %s, expected %s", what, tostring(value),
             tostring(wanted))
  end
end

case.record, case.checks, case.start = record, checks, fake.START

-- Says how it went; false if anything failed.
function case.finish()
  if failures == 0 then print(("ok: %d"):format(count)) end
  if failures > 0 then io.stderr:write(("%d of %d failed\n"):format(failures, count)) end
  return failures == 0
end

return case
