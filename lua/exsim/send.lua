-- send.lua - mail: what is said of a message, and what is done to it later.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
local org = require "exsim.world"

local raw, fail = core.raw, class.fail

local send_options = { "from", "to", "cc", "size", "priority", "kind", "as", "defer", "latest",
                       "submit", "reply", "reply_all", "no_reassignment", "malformed", "client", "no_expansion",
                       "flaw", "header", "receipt", "form", "resend" }

class.default_size = 1024

local clients = { "4.0", "5.0", "Outlook 97", "Outlook 98" }

-- Is it the Exchange 4.0 client, which resolves no address of another type?
local function is_old_client(name)
  if name == nil then return nil end
  if not class.is_among(clients, name) then class.unknown("no client is called", name, clients) end
  return name == "4.0"
end

-- The recipients of a message as one list.
function class.addressees(options)
  if options.cc == nil then return class.list(options.to) end
  local out = {}
  for _, list in ipairs { class.list(options.to), class.list(options.cc) } do
    for _, each in ipairs(list) do out[#out + 1] = each end
  end
  return out
end

-- The name that a message gets.
function class.message_name(name)
  if name == nil then return nil end
  class.need_text("as", name)
  if #name == 0 or #name > 255 then fail("as is a name of 1 to 255 bytes, not %d", #name) end
  if not utf8.len(name) or name:find("%c") then
    fail("as must be text without control characters, not %s", core.quote(name))
  end
  return name
end

-- One of a message's times, which lie ahead; nothing if it is not said.
local function time_ahead(name, text)
  if text == nil then return nil end
  local when = core.parse_time(class.need_text(name .. ", a time,", text), core.now())
  if when <= core.now() then
    fail("%s = %s lies in the past: it is %s", name, core.quote(text), core.format_time(core.now()))
  end
  return when
end

-- The message that is replied to, and the addresses that this gives: the sender's, for reply_all
-- those of its recipients, too.
function class.replied_to(options)
  local message = options.reply or options.reply_all
  if options.resend then
    if message ~= nil or options.to ~= nil then fail("resend names the recipients itself") end
    local returned = raw.org.returned(nil, options.resend)
    if #returned == 0 then fail("there is no report on message %s", core.quote(tostring(options.resend))) end
    return nil, returned
  end
  if message == nil then return nil, class.addressees(options) end
  if options.reply and options.reply_all then fail("write reply or reply_all, not both") end
  local sender, others = raw.org.replied(nil, message)
  local to = { sender }
  if options.reply_all then
    local own = "EX:" .. class.thing("recipient", options.from, "from"):dn()
    for _, each in ipairs(others) do
      if each ~= own then to[#to + 1] = each end
    end
  end
  if options.to ~= nil then
    for _, each in ipairs(class.addressees(options)) do to[#to + 1] = each end
  end
  if #to == 0 then fail("the message says nothing of its sender") end
  return message, to
end

-- org:send { from = "bob", reply = "first" }: to its sender, as the last copy that arrived has it. resend = "first":
-- once more to those whom reports name.
-- org:send { from = "ann", to = "bob", as = "first" }. defer: not to be delivered before; latest: nor
-- later; submit: waits in the Outbox until then; malformed: what is in it cannot be converted;
-- client: what it is sent by, "4.0"; flaw: what else is wrong with it, that some service
-- trips over; receipt: asks for one of its delivery; form: the client's form that it was made with,
-- if no standard one.
function org.send(_, options)
  class.need_options("org:send", options, send_options, 0)
  local message, to = class.replied_to(options)
  return raw.org.send(nil, class.thing("recipient", options.from, "from"), to,
                      options.size and core.parse_size(options.size) or class.default_size,
                      options.priority, options.kind, class.message_name(options.as),
                      time_ahead("defer", options.defer), time_ahead("latest", options.latest),
                      time_ahead("submit", options.submit),
                      options.no_reassignment ~= nil and
                      class.need_flag("no_reassignment", options.no_reassignment), message, options.malformed,
                      is_old_client(options.client), options.flaw,
                      options.header and core.parse_size(options.header),
                      options.no_expansion ~= nil and
                      class.need_flag("no_expansion", options.no_expansion),
                      options.receipt ~= nil and class.need_flag("receipt", options.receipt),
                      options.form and class.need_text("form", options.form))
end

-- org:withdraw "first": out of the Outbox. False: it is not there, or no more.
function org.withdraw(_, message) return raw.org.withdraw(nil, message) end

-- org:set_priority("first", "urgent"), on its queue's page
function org.set_priority(_, message, priority) raw.org.set_priority(nil, message, priority) end

return org
