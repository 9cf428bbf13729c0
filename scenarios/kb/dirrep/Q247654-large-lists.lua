-- A list with very many members does not go into the version store: its naming context does not
-- replicate any more.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q247654",
  title    = "Replication does not work, event 1171",
  says     = { "a list of more than 5,000 members: all of them must be loaded into the version store",
               "event 1171 with -1069, 1082 for the list, 1083 for the naming context; replication of it does not work",
               "nested lists of about 5,000 do replicate",
               "so does a list with a higher value of EDB max ver pages on the servers that receive it" },
  products = { "5.0 SP2", "5.5 SP4" },
  mutant   = { "VERSION_STORE" },
}

local members = 6000

local function build(pages)
  return function(org)
    local site = org:add_site "SITE"
    local a = site:add_server "A"
    local b = site:add_server "B"
    org:set { timed_replication = true }
    for i = 1, members do a:add_mailbox("m" .. i) end
    if pages then b:set { registry = { ["EDB max ver pages (increment over the minimum)"] = pages } } end
  end
end

local function names(from, to)
  local out = {}
  for i = from, to do out[#out + 1] = "m" .. i end
  return out
end

local function one_list(run, org)
  run:at("09:00", function() org:site "SITE":add_list("ALL", { members = names(1, members), server = "A" }) end)
  run:at("09:01", function() org:server "A":add_mailbox "new" end)
  run:to "11:00"
end

scenario.case("6000 members", {
  build = build(), drive = one_list,
  expect = function(seen)
    seen:event(1171, { server = "B" }):text "e0010004":text "-1069":at_least(1)
    seen:event(1082, { server = "B" }):text "cn=Recipients/cn=ALL":at_least(1)
    seen:event(1083, { server = "B" }):text "naming context /o=ORG/ou=SITE":text "cn=Servers/cn=A":at_least(1)
    seen:directory "B":at "11:00":lacks "ALL"
    seen:directory "B":at "11:00":lacks "new"
  end,
})

scenario.case("2000 pages", {
  build = build(2000), drive = one_list,
  expect = function(seen)
    seen:event(1171):never()
    seen:directory "B":at "11:00":knows "ALL"
    seen:directory "B":at "11:00":knows "new"
  end,
})

scenario.case("nested", {
  build = build(),
  drive = function(run, org)
    run:at("09:00", function()
      local site = org:site "SITE"
      site:add_list("ONE", { members = names(1, 3000), server = "A" })
      site:add_list("TWO", { members = names(3001, members), server = "A" })
      site:add_list("ALL", { members = { "ONE", "TWO" }, server = "A" })
    end)
    run:to "11:00"
  end,
  expect = function(seen)
    seen:event(1171):never()
    seen:directory "B":at "11:00":knows "ALL"
  end,
})

return scenario
