-- host.lua - hosts outside, and the links that lead to them.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
require "exsim.world"

local raw, fail = core.raw, class.fail

-- ---- links ----

local link = {}

function link.cut(self) raw.link.cut(self) end
function link.refuse(self) raw.link.refuse(self) end
function link.hang(self) raw.link.hang(self) end
function link.restore(self) raw.link.restore(self) end

-- Between servers of a site: what is open over it stays open, and nothing is sent over it any more.
function link.strand(self) raw.link.strand(self) end

-- Between servers of a site: what is being sent over it now was sent before the receiver was ready.
function link.stick(self) raw.link.stick(self) end

-- link:set { latency = "300 ms", bandwidth = 64000 }
function link.set(self, options) class.set("link", self, options, {}) end

class.define("link", link, { slow = "write link:set { latency =, bandwidth = }" })

-- org:add_link("LINE", { "HUB1", "PAR1" }): a path for connectors to share
function class.org_methods.add_link(_, name, ends)
  local function far(value, what)
    if core.class_of(value) == "host" then return value end
    if type(value) == "string" and not raw.org.find(nil, "server", value) then
      local host = raw.org.find(nil, "host", value)
      if host then return host end
    end
    return class.thing("server", value, what)
  end
  if type(ends) ~= "table" or #ends ~= 2 then
    fail("org:add_link takes a name and two ends, { server, server }")
  end
  return raw.org.add_link(nil, class.need_text("the name of a link", name),
                          far(ends[1], "an end of a link"), far(ends[2], "an end of a link"))
end

-- ---- hosts ----

local host = {}

local verbs = { "CONNECT", "RCPT", "DATA" }
local later = { "HELO", "EHLO", "MAIL", "QUIT" }

