-- seen_path.lua - the servers that handled a message, found backwards from where it ended.
--
-- Copies of a message go different ways; each end (delivered, returned, discarded) has a path of
-- its own: from its server to the server that transferred the message there, and so on.
--
-- SPDX-License-Identifier: MIT

local find = require "exsim.seen_find"

local path = {}

local is_end = { delivered = true, returned = true, discarded = true }

-- The server that the entry moves the message to, or nil.
local function moved_to(run, entry)
  if entry.kind ~= "transferred" or not entry.target or entry.target == 0 then return nil end
  local target = find.object(run, entry.target)
  return target.class == "server" and target.id or nil
end

-- The server where each entry happened; a host's entry happens at the server it came from.
local function locate(run, entries)
  local servers, last = {}, nil
  for i, entry in ipairs(entries) do
    local server = find.above(run, entry.actor, "server")
    servers[i] = server and server.id or last or false
    last = moved_to(run, entry) or servers[i]
  end
  return servers
end

local function trace_back(run, entries, servers, place)
  local here = moved_to(run, entries[place]) or servers[place]
  local out, i = { here }, place
  while i > 0 do
    if moved_to(run, entries[i]) == here and servers[i] then
      here = servers[i]
      table.insert(out, 1, here)
    end
    i = i - 1
  end
  return out
end

local function equal(a, b)
  if #a ~= #b then return false end
  for i, each in ipairs(a) do
    if b[i] ~= each then return false end
  end
  return true
end

local function in_words(run, ids)
  local names = {}
  for i, id in ipairs(ids) do names[i] = id and find.object(run, id).name or "?" end
  return table.concat(names, " > ")
end

-- Did any copy take this path? `entries` are all of the message.
function path.evaluate(run, entries, wanted)
  local servers, ends = locate(run, entries), {}
  for i, entry in ipairs(entries) do
    if is_end[entry.kind] then ends[#ends + 1] = i end
  end
  if #ends == 0 and #entries > 0 then ends[1] = #entries end
  local seen, known = {}, {}
  for _, place in ipairs(ends) do
    local ids = trace_back(run, entries, servers, place)
    if equal(ids, wanted) then return { pass = true, witness = entries[place].number } end
    local text = in_words(run, ids)
    if not known[text] then
      known[text] = true
      seen[#seen + 1] = text
    end
  end
  return {
    pass = false, witness = ends[1] and entries[ends[1]].number,
    expected = in_words(run, wanted),
    seen = #seen > 0 and table.concat(seen, "; ") or "nothing of it",
  }
end

return path
