-- world.lua - org, site, server, recipient and service: the nouns of a scenario.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
local list_properties = require "exsim.list"

local raw, fail = core.raw, class.fail

-- ---- servers ----

-- What is installed: product, builds of components, fixes.
local function install(server, options)
  if options.product then
    raw.server.set_product(server, class.need_text("product", options.product))
  end
  if options.builds then
    for component, build in pairs(class.need_options("builds", options.builds,
                                                     { "mta", "store", "ims", "rid", "ds" })) do
      raw.server.set_build(server, component, class.need_text("the build of " .. component, build))
    end
  end
  if options.fixes then
    for _, fix in ipairs(class.list(options.fixes)) do raw.server.add_fix(server, fix) end
  end
  raw.server.fold(server)
end

local installed = { "product", "builds", "fixes" }

-- The name of what is added, given alone, or first in the table of options.
local function name_and_options(what, name, options, names)
  if type(name) == "table" then
    options, name = name, name[1] or name.name
  end
  class.need_text("the name of a " .. what, name)
  local known = { "name" }
  for _, each in ipairs(names) do known[#known + 1] = each end
  return name, class.need_options("add_" .. what, options or {}, known, 1)
end

-- What a recipient may be given, new or later.
local recipient_properties = {}

function recipient_properties.proxies(recipient, proxies)
  for _, proxy in ipairs(class.list(proxies)) do raw.recipient.add_proxy(recipient, proxy) end
end

function recipient_properties.hidden(recipient, hidden)
  raw.recipient.set_hidden(recipient, class.need_flag("hidden", hidden))
end

function recipient_properties.alias(recipient, alias)
  raw.recipient.set_alias(recipient, class.need_text("alias", alias))
end

-- alternate = "carl"; { "carl", both = true }; "none"
function recipient_properties.alternate(recipient, alternate)
  local both = false
  if type(alternate) == "table" then
    class.need_options("alternate", alternate, { "both" }, 1)
    both = alternate.both == true
    alternate = alternate[1]
  end
  if alternate == "none" then alternate = nil end
  raw.recipient.set_alternate(recipient,
                              alternate and class.thing("recipient", alternate, "alternate"), both)
end

-- out_of_office = true: its store answers what it gets
function recipient_properties.out_of_office(recipient, value)
  raw.recipient.set_away(recipient, class.need_flag("out_of_office", value))
end

-- auto_reply = true: a rule of the mailbox answers all that it gets; "with receipt": and asks for receipts
function recipient_properties.auto_reply(recipient, value)
  local receipts = value == "with receipt"
  local answers = receipts or class.need_flag('auto_reply, if it is not "with receipt",', value)
  raw.recipient.set_answers(recipient, answers, receipts)
end

-- incoming_limit = "100 K"; "none"
for _, key in ipairs { "incoming_limit", "outgoing_limit", "prohibit_send",
                       "prohibit_send_and_receive" } do
  recipient_properties[key] = function(recipient, size)
    raw.recipient.set_limit(recipient, key, size == "none" and 0 or core.parse_size(size))
  end
end

-- What lies in a mailbox now.
function recipient_properties.stored(recipient, size)
  raw.recipient.set_stored(recipient, core.parse_size(size))
end

-- The recipients on a list of the Delivery Restrictions page; "none" or {} empties it.
function class.senders(name, list)
  local out = {}
  if list == "none" then return out end
  for i, each in ipairs(class.list(list)) do out[i] = class.thing("recipient", each, name) end
  return out
end

-- accept_from = "ann"; reject_from = { "ann", "bob" }
for name, accepts in pairs { accept_from = true, reject_from = false } do
  recipient_properties[name] = function(recipient, list)
    raw.recipient.set_senders(recipient, accepts, class.senders(name, list))
  end
end

local recipient_names = {}
for name in pairs(recipient_properties) do recipient_names[#recipient_names + 1] = name end
table.sort(recipient_names)

-- What may be said of a new recipient.
local function property_names(names)
  for _, name in ipairs(recipient_names) do
    if name ~= "alias" then names[#names + 1] = name end
  end
  return names
end

local list_names = { table.unpack(recipient_names) }
for name in pairs(list_properties) do list_names[#list_names + 1] = name end
table.sort(list_names)

-- What a recipient is, and what a list is besides.
local function property(name) return recipient_properties[name] or list_properties[name] end

local function set_recipient(recipient, options)
  for _, name in ipairs(list_names) do
    if options[name] ~= nil then property(name)(recipient, options[name]) end
  end
end

local server = {}

-- server:add_mailbox "ann"; server:add_mailbox("ann", { first = "Ann", last = "Lee" })
function server.add_mailbox(self, name, options)
  name, options = name_and_options("mailbox", name, options,
                                   property_names { "first", "last" })
  local mailbox = raw.server.add_mailbox(self, name,
                                         options.first and class.need_text("first", options.first),
                                         options.last and class.need_text("last", options.last))
  set_recipient(mailbox, options)
  return mailbox
end

-- A custom recipient: server:add_recipient("max", { target = "SMTP:max@example.com" })
function server.add_recipient(self, name, options)
  name, options = name_and_options("recipient", name, options, property_names { "target" })
  local target = class.need_text("the target of a recipient", options.target)
  local recipient = raw.server.add_recipient(self, name, target)
  set_recipient(recipient, options)
  return recipient
end

-- Its public information store and its Directory Service, as senders and recipients of replication.
function server.public_store(self) return raw.server.public_store(self) end
function server.directory(self) return raw.server.directory(self) end

-- "Recalculate Routing" on the page of its MTA: the site's table.
function server.calculate(self) raw.site.calculate(raw.server.site(self)) end

function server.start(self) raw.server.start(self) end
function server.stop(self) raw.server.stop(self) end

-- server:patch { product = "5.5 SP3" }; { builds = { mta = "5.5.2654.38" } }; { fixes = "Q217131" }
function server.patch(self, options)
  install(self, class.need_options("server:patch", options, installed))
end

function server.service(self, name) return raw.org.service(nil, self, name) end
-- The lines of Mcgam.in.txt and of Local.in.txt in the MTA's directory, which are added.
local server_properties = {}

function server_properties.mcgam(self, lines)
  for _, line in ipairs(class.list(lines)) do raw.server.add_mapping(self, line, false) end
end

function server_properties.local_mappings(self, lines)
  for _, line in ipairs(class.list(lines)) do raw.server.add_mapping(self, line, true) end
end

function server.set(self, options) class.set("server", self, options, server_properties) end

-- add_connector stands in connector.lua.
class.server_methods = server

-- ---- sites ----

local site = {}

-- site:add_server "HUB1"; site:add_server("HUB1", { product = "5.5 SP2", fixes = { "Q217131" } })
function site.add_server(self, name, options)
  name, options = name_and_options("server", name, options, installed)
  local product = options.product and class.need_text("product", options.product)
  local made = raw.site.add_server(self, name, product)
  if options.builds or options.fixes then
    install(made, { builds = options.builds, fixes = options.fixes })
  end
  return made
end

-- "Recalculate Routing" on the Site Addressing page.
function site.calculate(self) raw.site.calculate(self) end

-- site:remove_site_proxy "X400:c=US;a=MCI": an entry of the Site-Proxy-Space, in raw mode.
function site.remove_site_proxy(self, space)
  raw.site.remove_site_proxy(self, class.need_text("a Site-Proxy-Space entry", space))
end

local site_properties = {}

-- x400_address = "c=US;a= ;p=ORG;o=SITE": on the Site Addressing page; of recipients made from then
-- on, and of sites connected from then on.
function site_properties.x400_address(self, address)
  raw.site.set_x400_address(self, class.need_text("x400_address", address))
end

-- calculation_server = "HUB1": the routing calculation server
function site_properties.calculation_server(self, home)
  raw.site.set_calculation_server(self, class.thing("server", home, "calculation_server"))
end

-- calculation_schedule = "02:00-02:15"; "always"; "never"
function site_properties.calculation_schedule(self, text)
  raw.site.set_calculation_schedule(self, class.need_text("calculation_schedule", text))
end

function site.set(self, options) class.set("site", self, options, site_properties) end

-- A distribution list: site:add_list("sales", { members = { "ann", "bob" }, owner = "olga" });
-- server: on which it is made, the site's first if none is said.
function site.add_list(self, name, options)
  local known = { "server", table.unpack(list_names) }
  name, options = name_and_options("list", name, options, known)
  local home = options.server and class.thing("server", options.server, "server") or
               raw.site.servers(self)[1]
  if not home then fail("a list stands on a server: site %s has none yet", self.name) end
  if raw.server.site(home) ~= self then
    fail("server %s is not in site %s", home.name, self.name)
  end
  local list = raw.server.add_list(home, name)
  set_recipient(list, options)
  return list
end

class.define("site", site, { clock = true, add_folder = true })

-- ---- recipients and services ----

local recipient = {}

-- mailbox:set { proxies = { "SMTP:ann@example.com" } } gives it further addresses; hidden, alternate
-- and alias are what the Administrator program calls so.
function recipient.set(self, options)
  set_recipient(self, class.need_options("recipient:set", options, list_names))
end

-- Who a list's members are; one more, one less.
function recipient.members(self) return raw.recipient.members(self) end

function recipient.add_member(self, member)
  local members = raw.recipient.members(self)
  members[#members + 1] = class.thing("recipient", member, "a member")
  raw.recipient.set_members(self, members)
end

function recipient.remove_member(self, member)
  member = class.thing("recipient", member, "a member")
  local rest = {}
  for _, each in ipairs(raw.recipient.members(self)) do
    if each ~= member then rest[#rest + 1] = each end
  end
  raw.recipient.set_members(self, rest)
end

-- mailbox:remove_proxy "SMTP:ann@example.com"
function recipient.remove_proxy(self, proxy)
  raw.recipient.remove_proxy(self, class.need_text("a proxy", proxy))
end

-- mailbox:move "HUB2", a server of its site
function recipient.move(self, server_or_name)
  raw.recipient.move(self, class.thing("server", server_or_name, "the new home server"))
end

-- Its addresses but the DN, in the order added; its DN.
function recipient.proxies(self) return raw.recipient.proxies(self) end
function recipient.dn(self) return raw.recipient.dn(self) end

class.recipient_methods = recipient -- its class is defined in replication.lua, with the rest

local service = {}

function service.start(self) raw.service.start(self) end
function service.stop(self) raw.service.stop(self) end
-- An unclean stop.
function service.crash(self) raw.service.crash(self) end
function service.is_running(self) return raw.service.is_running(self) end

-- What is wrong with the spool of an Internet Mail Service: "queue.dat entries stay",
-- "sent files stay", "queue.dat damaged", "queue.dat lost", "in folder gone".
function service.fault(self, kind) raw.service.fault(self, kind, true) end
function service.repair(self, kind) raw.service.fault(self, kind, false) end
-- Deletes a message's file from its folder.
function service.delete(self, message) raw.service.delete(self, message) end

local spool_parts <const> = { ["in"] = true, out = true, pickup = true, ["queue.dat"] = true }

-- service:move_spool { "in", "out" }: what is copied to the new place. The service must be stopped.
function service.move_spool(self, parts)
  local copied = {}
  for _, part in ipairs(class.list(parts)) do
    if not spool_parts[part] then
      fail('a spool has "in", "out", "pickup" and "queue.dat", not %s', class.describe(part))
    end
    copied[part] = true
  end
  raw.service.move(self, copied["in"], copied.out, copied["queue.dat"])
end

class.define("service", service)

-- ---- the organisation ----

local org = {}

function org.add_site(_, name) return raw.org.add_site(nil, name) end
function org.site(_, name) return class.thing("site", name, "a site") end
function org.server(_, name) return class.thing("server", name, "a server") end
function org.mailbox(_, name) return class.thing("recipient", name, "a mailbox") end
function org.list(_, name) return class.thing("recipient", name, "a list") end
function org.recipient(_, name) return class.thing("recipient", name, "a recipient") end
function org.host(_, name) return class.thing("host", name, "a host") end

-- org:add_recipient("max", { target = "SMTP:max@example.com", server = "HUB1" }); the first server,
-- if none is said.
function org.add_recipient(_, name, options)
  options = type(options) == "table" and options or {}
  local home = options.server and class.thing("server", options.server, "server") or
               raw.org.first_server()
  if not home then fail("a recipient stands on a server: there is none yet") end
  local rest = {}
  for key, value in pairs(options) do
    if key ~= "server" then rest[key] = value end
  end
  return server.add_recipient(home, name, rest)
end

-- org:connector "FAST"; org:connector("FAST", "PAR1"), the end of a pair on that server
function org.connector(_, name, home)
  if home == nil then return class.thing("connector", name, "a connector") end
  home = class.thing("server", home, "a server")
  class.need_text("the name of a connector", name)
  for _, each in ipairs { name, ("%s (%s)"):format(name, home.name) } do
    local found = raw.org.find(nil, "connector", each)
    if found and raw.connector.server(found) == home then return found end
  end
  fail("server %s has no connector %s", home.name, core.quote(name))
end

-- org:link "FAST", by its name; org:link("HUB1", "HUB2"), the path between two servers.
function org.link(_, first, second)
  if second == nil then return class.thing("link", first, "a link") end
  local a, b = class.thing("server", first, "a server"), class.thing("server", second, "a server")
  local found = raw.org.links(nil, a, b)
  if #found == 1 then return found[1] end
  if #found == 0 then fail("no link joins %s and %s", a.name, b.name) end
  local names = {}
  for i, link in ipairs(found) do names[i] = core.quote(link.name) end
  fail("%d links join %s and %s: name the one, %s", #found, a.name, b.name,
       table.concat(names, " or "))
end

-- org:service("HUB1", "ims"), "mta", "store"
function org.service(_, home, name)
  return raw.org.service(nil, class.thing("server", home, "a server"),
                         class.need_text("the name of a service", name))
end

-- Everything becomes known everywhere, and every table is calculated; with { rounds = 1 } only so many
-- times.
function org.replicate(_, options)
  options = class.need_options("org:replicate", options or {}, { "rounds" })
  local rounds = options.rounds and class.need_integer("rounds", options.rounds, 1, 1000) or 0
  raw.org.replicate(rounds)
end

function org.set(self, options) class.set("org", self, options, {}) end

-- send stands in send.lua, pair in connector.lua, add_host and add_link in host.lua.
class.org_methods = org

return org
