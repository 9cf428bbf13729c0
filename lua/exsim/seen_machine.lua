-- seen_machine.lua - performance counters, and what mtacheck says.
--
-- SPDX-License-Identifier: MIT

local checks = require "exsim.seen_checks"
local find = require "exsim.seen_find"
local happening = require "exsim.seen_happening"
local state = require "exsim.seen_state"
local words = require "exsim.seen_words"

local machine = {}

-- ---- seen:counter(server, name) ----

-- What Performance Monitor shows of an MTA and its store, and of the MTA's connections.
local of_server = {
  "Work Queue Length", "Deferred Delivery Msgs", "Send Queue Size", "Directory Service Inbox",
  "Pending Replication Synchronizations", "Remaining Replication Updates", "Public Folder Items",
}
-- What the queue pages of the Internet Mail Service show: its folder, and entries that stay.
local of_spool = { ["Queued Inbound"] = { "in", "Stale Inbound" },
                   ["Queued Outbound"] = { "out", "Stale Outbound" } }
local of_connection = { "Queue Length", "Oldest Message Queued" }

local function server_steps(run, server, name)
  local steps = { { when = run.start, value = 0 } }
  for _, entry in ipairs(run.record:entries { kinds = "counter" }) do
    if entry.counter == name and find.above(run, entry.service, "server").id == server.id then
      steps[#steps + 1] = { when = entry.when, number = entry.number, value = entry.value }
    end
  end
  return steps
end

local function queue_steps(run, id)
  local steps = { { when = run.start, value = 0 } }
  for _, entry in ipairs(id and run.record:entries { kinds = "queued unqueued", object = id } or {}) do
    if entry.queue == id then
      steps[#steps + 1] = { when = entry.when, number = entry.number, value = entry.waiting }
    end
  end
  return steps
end

-- Takes the entry's message out of those that wait, the one that came first.
local function take_out(waiting, entry)
  for i, each in ipairs(waiting) do
    if each.message == entry.message then
      table.remove(waiting, i)
      return
    end
  end
end

-- Since when the oldest waits; nil: none does. Each comes at the end.
local function oldest_steps(run, id)
  local steps, waiting = { { when = run.start } }, {}
  for _, entry in ipairs(id and run.record:entries { kinds = "queued unqueued", object = id } or {}) do
    if entry.queue == id then
      if entry.kind == "queued" then waiting[#waiting + 1] = entry else take_out(waiting, entry) end
      steps[#steps + 1] = { when = entry.when, number = entry.number,
                            value = waiting[1] and waiting[1].when }
    end
  end
  return steps
end

local second <const> = 1000000

-- In whole seconds (ours).
local function age(oldest, when) return oldest and (when - oldest) // second or 0 end

-- The sum of two rows of steps.
local function add_steps(run, one, two)
  local steps, i, k = { { when = run.start, value = 0 } }, 1, 1
  local a, b = 0, 0
  while one[i] or two[k] do
    local next = two[k]
    if one[i] and (not next or one[i].when < next.when or
                   (one[i].when == next.when and (one[i].number or 0) <= (next.number or 0))) then
      next, a, i = one[i], one[i].value, i + 1
    else
      b, k = next.value, k + 1
    end
    steps[#steps + 1] = { when = next.when, number = next.number, value = a + b }
  end
  return steps
end

local expects = {}

function expects.is(it, n)
  n = words.need_count("is", n)
  state.expect(it, ("is %d"):format(n), function(value) return value == n end)
end

function expects.is_at_least(it, n)
  n = words.need_count("is_at_least", n)
  state.expect(it, ("is at least %d"):format(n), function(value) return value >= n end)
end

function expects.is_at_most(it, n)
  n = words.need_count("is_at_most", n)
  state.expect(it, ("is at most %d"):format(n), function(value) return value <= n end)
end

local begin_state = state.class("SeenCounterState", expects, {
  holds = "a counter is(n)", once = "a counter has states: :at(t):is(n)",
})

local make_counter = words.class("SeenCounter", "matcher", state.starters(expects, function(it)
  return begin_state(it, { example = ":is(n)", steps = it.read, reading = it.reading })
end), { holds = "a counter is(n)" })

-- counter("HUB1", "Work Queue Length"); counter("HUB1", "Queue Length", "FAST"); the age of what
-- waits there, in seconds: counter("HUB1", "Oldest Message Queued", "FAST")
function machine.counter(view, server_name, name, queue_name)
  local run, read, reading = view.run, nil, nil
  local server = find.one(run, "server", server_name)
  words.need_text("the name of a counter", name)
  if words.is_among(of_server, name) then
    read = function() return server_steps(run, server, name) end
  elseif words.is_among(of_connection, name) then
    local id = find.queue(run, server_name, words.need_text("the queue of the counter", queue_name))
    reading = name == "Oldest Message Queued" and age or nil
    read = function() return reading and oldest_steps(run, id) or queue_steps(run, id) end
  elseif of_spool[name] then
    local id = find.queue(run, server_name, of_spool[name][1])
    read = function()
      return add_steps(run, queue_steps(run, id), server_steps(run, server, of_spool[name][2]))
    end
  else
    local known = { "Queued Inbound", "Queued Outbound", table.unpack(of_server) }
    words.unknown("counter", name, table.move(of_connection, 1, 2, #known + 1, known))
  end
  local text = ("%s of %s"):format(name, queue_name and server.name .. " to " .. queue_name or
                                         server.name)
  return make_counter(checks.subject(view, text, { read = read, reading = reading,
                                                   example = ':at "09:00":is(n)' }))
end

-- ---- seen:mtacheck(server) ----

local check_methods = {}

function check_methods.text(it, text)
  words.need_text("text", text)
  happening.add_test(it, "with text " .. words.quote(text), "with text " .. words.quote(text),
                     function(entry) return entry.line:find(text, 1, true) ~= nil end)
end

local begin_check = happening.class("SeenMtacheck", check_methods)

-- A line of mtacheck on this server: mtacheck("HUB1"):text "Database clean".
function machine.mtacheck(view, server_name)
  local run = view.run
  local server = find.one(run, "server", server_name)
  local subject = checks.subject(view, "mtacheck on " .. server.name .. " says something",
                                 { example = ':text "Database clean"' })
  return begin_check(subject, {
    text = "",
    find = function()
      local out = {}
      for _, entry in ipairs(run.record:entries { kinds = "mtacheck" }) do
        if entry.server == server.id then out[#out + 1] = entry end
      end
      return out
    end,
  })
end

return machine
