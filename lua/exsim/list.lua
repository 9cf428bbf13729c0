-- list.lua - what a distribution list may be given besides what every recipient may, new or later.
--
-- SPDX-License-Identifier: MIT

local core = require "exsim.core"
local class = require "exsim.class"

local raw = core.raw

local list_properties = {} -- name -> function(list, value)

-- members = { "ann", "other list" }: those it has from now
function list_properties.members(list, members)
  local handles = {}
  for i, each in ipairs(class.list(members)) do
    handles[i] = class.thing("recipient", each, "a member")
  end
  raw.recipient.set_members(list, handles)
end

-- expansion_server = "S2"; "any"
function list_properties.expansion_server(list, home)
  raw.recipient.set_expansion_server(list, home ~= "any" and
                                           class.thing("server", home, "expansion_server") or nil)
end

-- owner = "olga"; "none"
function list_properties.owner(list, owner)
  raw.recipient.set_owner(list, owner ~= "none" and class.thing("recipient", owner, "owner") or nil)
end

-- size_limit = "25 K"; 0: none
function list_properties.size_limit(list, size)
  raw.recipient.set_size_limit(list, core.parse_size(size))
end

for _, flag in ipairs { "report_to_owner", "report_to_originator", "allow_oof", "hide_members" } do
  list_properties[flag] = function(list, value)
    raw.recipient.set_list_flag(list, flag, class.need_flag(flag, value))
  end
end

return list_properties
