-- connector.lua - connectors of every kind, and pairs of them.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
require "exsim.world"
require "exsim.machine"
require "exsim.replication"

local raw, fail = core.raw, class.fail

local gateways = { "ims", "msmail", "ccmail", "notes", "snads", "edk" }
local later = { "groupwise", "profs" }

local COST = "property page"
local TARGETS = "0 is first, 100 last"

-- ---- properties ----

local properties = {}

local function add_space(connector, row)
  if type(row) == "string" then row = { row } end
  class.need_options("an address space", row, { "cost", "scope", "routing" }, 1)
  raw.connector.add_space(connector, class.need_text("an address space", row[1]),
                          class.need_integer("cost", row.cost or 1, 1, 100, COST), row.scope,
                          row.routing and class.need_text("routing", row.routing))
end

-- spaces = "SMTP:*"; { "SMTP:*", "X400:c=US" }; { { "SMTP:*", cost = 1, scope = "site" } }
function properties.spaces(connector, spaces)
  raw.connector.clear_spaces(connector)
  if type(spaces) ~= "table" then spaces = { class.need_text("spaces", spaces) } end
  if spaces.cost or spaces.scope or spaces.routing then spaces = { spaces } end
  for key in pairs(spaces) do
    if type(key) ~= "number" then fail("spaces is a list: { { \"SMTP:*\", cost = 1 } }") end
  end
  for _, row in ipairs(spaces) do add_space(connector, row) end
end

function properties.cost(connector, cost)
  raw.connector.set_cost(connector, class.need_integer("cost", cost, 1, 100, COST))
end

function properties.schedule(connector, text)
  raw.connector.set_schedule(connector, class.need_text("schedule", text))
end

-- A row of the Connected Sites page: a site, with another routing address than its own; or a site
-- of another organisation.
local function connect(connector, row)
  if type(row) ~= "table" or core.class_of(row) then row = { row } end
  class.need_options("a connected site", row, { "organization", "address", "routing" }, 1)
  local address = row.address and class.need_text("the routing address", row.address)
  if row.organization then
    raw.connector.connect_foreign(connector, class.need_text("organization", row.organization),
                                  class.need_text("the name of a site", row[1]),
                                  class.need_text("the routing address", address))
  else
    raw.connector.connect_site(connector, class.thing("site", row[1], "a connected site"), address,
                               row.routing and class.need_text("routing", row.routing))
  end
end

-- connected_sites = "PARIS"; { "PARIS", "ROME" }; { { "PARIS", address = "X400:c=FR;a=ATLAS" } };
-- { { "FRISCO", organization = "OTHER", address = "X400:c=GB;a=TMAILUK" } }; of an Internet Mail Service,
-- which sends mail for the site to a domain: { { "PARIS", routing = "paris.org.com" } }
function properties.connected_sites(connector, sites)
  raw.connector.clear_sites(connector)
  if type(sites) ~= "table" or core.class_of(sites) then sites = { sites } end
  if sites.address or sites.organization or sites.routing then sites = { sites } end
  for key in pairs(sites) do
    if type(key) ~= "number" then fail('connected_sites is a list: { "PARIS" }') end
  end
  for _, row in ipairs(sites) do connect(connector, row) end
end

-- accept_from = "ann"; reject_from = { "ann", "bob" }
for name, accepts in pairs { accept_from = true, reject_from = false } do
  properties[name] = function(connector, list)
    raw.connector.set_senders(connector, accepts, class.senders(name, list))
  end
end

-- As on the property page, where no digit stands before the point: ".25, .5, 1, 4".
function properties.retry_interval(connector, text)
  text = (" " .. class.need_text("retry_interval", text)):gsub("([%s,])%.(%d)", "%10.%2")
  raw.connector.set_retries(connector, text:sub(2))
end

-- etrn_domains = { "example.com" }: their mail waits until a host says ETRN.
function properties.etrn_domains(connector, domains)
  for _, domain in ipairs(class.list(domains)) do
    raw.connector.hold_for_etrn(connector, class.need_text("a domain", domain))
  end
end

-- dial = "every 1 h", "daily 08:00", "weekly 08:00, weekend 10:00", "none"
function properties.dial(connector, text)
  raw.connector.set_dial(connector, class.need_text("dial", text))
end

-- direct_domains = { "lan.com" }: E-Mail Domain entries that do not use the line; routing_domains: those of
-- the Routing page.
function properties.direct_domains(connector, domains)
  raw.connector.set_domains(connector, "direct", class.list(domains))
end

