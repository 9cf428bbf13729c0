-- run.lua - the clock of a scenario: run:at, run:every, run:to.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"

local raw, fail = core.raw, class.fail

local LAST = 253402300799 * 1000000 -- the end of the year 9999

local waiting = {} -- callbacks of run:at that have not run: number -> { text, location }
local last = 0     -- number given

-- A time that is not past, seen from `from`.
local function need_time(text, from)
  if type(text) ~= "string" then
    fail('a time is text, "09:00" or "+10 min", not %s', class.describe(text))
  end
  local when = core.parse_time(text, from)
  if when < core.now() then
    fail("%s lies in the past: it is %s", core.quote(text), core.format_time(core.now()))
  end
  return when
end

local run = {}

-- What fails in here is a time, and so no rehearsal is wrong about it.
local function at_work(method)
  return function(self, ...)
    raw.run.work(self, true)
    method(self, ...)
    raw.run.work(self, false)
  end
end

-- run:at("09:00", function() ... end)
function run.at(self, text, callback)
  local when = need_time(text, core.now())
  class.need_function("what run:at calls", callback)
  last = last + 1
  local number = last
  waiting[number] = { text = text, when = when, location = core.location(1) }
  raw.run.at(self, when, function()
    waiting[number] = nil
    callback()
  end)
end

-- run:every("1 min", { from = "09:01", times = 5 }, function(i) ... end)
function run.every(self, interval, options, callback)
  if callback == nil and type(options) == "function" then options, callback = {}, options end
  class.need_options("run:every", options, { "from", "times", "to", "until" })
  class.need_function("what run:every calls", callback)
  local step = core.parse_duration(interval)
  if step == 0 then fail("run:every %s would never get on", core.quote(interval)) end
  local from = options.from and need_time(options.from, core.now()) or core.now()
  local times = options.times and class.need_integer("times", options.times, 1, math.maxinteger)
                or math.maxinteger
  local till = options.to or options["until"]
  local stop = till and need_time(till, from) or LAST
  local function schedule(i, when)
    if i > times or when > stop then return end
    raw.run.at(self, when, function()
      schedule(i + 1, when + step)
      callback(i)
    end)
  end
  schedule(1, from)
end

-- run:to "12:00": the clock runs until then.
function run.to(self, text)
  local is_rehearsal = raw.run.to(self, need_time(text, core.now()))
  for number = 1, is_rehearsal and last or 0 do
    if waiting[number] and waiting[number].when <= core.now() then waiting[number] = nil end
  end
end

-- The time now, as text.
function run.now(_) return core.format_time(core.now()) end

for _, name in ipairs { "at", "every", "to" } do run[name] = at_work(run[name]) end

class.define("run", run)

local clock = {}

-- After drive: was anything simulated, and did all of run:at happen?
function clock.finish(handle, location)
  raw.run.work(handle, true)
  if not raw.run.has_run(handle) then
    fail('%s: nothing was simulated: drive ends without run:to "12:00"', location)
  end
  for number = 1, last do
    local lost = waiting[number]
    if lost then
      fail("%s: run:at %s never happens: the run ended at %s", lost.location,
           core.quote(lost.text), core.format_time(core.now()))
    end
  end
end

return clock
