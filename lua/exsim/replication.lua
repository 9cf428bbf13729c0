-- replication.lua - Directory Replication Connectors, and what administrators do to directories.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"
require "exsim.world"

local raw = core.raw

-- ---- connectors ----

local properties = {}

-- schedule = "always" (every quarter hour), "never", "02:00-02:15"; every three hours if not said
function properties.schedule(replication, text)
  raw.replication.set_schedule(replication, class.need_text("schedule", text))
end

-- bridgehead = "S2": another server of the same site; both ways all objects come again
function properties.bridgehead(replication, server)
  raw.replication.move(replication, class.thing("server", server, "bridgehead"))
end

local function add(server, remote, name, options)
  local made = raw.server.add_replication(server, remote, name)
  if options.schedule ~= nil then properties.schedule(made, options.schedule) end
  return made
end

-- server:add_connector { kind = "dirrep", to = "BH2", schedule = "always" }: one end
function class.add_replication(server, options)
  class.need_options('server:add_connector { kind = "dirrep" }', options,
                     { "kind", "to", "name", "schedule" })
  return add(server, class.thing("server", options.to, "to, the remote bridgehead,"),
             options.name and class.need_text("name", options.name), options)
end

-- org:pair("dirrep", { "BH1", "BH2", name = "REP", schedule = "always" }): both ends
function class.pair_replications(options)
  class.need_options('org:pair "dirrep"', options, { "name", "schedule" }, 2)
  local a = class.thing("server", options[1], "the first of a pair")
  local b = class.thing("server", options[2], "the second of a pair")
  local name = options.name and class.need_text("name", options.name) or
               ("DR %s-%s"):format(a.name, b.name)
  return add(a, b, name, options), add(b, a, ("%s (%s)"):format(name, b.name), options)
end

-- org:replication "REP"; org:replication("REP", "BH2"), the end of a pair on that server
function class.org_methods.replication(_, name, home)
  class.need_text("the name of a Directory Replication Connector", name)
  if home ~= nil then
    home = class.thing("server", home, "a server")
    local far = ("%s (%s)"):format(name, home.name)
    if raw.org.find(nil, "replication", far) then name = far end
  end
  return class.thing("replication", name, "a Directory Replication Connector")
end

local replication = {}

function replication.set(self, options)
  class.need_options("replication:set", options, { "schedule", "bridgehead" })
  for _, name in ipairs { "schedule", "bridgehead" } do
    if options[name] ~= nil then properties[name](self, options[name]) end
  end
end

function replication.remove(self) raw.replication.remove(self) end

-- The button of the Sites page: replication:request_now(); { site = "PARIS" }; { all = true } asks
-- for every object, not for changes alone.
function replication.request_now(self, options)
  options = class.need_options("request_now", options or {}, { "site", "all" })
  local site = options.site and class.thing("site", options.site, "site")
  raw.replication.request_now(self, site, options.all == true)
end

class.define("replication", replication)

-- ---- directories ----

-- The button of a server's Directory Service: asks every server of its site.
function class.server_methods.update_now(self, options)
  options = class.need_options("update_now", options or {}, { "all" })
  raw.server.update_now(self, options.all == true)
end

-- server:delete_server "S3": an administrator deletes S3 from the site, on this server
function class.server_methods.delete_server(self, other)
  raw.server.delete_server(self, class.thing("server", other, "the server to delete"))
end

-- The knowledge consistency check, "Check Now" of a server's Directory Service.
function class.server_methods.check_consistency(self) raw.server.check_consistency(self) end

-- server:backup_directory(); server:restore_directory(): as it was backed up
function class.server_methods.backup_directory(self) raw.server.backup_directory(self) end
function class.server_methods.restore_directory(self) raw.server.restore_directory(self) end

-- server:authrest(1600): every USN of its directory is so much higher
function class.server_methods.authrest(self, amount)
  raw.server.advance_usn(self, class.need_integer("the amount", amount, 1, 1000000000))
end

-- server:modify("ann", "telephone 1"): an administrator changes the object on this server; { attribute = 11 }: its
-- custom attribute of that number, of which 11 to 15 stay in the site
function class.server_methods.modify(self, recipient, text, options)
  options = class.need_options("server:modify", options or {}, { "attribute" })
  local attribute = options.attribute and class.need_integer("attribute", options.attribute, 1, 15) or 0
  raw.server.modify(self, class.thing("recipient", recipient, "a recipient"),
                    class.need_text("what the object says", text), attribute > 10)
end

-- recipient:remove(), on its home server; recipient:remove "S2", on that one
function class.recipient_methods.remove(self, home)
  raw.recipient.remove(self, home and class.thing("server", home, "a server"))
end

class.define("recipient", class.recipient_methods)

return replication
