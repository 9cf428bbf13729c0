-- seen.lua - the language of expectations: what a scenario's `expect` is given.
--
--   local seen = require "exsim.seen".new(record)
--   scenario.expect(seen)
--   seen:finish()            -- evaluates everything, adds the checks, returns how many
--
-- The run is over when expectations are written: a name that is not in its record, or a time
-- beyond its end, is an error at once, with the scenario's line. Nothing is evaluated before
-- finish(), so that all of a chain has been said.
--
-- SPDX-License-Identifier: MIT

local association = require "exsim.seen_association"
local checks = require "exsim.seen_checks"
local decision = require "exsim.seen_decision"
local directory = require "exsim.seen_directory"
local happening = require "exsim.seen_happening"
local machine = require "exsim.seen_machine"
local message = require "exsim.seen_message"
local others = require "exsim.seen_others"
local queue = require "exsim.seen_queue"
local words = require "exsim.seen_words"

local seen = {}

local methods = {
  directory = directory, association = association, queue = queue, message = message, decision = decision,
  routes = require "exsim.seen_routes",
  counter = machine.counter, mtacheck = machine.mtacheck,
  event = others.event, report = others.report, session = others.session,
}

local function refuse(plural)
  return function() words.fail("exsim cannot observe %s yet", plural) end
end

methods.tracking = refuse "tracking events"

-- seen:in_order { seen:message "a":delivered(), seen:message "b":delivered() }
function methods.in_order(view, list)
  local subject = checks.subject(view, "in order:", { example = "happenings" })
  return happening.in_order(subject, list)
end

function methods.finish(view) return checks.finish(view.run) end

local make

-- What is asked of the view is no statement of the article. `why` stands beside the text.
function methods.inferred(view, why)
  if why ~= nil then words.need_text("why it is inferred", why) end
  return make { run = view.run, basis = "inferred", note = why }
end

make = words.class("Seen", "observation", methods, {
  always = "say of what: seen:queue(server, name):always()",
  never = 'say of what: seen:message "m":never "rerouted"',
})

-- options: start and stop, the times of the run (else those of the record); dry: nothing was
-- run, messages are unknown and finish() only looks whether each chain is complete.
function seen.new(record, options)
  options = options or {}
  local run = {
    record = record,
    start = options.start or record:start_time(),
    stop = options.stop or record:last_time(),
    dry = options.dry or false,
    is_over = false,
    subjects = {}, list = {},                    -- in the order begun
    objects = {}, by_class = {}, resolved = {},  -- what was looked up
  }
  return make { run = run, basis = "stated" }
end

return seen
