-- A list of 6000 members: no limit, only time.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q149191",
  title    = "A distribution list of any size, nested or not, is expanded in full",
  says     = { "the number of members is not limited: tested to 6000; it takes the longer the more there are",
               "lists can be nested" },
  products = { "4.0 SP5" },
  mutant   = { "LIST_RECURSION", "MEMBER_ONCE" },
}

local COUNT <const>, EACH <const> = 6000, 1000

-- (ours): six lists of 1000 in one; the last of them has the whole again, and somebody of the first
function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  s1:add_mailbox "ann"
  local parts = {}
  for part = 1, COUNT // EACH do
    local members = {}
    for i = 1, EACH do members[i] = s1:add_mailbox(("m%d"):format((part - 1) * EACH + i)) end
    parts[part] = site:add_list("part " .. part, { members = members })
  end
  local all = site:add_list("all", { members = parts })
  parts[#parts]:add_member(all)
  parts[#parts]:add_member "m1"
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "part 1", as = "one" } end)
  run:at("10:00", function() org:send { from = "ann", to = "all", as = "all" } end)
  run:to "11:00"
end

function scenario.expect(seen)
  seen:message "one":delivered():times(EACH)
  seen:message "one":delivered():before "09:00:05"
  seen:message "all":delivered():times(COUNT)
  seen:message "all":delivered():after "10:00:05"
  seen:message "all":expanded { list = "all" }:once()
  seen:inferred():message "all":left_out { list = "part 6", member = "all", rule = "LIST_RECURSION" }:once()
  seen:inferred():message "all":delivered_to "m1":once()
end

return scenario