-- routing_domains = { "own.com", { "relayed.com", override = true } }: those that are rerouted inbound, and
-- those that override restrictions on relaying.
function properties.routing_domains(connector, domains)
  local inbound, overrides = {}, {}
  for _, row in ipairs(class.list(domains)) do
    if type(row) ~= "table" then row = { row } end
    class.need_options("a row of the Routing page", row, { "override" }, 1)
    local list = row.override and overrides or inbound
    list[#list + 1] = class.need_text("a domain", row[1])
  end
  raw.connector.set_domains(connector, "routing", inbound)
  raw.connector.set_domains(connector, "overrides", overrides)
end

-- mail_domains = { { "test.com", size_limit = "2000 K" }, { "relayed.com", forward_to = "smart" } }: the
-- E-Mail Domain list.
function properties.mail_domains(connector, rows)
  raw.connector.clear_domains(connector)
  for _, row in ipairs(rows) do
    class.need_options("a row of the E-Mail Domain list", row, { "size_limit", "forward_to" }, 1)
    raw.connector.add_domain(connector, class.need_text("a domain", row[1]),
                             row.forward_to and class.thing("host", row.forward_to, "forward_to"),
                             row.size_limit and core.parse_size(row.size_limit) or 0)
  end
end

local transfer_modes = { none = 0, inbound = 1, outbound = 2, both = 3 }

-- transfer_mode = "none", "inbound", "outbound", "both"
function properties.transfer_mode(connector, mode)
  if raw.connector.link(connector) then
    fail("connector %s has no transfer mode: an Internet Mail Service has one", connector.name)
  end
  local bits = transfer_modes[class.need_text("transfer_mode", mode):lower()]
  if not bits then
    class.unknown("an Internet Mail Service has no transfer mode", mode,
                  { "none", "inbound", "outbound", "both" })
  end
  raw.connector.set(connector, "transfer_mode", bits, false)
end

-- A row of the Target Servers page: "PAR1", or { "PAR1", cost = 0 }.
local function target_row(row)
  if type(row) ~= "table" then row = { row } end
  class.need_options("a target server", row, { "cost" }, 1)
  return class.thing("server", row[1], "a target server"),
         class.need_integer("cost", row.cost or 1, 0, 100, TARGETS)
end

-- targets = "PAR1"; { "PAR1", "PAR2" }; { { "PAR1", cost = 0 }, { "PAR2", cost = 100 } }
local function target_list(targets)
  if type(targets) ~= "table" or targets.cost then targets = { targets } end
  for key in pairs(targets) do
    if type(key) ~= "number" then fail('targets is a list: { { "PAR1", cost = 1 } }') end
  end
  return targets
end

function properties.targets(connector, targets)
  local list = target_list(targets)
  if #list == 0 then fail("a Site Connector needs at least one target server") end
  raw.connector.clear_targets(connector)
  for _, row in ipairs(list) do raw.connector.add_target(connector, target_row(row)) end
end

-- bridgehead = "HUB1"; "any server"
function properties.bridgehead(connector, server)
  if server == "any server" then server = nil end
  raw.connector.set_bridgehead(connector, server and class.thing("server", server, "bridgehead"))
end

-- ---- a new one ----

local made_of = { "kind", "name", "to", "to_site", "link" } -- what only a new one is given

local function known_options()
  local names = { "registry" }
  for _, name in ipairs(made_of) do names[#names + 1] = name end
  for name in pairs(properties) do names[#names + 1] = name end
  for _, key in ipairs(class.setting_keys "connector") do names[#names + 1] = key end
  return names
end

local options_known = known_options()

-- The far end: a server or a host, or the name of one.
local function far_end(value)
  if value == nil then return nil, nil end
  local kind = core.class_of(value)
  if kind == "server" then return value, nil end
  if kind == "host" then return nil, value end
  class.need_text("to, a server or a host or its name,", value)
  local host = raw.org.find(nil, "host", value)
  if host and not raw.org.find(nil, "server", value) then return nil, host end
  return raw.org.get(nil, "server", value), nil
end

local function check_kind(kind)
  class.need_text("kind", kind)
  if class.is_among(later, kind:lower()) then
    fail('exsim cannot do connectors of kind %s yet: it has "site", "x400", "ras", "ims", "msmail", "ccmail", ' ..
         '"notes", "snads" and "edk"', core.quote(kind))
  end
  return kind:lower()
end

local function add(server, options, name, target, host, link)
  local cost = options.cost and class.need_integer("cost", options.cost, 1, 100, COST) or 0
  local made = raw.server.add_connector(server, options.kind, name, target, host, link, cost)
  local rest = {}
  for key, value in pairs(options) do
    if type(key) == "string" and not class.is_among(made_of, key) and key ~= "cost" then
      rest[key] = value
    end
  end
  class.set("connector", made, rest, properties)
  return made
end

-- A Site Connector is made for the server that is named, or for all that the site has by now.
local function with_targets(options, target, host)
  if host then fail("a Site Connector leads to a site, not to host %s", host.name) end
  local out = {}
  for key, value in pairs(options) do out[key] = value end
  if options.targets then return out end
  if target then
    out.targets = { target }
  elseif options.to_site then
    out.targets = raw.site.servers(class.thing("site", options.to_site, "to_site"))
  else
    fail("a Site Connector leads somewhere: write to = a server, to_site = or targets =")
  end
  if #out.targets == 0 then fail("site %s has no server yet", out.to_site) end
  return out
end

-- server:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
function class.server_methods.add_connector(self, options)
  if type(options) == "table" and options.kind == "dirrep" then
    return class.add_replication(self, options)
  end
  class.need_options("server:add_connector", options, options_known)
  local kind = check_kind(options.kind)
  local target, host = far_end(options.to)
  if kind == "x400" and not target and not host then
    fail("an X.400 Connector leads somewhere: write to = a server or a host")
  end
  if kind == "ras" and not target then
    fail("a Dynamic RAS Connector leads to a server: write to = a server")
  end
  if class.is_among(gateways, kind) and target then
    fail("a gateway leads to a host outside, not to server %s", target.name)
  end
  local link = options.link and class.thing("link", options.link, "link")
  local name = options.name and class.need_text("name", options.name)
  if options.to_site and kind ~= "site" then
    fail("to_site belongs to a Site Connector: write connected_sites")
  end
  if kind == "site" then
    return add(self, with_targets(options, target, host), name, nil, nil, link)
  end
  return add(self, options, name, target, host, link)
end

class.define("server", class.server_methods,
             { queue = true, add_list = true, add_folder = true })

-- ---- a pair ----

local function pair_options()
  local names = { "name", "registry" }
  for name in pairs(properties) do
    if name ~= "connected_sites" and name ~= "bridgehead" then names[#names + 1] = name end
  end
  for _, key in ipairs(class.setting_keys "connector") do names[#names + 1] = key end
  return names
end

local pair_known = pair_options()

-- The rows whose servers are of that site; the far end of the pair, if there are none.
local function targets_of(targets, site, far)
  local out = {}
  for _, row in ipairs(targets and target_list(targets) or {}) do
    if raw.server.site((target_row(row))) == site then out[#out + 1] = row end
  end
  return #out > 0 and out or { far }
end

local function check_targets(targets, site_a, site_b)
  for _, row in ipairs(targets and target_list(targets) or {}) do
    local server = target_row(row)
    local site = raw.server.site(server)
    if site ~= site_a and site ~= site_b then
      fail("target server %s is in neither site of the pair, %s or %s", server.name, site_a.name,
           site_b.name)
    end
  end
end

local function with_site(options, kind, site, far)
  local out = { kind = kind, connected_sites = { site } }
  for key, value in pairs(options) do
    if type(key) == "string" then out[key] = value end
  end
  if kind == "site" then
    out.targets = targets_of(options.targets, site, far)
  elseif options.targets then
    fail("only a Site Connector has target servers")
  end
  return out
end

-- Both ends of a path, each with the other's site connected; one link of the pair's name. The far
-- end is called so too, with its server: "FAST (PAR1)". Returns both.
--   org:pair("x400", { name = "FAST", hub1, par1, cost = 1 })
--   org:pair("site", { name = "WAN", hub1, par1, targets = { { "PAR1", cost = 0 }, "PAR2" } })
function class.org_methods.pair(_, kind, options)
  if kind == "dirrep" then return class.pair_replications(options) end
  kind = check_kind(kind)
  class.need_options("org:pair", options, pair_known, 2)
  if class.is_among(gateways, kind) then fail("a connector of kind %s has no far end to be paired with", kind) end
  local a = class.thing("server", options[1], "the first of a pair")
  local b = class.thing("server", options[2], "the second of a pair")
  if a == b then fail("a pair joins two servers: %s cannot be paired with itself", a.name) end
  local site_a, site_b = raw.server.site(a), raw.server.site(b)
  if site_a == site_b then
    fail("a pair joins two sites: %s and %s are both in %s", a.name, b.name, site_a.name)
  end
  check_targets(options.targets, site_a, site_b)
  local name = options.name and class.need_text("name", options.name) or
               ("%s-%s"):format(a.name, b.name)
  local link = raw.org.add_link(nil, name, a, b)
  local to_b, to_a = kind ~= "site" and b or nil, kind ~= "site" and a or nil
  local there = add(a, with_site(options, kind, site_b, b), name, to_b, nil, link)
  local back = add(b, with_site(options, kind, site_a, a), ("%s (%s)"):format(name, b.name), to_a,
                   nil, link)
  raw.connector.pair(there, back, name)
  return there, back
end

-- ---- methods ----

local connector = {}

function connector.set(self, options) class.set("connector", self, options, properties) end
function connector.remove(self) raw.connector.remove(self) end

class.define("connector", connector, { queue = true })

return connector