local function check_verb(verb)
  class.need_text("the verb", verb)
  verb = verb:upper()
  if class.is_among(later, verb) then
    fail("exsim cannot do host:answers { %s } yet: it has %s", core.quote(verb), table.concat(verbs, ", "))
  end
  if not class.is_among(verbs, verb) then
    local all = { table.unpack(verbs) }
    for _, each in ipairs(later) do all[#all + 1] = each end
    class.unknown("SMTP has no verb", verb, all)
  end
  return verb
end

-- "reset": the host drops the connection.
local function check_reply(verb, reply)
  class.need_text("the reply", reply)
  if verb == "DATA" and reply == "reset" then return reply end
  if not reply:find("^[245]%d%d$") and not reply:find("^[245]%d%d[ %-]%C*$") then
    fail('a reply begins with its code, "452 try later", not %s', core.quote(reply))
  end
  return reply
end

local function check_address(to)
  class.need_text("an address", to)
  return to:find(":", 1, true) and to or "SMTP:" .. to
end

-- host:answers { "RCPT", times = 2, "452" }: the first line that fits speaks; without a line all is
-- well. host:answers {} takes all lines away.
function host.answers(self, line)
  class.need_options("host:answers", line, { "times", "to" }, 2)
  if #line == 0 and line.times == nil and line.to == nil then
    raw.host.clear_answers(self)
    return
  end
  local times = line.times and class.need_integer("times", line.times, 1, 1000000) or -1
  local verb = check_verb(line[1])
  raw.host.add_answer(self, verb, check_reply(verb, line[2]), times,
                      line.to and check_address(line.to))
end

-- host:returns "nobody@example.com": it takes mail for these addresses, and sends a report of its own back.
function host.returns(self, addresses)
  for _, each in ipairs(class.list(addresses)) do raw.host.add_returned(self, check_address(each)) end
end

-- host:replies "list@example.com": who has these addresses answers every message, reports too.
function host.replies(self, addresses)
  for _, each in ipairs(class.list(addresses)) do raw.host.add_reply(self, check_address(each)) end
end

function host.down(self) raw.host.set_up(self, false) end
function host.up(self) raw.host.set_up(self, true) end

-- A foreign X.400 system knows these addresses only; without this it knows everybody.
--   host:knows { "X400:c=US;a=X;s=Doe" }
function host.knows(self, addresses)
  for _, each in ipairs(class.list(addresses)) do
    raw.host.add_known(self, class.need_text("an address", each))
  end
end

-- A foreign X.400 system passes mail for these spaces on instead of keeping it, over the connector
-- that it came by or another one that leads to the system.
--   host:routes { "X400:c=US;a=ATTMAIL;p=ORG", by = "X1" }
function host.routes(self, spaces)
  if type(spaces) == "string" then spaces = { spaces } end
  class.need_options("host:routes", spaces, { "by" }, #spaces)
  if #spaces == 0 then fail('host:routes takes address spaces, { "X400:c=US;a=ATTMAIL;p=ORG" }') end
  local by = spaces.by and class.thing("connector", spaces.by, "by")
  for _, each in ipairs(spaces) do
    raw.host.add_route(self, class.need_text("a space", each), by)
  end
end

-- host:set { loop_check = "own"|"none"|"any", bilateral_info = false }: what a foreign X.400 system
-- makes of the trace that comes with mail. loop_limit: how often one beyond a gateway passes mail on.
function host.set(self, options)
  class.need_options("host:set", options, { "loop_check", "loop_limit", "bilateral_info", "receipts" })
  if options.loop_limit ~= nil then
    raw.host.set_loop_limit(self, class.need_integer("loop_limit", options.loop_limit, 0, 1000))
  end
  if options.loop_check ~= nil then
    raw.host.set_loop_check(self, class.need_text("loop_check", options.loop_check))
  end
  if options.receipts ~= nil then
    raw.host.set_receipts(self, class.need_flag("receipts", options.receipts))
  end
  if options.bilateral_info ~= nil then
    raw.host.set_bilateral(self, class.need_flag("bilateral_info", options.bilateral_info))
  end
end

-- The Internet Mail Service of that server, or the connector.
local function way_in(via, kind)
  if core.class_of(via) == "connector" then return via end
  if type(via) == "string" and not raw.org.find(nil, "server", via) then
    local found = raw.org.find(nil, "connector", via)
    if found then return found end
  end
  local server = class.thing("server", via, "via")
  return raw.service.connector(raw.org.service(nil, server, kind))
end

-- Nothing for "failed".
local function logon(text)
  if text == "failed" then return nil end
  return text ~= nil and class.need_flag('logged_on, but for "failed",', text)
end

-- host:send { from = "x@example.com", to = "ann", via = "HUB1" }, to the server's Internet Mail
-- Service; via = "X1", over the X.400 Connector that leads to the host; reply = "first" instead of to.
-- From MS Mail, whose administrator gives the right to send urgent mail: by = "msmail",
-- priority = "urgent", urgent_right = true. For an Internet Mail Service that restricts relaying: on = the
-- address that is called, logged_on = true, or "failed". Over X.400: disclose = true names the recipients to
-- each other. receipt = true asks for one of its delivery; report = true: it is a report, from <>.
function host.send(self, options)
  class.need_options("host:send", options, { "from", "to", "cc", "via", "by", "size", "as", "reply",
                                               "malformed", "priority", "urgent_right", "flaw", "on", "logged_on",
                                               "disclose", "receipt", "report", "form" }, 0,
                     { defer = true, kind = true })
  local kind = class.need_text("by", options.by or "ims")
  if kind == "ims" and (options.priority or options.urgent_right) then
    fail('mail from an SMTP host has no priority: that is of by = "msmail"')
  end
  local _, to = class.replied_to(options)
  return raw.host.send(self, way_in(options.via, kind), class.need_text("from", options.from), to,
                       options.size and core.parse_size(options.size) or class.default_size,
                       class.message_name(options.as), options.malformed == true,
                       options.priority, options.urgent_right == true, options.flaw,
                       options.on and class.need_text("on, the address called,", options.on), logon(options.logged_on),
                       options.disclose ~= nil and class.need_flag("disclose", options.disclose),
                       options.receipt ~= nil and class.need_flag("receipt", options.receipt),
                       options.report ~= nil and class.need_flag("report", options.report),
                       options.form and class.need_text("form", options.form))
end

-- host:holds { from = "x@example.com", to = "ann" }: until it is asked by ETRN for the recipient's domain.
function host.holds(self, options)
  class.need_options("host:holds", options, { "from", "to", "size", "as" }, 0)
  raw.host.hold(self, class.need_text("from", options.from), class.need_text("to", options.to),
                options.size and core.parse_size(options.size) or class.default_size,
                class.message_name(options.as))
end

-- host:etrn { "example.com", via = "HUB1" }: asks that server's service for the domain's mail.
function host.etrn(_, options)
  class.need_options("host:etrn", options, { "via" }, 1)
  local server = class.thing("server", options.via, "via")
  local connector = raw.service.connector(raw.org.service(nil, server, "ims"))
  raw.connector.etrn(connector, class.need_text("the domain", options[1]))
end

class.define("host", host)

-- org:add_cname("www.example.com", "example.com"): a CNAME record in DNS.
function class.org_methods.add_cname(_, name, target)
  raw.org.add_cname(nil, class.need_text("the name", name), class.need_text("the target", target))
end

local address_record = 65536 -- as host.h has it

-- org:add_host("mail.example.com", { mx_for = "example.com", preference = 10, ip = "10.1.1.1" });
-- a_for: a domain that has no MX record; server = "HUB1": it is that server, with its Internet Mail
-- Service
function class.org_methods.add_host(_, name, options)
  options = class.need_options("org:add_host", options or {},
                               { "mx_for", "preference", "a_for", "ip", "server", "up", "etrn" })
  local made = raw.org.add_host(nil, class.need_text("the name of a host", name))
  local preference = class.need_integer("preference", options.preference or 10, 0, 65535, "RFC 974")
  for _, domain in ipairs(class.list(options.mx_for)) do
    raw.host.add_mx(made, class.need_text("mx_for", domain), preference)
  end
  for _, domain in ipairs(class.list(options.a_for)) do -- no MX record: the domain's own address
    raw.host.add_mx(made, class.need_text("a_for", domain), address_record)
  end
  if options.server then
    local server = class.thing("server", options.server, "server")
    raw.host.set_own(made, raw.service.connector(raw.org.service(nil, server, "ims")))
  end
  raw.host.set_etrn(made, options.etrn == true)
  if options.ip then -- who writes to user@[10.1.1.1] asks no DNS
    raw.host.set_ip(made, class.need_text("ip", options.ip))
    raw.host.add_mx(made, ("[%s]"):format(options.ip), 0)
  end
  if options.up == false then raw.host.set_up(made, false) end
  return made
end

class.define("org", class.org_methods,
             { add_list = "write site:add_list", queue = true, add_folder = true, folder = true })

return host
