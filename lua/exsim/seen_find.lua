-- seen_find.lua - from the names in a scenario to the objects of the record.
--
-- A name that nothing bears is an error of the scenario, never a failed expectation: a broken
-- check must not look like the product's behaviour. Names are compared without case.
--
-- SPDX-License-Identifier: MIT

local words = require "exsim.seen_words"

local find = {}

local function fold(text) return text:lower() end
find.fold = fold

-- ---- objects ----

local function object(run, id)
  local known = run.objects[id]
  if not known then
    known = run.record:object(id)
    run.objects[id] = known
  end
  return known
end
find.object = object

-- All objects of a class, in the order added.
local function all(run, class)
  local known = run.by_class[class]
  if not known then
    known = {}
    for i, id in ipairs(run.record:objects(class)) do known[i] = object(run, id) end
    run.by_class[class] = known
  end
  return known
end
find.all = all

local function names(objects)
  local out = {}
  for i, each in ipairs(objects) do out[i] = each.name end
  return out
end

-- The object of this class and name: site, server, host.
function find.one(run, class, name)
  words.need_text("the name of a " .. class, name)
  local id = run.record:find_object(class, 0, name)
  if not id or id == 0 then words.unknown(class, name, names(all(run, class))) end
  return object(run, id)
end

-- The nearest of the object and those around it that is of this class, or nil.
function find.above(run, id, class)
  while id and id ~= 0 do
    local here = object(run, id)
    if here.class == class then return here end
    id = here.parent
  end
  return nil
end

-- ---- sets of ids ----

local function set_of(objects)
  local set = {}
  for _, each in ipairs(objects) do set[each.id] = true end
  return set
end

-- Both ends of a pair bear its name.
local function bears(each, folded)
  local pair = each.attributes and each.attributes.pair
  return fold(each.name) == folded or (pair and fold(pair) == folded)
end

