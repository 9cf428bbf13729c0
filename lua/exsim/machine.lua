-- machine.lua - a server's clock and disk, the files of its MTA's database, and its public folders.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
require "exsim.world"

local raw, fail = core.raw, class.fail

-- ---- clocks ----

local clock = {}

-- clock:zone "UTC-8"; "Pacific (DST 1998-04-05 02:00 .. 1998-10-25 02:00)"
function clock.zone(self, text) raw.clock.set_zone(self, class.need_text("zone", text)) end

-- clock:skew "1 h", fast; "-30 min", slow
function clock.skew(self, text) raw.clock.set_skew(self, class.need_text("skew", text)) end

-- What it shows, as text.
function clock.shows(self) return core.format_time(raw.clock.wall(self)) end

class.define("clock", clock)

-- server:clock { zone = "UTC-8", skew = "5 min" }; server:clock():skew "1 h"
function class.server_methods.clock(self, options)
  local made = raw.server.clock(self)
  if options ~= nil then
    class.need_options("server:clock", options, { "zone", "skew" })
    if options.zone then clock.zone(made, options.zone) end
    if options.skew then clock.skew(made, options.skew) end
  end
  return made
end

function class.org_methods.clock(_, home)
  return raw.server.clock(class.thing("server", home, "a server"))
end

-- ---- disks ----

local disk = {}

local function size_of(what, size)
  if type(size) ~= "string" and math.type(size) ~= "integer" then
    fail('%s is a size, "20 MB", not %s', what, class.describe(size))
  end
  return core.parse_size(size)
end

-- disk:fill "2 MB" takes so much of what is free; disk:fill() all of it.
function disk.fill(self, size)
  local free = raw.disk.free(self)
  raw.disk.set_free(self, size == nil and 0 or math.max(0, free - size_of("fill", size)))
end

-- disk:free "100 MB" gives so much back.
function disk.free(self, size)
  raw.disk.set_free(self, raw.disk.free(self) + size_of("free", size))
end

-- disk:set { free = "12 MB" }
function disk.set(self, options)
  class.need_options("disk:set", options, { "free" })
  raw.disk.set_free(self, size_of("free", options.free))
end

class.define("disk", disk)

function class.server_methods.disk(self) return raw.server.disk(self) end

function class.org_methods.disk(_, home)
  return raw.server.disk(class.thing("server", home, "a server"))
end

-- ---- the MTA's files ----

local of_files = { ["file lost"] = true, ["file damaged"] = true, ["object unreadable"] = true,
                   ["object not locked"] = true }

local function set_fault(server, kind, file, is_on)
  class.need_text("a fault", kind)
  if of_files[kind] then
    raw.server.fault(server, kind, class.need_text("the file", file), is_on)
  elseif file ~= nil then
    fail('only of files and objects is a file said, not of %s',
         core.quote(kind))
  else
    raw.server.fault(server, kind, nil, is_on)
  end
end

-- server:fault "dat file locked"; "not marked used"; "dat files grow"; "files read-only";
-- "mtacheck log read-only"; "wrong database path"; "wrong X500 DN";
-- server:fault("file lost", "DB000001.DAT"); "file damaged", "object unreadable", "object not locked"
function class.server_methods.fault(self, kind, file) set_fault(self, kind, file, true) end
function class.server_methods.repair(self, kind, file) set_fault(self, kind, file, false) end

-- The file of a message that stands in this MTA: server:file "first" is "DB00002D.DAT".
function class.server_methods.file(self, message) return raw.server.file(self, message) end

-- server:restore "DB000001.DAT": copies a core file from BOOTENV. The MTA must be stopped.
function class.server_methods.restore(self, file)
  raw.server.restore(self, class.need_text("the file", file))
end

-- ---- public folders ----

local page_options = { "default_role", "roles", "forms", "listed_forms" }
local folder_options = { "replicas", "schedule", "alias", "proxies", table.unpack(page_options) }

-- Who may post, and with what forms.
local function set_folder(self, name, options)
  if options.default_role then
    raw.server.set_folder_role(self, name, nil, class.need_text("default_role", options.default_role))
  end
  if options.roles and type(options.roles) ~= "table" then
    fail('roles are a table, { ann = "author" }, not %s', class.describe(options.roles))
  end
  for user, role in pairs(options.roles or {}) do
    raw.server.set_folder_role(self, name, class.thing("recipient", user, "a user"), class.need_text("a role", role))
  end
  if options.forms or options.listed_forms then
    local forms = options.forms and class.need_text("forms", options.forms) or "listed and standard"
    raw.server.set_folder_forms(self, name, forms, class.list(options.listed_forms or {}))
  end
end

-- server:add_folder("NEWS", { replicas = { "S2" }, schedule = "never" }): a public folder of this server,
-- with replicas on others. It replicates always, which is at an interval, or never. With an alias it is a
-- recipient: alias = "news", proxies = "SMTP:news@example.com", default_role = "none", roles = { ann = "author" },
-- forms = "any", "listed", "listed and standard", listed_forms = { "IPM.Note.Order" }.
function class.server_methods.add_folder(self, name, options)
  options = class.need_options("server:add_folder", options or {}, folder_options)
  local replicas = {}
  for i, each in ipairs(class.list(options.replicas or {})) do
    replicas[i] = class.thing("server", each, "a replica")
  end
  local schedule = options.schedule or "always"
  if schedule ~= "always" and schedule ~= "never" then
    fail('the schedule of a folder is "always" or "never", not %s', core.quote(schedule))
  end
  if options.proxies and not options.alias then
    fail("proxies are of a folder with an alias: write alias = as well")
  end
  raw.server.add_folder(self, class.need_text("the name of a folder", name), replicas, schedule == "never")
  if options.alias then
    raw.server.mail_folder(self, name, class.need_text("alias", options.alias))
    for _, proxy in ipairs(class.list(options.proxies or {})) do
      raw.recipient.add_proxy(class.thing("recipient", options.alias, "alias"), proxy)
    end
  end
  set_folder(self, name, options)
end

-- server:set_folder("NEWS", { default_role = "contributor" }): the same of a folder that is there
function class.server_methods.set_folder(self, name, options)
  set_folder(self, class.need_text("the folder", name), class.need_options("server:set_folder", options, page_options))
end

-- server:add_replica "NEWS": here too
function class.server_methods.add_replica(self, name)
  raw.server.add_replica(self, class.need_text("the folder", name))
end

-- server:post("NEWS", 3): so many items more, in its replica; server:post("NEWS", 3, "50 K"), of that size
function class.server_methods.post(self, name, items, size)
  raw.server.post(self, class.need_text("the folder", name),
                  class.need_integer("items", items or 1, 1, 1000000), size and core.parse_size(size) or 0)
end

function class.server_methods.delete_folder(self, name)
  raw.server.delete_folder(self, class.need_text("the folder", name))
end

-- ---- queues and files ----

-- server:delete "first", from the page of its queue in this MTA
function class.server_methods.delete(self, message) raw.server.delete(self, message) end

-- The command-line mtacheck: what it says, line by line. The MTA must be stopped.
-- server:mtacheck(); server:mtacheck "/v /rd"; server:mtacheck("/v", { product = "5.5" })
function class.server_methods.mtacheck(self, switches, options)
  options = class.need_options("server:mtacheck", options or {}, { "product" })
  return raw.server.mtacheck(self, switches, options.product)
end

function class.server_methods.crash(self) raw.server.crash(self) end

return class
