-- connector.lua - connectors of every kind, and pairs of them.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
require "exsim.world"

local raw, fail = core.raw, class.fail

local later = { "site", "ras", "msmail", "ccmail", "notes", "groupwise", "snads", "profs", "edk",
                "dirrep" }

local COST = "property page"

-- ---- properties ----

local properties = {}

local function add_space(connector, row)
  if type(row) == "string" then row = { row } end
  class.need_options("an address space", row, { "cost", "scope" }, 1)
  raw.connector.add_space(connector, class.need_text("an address space", row[1]),
                          class.need_integer("cost", row.cost or 1, 1, 100, COST), row.scope)
end

-- spaces = "SMTP:*"; { "SMTP:*", "X400:c=US" }; { { "SMTP:*", cost = 1, scope = "site" } }
function properties.spaces(connector, spaces)
  raw.connector.clear_spaces(connector)
  if type(spaces) ~= "table" then spaces = { class.need_text("spaces", spaces) } end
  if spaces.cost or spaces.scope then spaces = { spaces } end
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

function properties.connected_sites(connector, sites)
  raw.connector.clear_sites(connector)
  for _, site in ipairs(class.list(sites)) do
    raw.connector.connect_site(connector, class.thing("site", site, "a connected site"))
  end
end

-- As on the property page, where no digit stands before the point: ".25, .5, 1, 4".
function properties.retry_interval(connector, text)
  text = (" " .. class.need_text("retry_interval", text)):gsub("([%s,])%.(%d)", "%10.%2")
  raw.connector.set_retries(connector, text:sub(2))
end

-- ---- a new one ----

local made_of = { "kind", "name", "to", "link" } -- what only a new one is given

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
    fail('exsim cannot do connectors of kind %s yet: it has "x400" and "ims"', core.quote(kind))
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

-- server:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
function class.server_methods.add_connector(self, options)
  class.need_options("server:add_connector", options, options_known)
  local kind = check_kind(options.kind)
  local target, host = far_end(options.to)
  if kind == "x400" and not target and not host then
    fail("an X.400 Connector leads somewhere: write to = a server or a host")
  end
  if kind == "ims" and target then
    fail("an Internet Mail Service leads to a host outside, not to server %s", target.name)
  end
  local link = options.link and class.thing("link", options.link, "link")
  return add(self, options, options.name and class.need_text("name", options.name), target, host,
             link)
end

class.define("server", class.server_methods,
             { clock = true, disk = true, queue = true, add_list = true, add_folder = true })

-- ---- a pair ----

local function pair_options()
  local names = { "name", "registry" }
  for name in pairs(properties) do
    if name ~= "connected_sites" then names[#names + 1] = name end
  end
  for _, key in ipairs(class.setting_keys "connector") do names[#names + 1] = key end
  return names
end

local pair_known = pair_options()

local function with_site(options, kind, site)
  local out = { kind = kind, connected_sites = { site } }
  for key, value in pairs(options) do
    if type(key) == "string" then out[key] = value end
  end
  return out
end

-- Both ends of a path, each with the other's site connected; one link of the pair's name. The far
-- end is called so too, with its server: "FAST (PAR1)". Returns both.
--   org:pair("x400", { name = "FAST", hub1, par1, cost = 1 })
function class.org_methods.pair(_, kind, options)
  kind = check_kind(kind)
  class.need_options("org:pair", options, pair_known, 2)
  if kind ~= "x400" then fail("a connector of kind %s has no far end to be paired with", kind) end
  local a = class.thing("server", options[1], "the first of a pair")
  local b = class.thing("server", options[2], "the second of a pair")
  if a == b then fail("a pair joins two servers: %s cannot be paired with itself", a.name) end
  local site_a, site_b = raw.server.site(a), raw.server.site(b)
  if site_a == site_b then
    fail("a pair joins two sites: %s and %s are both in %s", a.name, b.name, site_a.name)
  end
  local name = options.name and class.need_text("name", options.name) or
               ("%s-%s"):format(a.name, b.name)
  local link = raw.org.add_link(nil, name, a, b)
  local there = add(a, with_site(options, kind, site_b), name, b, nil, link)
  local back = add(b, with_site(options, kind, site_a), ("%s (%s)"):format(name, b.name), a, nil,
                   link)
  raw.connector.pair(there, back, name)
  return there, back
end

-- ---- methods ----

local connector = {}

function connector.set(self, options) class.set("connector", self, options, properties) end
function connector.remove(self) raw.connector.remove(self) end

class.define("connector", connector, { queue = true })

return connector