local function named(objects, name)
  local out, folded = {}, fold(name)
  for _, each in ipairs(objects) do
    if bears(each, folded) then out[#out + 1] = each end
  end
  if #out > 0 then return out end
  for _, each in ipairs(objects) do
    if fold(each.title) == folded then out[#out + 1] = each end
  end
  return out
end

-- Connectors by name, title or kind ("ims" may be several), as a set of ids.
function find.connectors(run, name)
  words.need_text("the name of a connector", name)
  local connectors = all(run, "connector")
  local found = named(connectors, name)
  if #found == 0 then
    for _, each in ipairs(connectors) do
      if fold(each.attributes.kind or "") == fold(name) then found[#found + 1] = each end
    end
  end
  if #found == 0 and fold(name) == "none" then return { [0] = true } end
  if #found == 0 then
    local candidates = names(connectors)
    for _, each in ipairs(connectors) do
      local kind = each.attributes.kind
      if kind and not words.is_among(candidates, kind) then candidates[#candidates + 1] = kind end
    end
    words.unknown("connector", name, candidates)
  end
  return set_of(found)
end

-- Is the queue one that leads to one of these connectors?
function find.leads_to(run, queue_id, connectors)
  local queue = queue_id and queue_id ~= 0 and object(run, queue_id)
  local name = queue and queue.attributes.connector
  if not name then return false end
  for _, connector in ipairs(all(run, "connector")) do
    if connectors[connector.id] and connector.name == name then return true end
  end
  return false
end

-- What is of one of these classes and has this name, as a set of ids.
function find.any(run, classes, name)
  words.need_text("a name", name)
  local found, candidates = {}, {}
  for _, class in ipairs(classes) do
    for _, each in ipairs(named(all(run, class), name)) do found[#found + 1] = each end
    for _, each in ipairs(names(all(run, class))) do candidates[#candidates + 1] = each end
  end
  if #found == 0 then words.unknown(table.concat(classes, " or "), name, candidates) end
  return set_of(found)
end

-- ---- queues ----

local function queues_of(run, server)
  local out = {}
  for _, queue in ipairs(all(run, "queue")) do
    local home = find.above(run, queue.id, "server")
    if home and home.id == server.id then out[#out + 1] = queue end
  end
  return out
end

-- The connector that a queue of the MTA leads to, or nil.
local function connector_of(run, queue)
  local name = queue.attributes.connector
  if not name then return nil end
  for _, connector in ipairs(all(run, "connector")) do
    if connector.name == name then return connector end
  end
  return nil
end

local function kind_of(run, queue)
  local connector = connector_of(run, queue)
  return connector and connector.attributes.kind
end

local function of_kind(run, queues, kind)
  local out = {}
  for _, queue in ipairs(queues) do
    if fold(kind_of(run, queue) or "") == fold(kind) then out[#out + 1] = queue end
  end
  return out
end

-- By the name of the connector: a Site Connector's queues are called by their target servers.
local function of_connector(run, queues, name)
  local out, folded = {}, fold(name)
  for _, queue in ipairs(queues) do
    local connector = connector_of(run, queue)
    if connector and bears(connector, folded) then out[#out + 1] = queue end
  end
  return out
end

local function matching(run, queues, name)
  local found = named(queues, name)
  if #found == 0 then found = of_connector(run, queues, name) end
  return #found > 0 and found or of_kind(run, queues, name)
end

-- Every server can have these.
local of_any = { "pub", "ds", "outbox" }

-- A queue between two servers of a site is made when it is first used: until then it is empty. So
-- are those for public folders, for the directory, and the Outbox.
local function is_unused(run, server, name)
  if words.is_among(of_any, fold(name)) then return true end
  local id = run.record:find_object("server", 0, name)
  local far = id and id ~= 0 and object(run, id)
  return far and far.id ~= server.id and far.parent == server.parent
end

local function unknown_queue(run, server, queues, name)
  local candidates = names(queues)
  for _, queue in ipairs(queues) do
    local kind = kind_of(run, queue)
    if kind and not words.is_among(candidates, kind) then candidates[#candidates + 1] = kind end
  end
  words.unknown("queue of " .. server.name, name, candidates)
end

local function refuse_several(server, name, found)
  local quoted = {}
  for i, queue in ipairs(found) do quoted[i] = words.quote(queue.title) end
  words.fail("%s is more than one queue of %s: write one of %s", words.quote(name), server.name,
             table.concat(quoted, ", "))
end

-- A queue of a server: by connector name or kind, another server's name, "mts-out", "mts-in",
-- "out", "outbox", "mdb", "pub", "ds". Returns its id, or nil for one that was never used; and the server.
function find.queue(run, server_name, name)
  local server = find.one(run, "server", server_name)
  words.need_text("the name of a queue", name)
  local queues = queues_of(run, server)
  local found = matching(run, queues, name)
  if #found > 1 then refuse_several(server, name, found) end
  if #found == 1 then return found[1].id, server end
  if not is_unused(run, server, name) then unknown_queue(run, server, queues, name) end
  return nil, server
end

-- Queues of any server by name or kind, or { server, name }: a set of ids.
function find.queues(run, name)
  if type(name) == "table" then
    local id = find.queue(run, name[1], name[2])
    return id and { [id] = true } or {}
  end
  words.need_text("the name of a queue", name)
  local set, candidates, is_known = {}, {}, false
  for _, server in ipairs(all(run, "server")) do
    local queues = queues_of(run, server)
    for _, queue in ipairs(matching(run, queues, name)) do
      set[queue.id], is_known = true, true
    end
    for _, queue in ipairs(queues) do candidates[#candidates + 1] = queue.name end
    candidates[#candidates + 1] = server.name
    is_known = is_known or fold(server.name) == fold(name)
  end
  if not is_known then words.unknown("queue", name, candidates) end
  return set
end

-- ---- messages ----

local function by_serial(run, serial)
  local is_there = serial > 0 and
    #run.record:entries { kinds = "submitted report", message = serial } > 0
  if not is_there and not run.dry then words.fail("no message number %d", serial) end
  return serial, tostring(serial)
end

-- A message by the name that send gave it, or the number that send returned. Returns its number,
-- and how it is called in texts.
function find.message(run, name)
  if math.type(name) == "integer" then return by_serial(run, name) end
  if type(name) ~= "string" then
    words.fail("a message is called by the name that send gave it (as = ...), not %s",
               words.kind_of(name))
  end
  local serial = run.record:find_message(name)
  if (not serial or serial == 0) and not run.dry then
    words.unknown("message", name, run.record:message_names())
  end
  return serial or 0, words.quote(name)
end

-- ---- recipients ----

-- The addresses of a recipient, as the record writes them, folded.
local function addresses_of(recipient)
  local set, attributes = {}, recipient.attributes
  if attributes.dn then set["ex:" .. fold(attributes.dn)] = true end
  if attributes.x400 then set["x400:" .. fold(attributes.x400)] = true end
  if attributes.smtp then set["smtp:" .. fold(attributes.smtp)] = true end
  if attributes.target then set[fold(attributes.target)] = true end
  return set
end

-- The text as an address with its type, folded; nil: it looks like none.
local function as_address(text)
  local folded = fold(text)
  if folded:find("^%w+:") then return folded end
  if folded:find("@", 1, true) then return "smtp:" .. folded end
  if folded:find("/o=", 1, true) == 1 then return "ex:" .. folded end
  if folded:find("^c=") then return "x400:" .. folded end
  return nil
end

local function owner_of(run, address)
  for _, recipient in ipairs(all(run, "recipient")) do
    if addresses_of(recipient)[address] then return recipient end
  end
  return nil
end

-- Who is meant by an alias or an address: a set of folded addresses; and whether the
-- organisation has that recipient.
function find.recipient(run, name)
  words.need_text("a recipient", name)
  local id = run.record:find_object("recipient", 0, name)
  if id and id ~= 0 then return addresses_of(object(run, id)), true end
  local address = as_address(name)
  if not address then words.unknown("recipient", name, names(all(run, "recipient"))) end
  local owner = owner_of(run, address)
  if owner then return addresses_of(owner), true end
  return { [address] = true }, false
end

-- Entries of kinds that a record with less detail does not keep: then there are none.
local function kept_entries(run, kinds, message)
  local is_kept, list = pcall(run.record.entries, run.record, { kinds = kinds, message = message })
  return is_kept and list or {}
end

-- The addresses that the record knows of a message, folded address -> as written, and the list.
local function known_recipients(run, serial)
  local seen, list = {}, {}
  for _, kinds in ipairs { "resolved", "routed", "delivered returned discarded" } do
    for _, entry in ipairs(kept_entries(run, kinds, serial)) do
      local folded = fold(entry.recipient)
      if not seen[folded] then
        seen[folded] = true
        list[#list + 1] = entry.recipient
      end
    end
  end
  return seen, list
end

-- An address outside, of which the message is known not to be: a misspelt one.
function find.need_addressee(run, serial, name, set)
  local submitted = run.record:entries { kinds = "submitted", message = serial }[1]
  local known, list = known_recipients(run, serial)
  if not submitted or #list < submitted.recipients then return end
  for address in pairs(set) do
    if known[address] then return end
  end
  local candidates = {}
  for i, address in ipairs(list) do
    local plain = address:gsub("^SMTP:", "")
    candidates[i] = plain
  end
  words.unknown("recipient of this message", name, candidates)
end

-- Does the address that was typed lead to one of the set? A proxy does by what it resolved to.
function find.is_recipient(run, set, message, typed)
  if set[fold(typed)] then return true end
  local known = run.resolved[message]
  if not known then
    known = {}
    for _, entry in ipairs(kept_entries(run, "resolved", message)) do
      known[fold(entry.recipient)] = fold(entry.address)
    end
    run.resolved[message] = known
  end
  local address = known[fold(typed)]
  return address ~= nil and set[address] == true
end

return find
