-- An Internet Mail Connector that only the members of large lists may use: the MTA expands the lists
-- for each message, and its work queue grows, until it keeps what it has read.

local exsim = require "exsim"

local scenario = exsim.scenario {
  article  = "Q158590",
  title    = "Delivery restrictions by lists slow the MTA down",
  says     = { "access to a connector is limited by distribution lists: each message is checked, and the lists have to be expanded",
               "work queue 2000, 0.1 messages and 30 directory lookups a second; the queues of the Administrator program show nothing",
               "the larger the lists, and the deeper they are nested, the slower",
               "corrected in 4.0 SP4 and 5.0 SP1 (Q158699, Q168735): DL Member Cache Size, 15000 by default" },
  products = { "4.0 SP3", "4.0 SP4", "5.0", "5.0 SP1", "5.5 SP4" },
  fixed    = { "4.0 SP4", "5.0 SP1", "5.5" },
  mutant   = { "SENDER_LISTS_TAKE_TIME", "SENDER_LISTS_CACHED", "LISTS_STAND_FOR_MEMBERS" },
}

local MESSAGES <const>, MEMBERS <const> = 2001, 298 -- (ours): 300 lookups, so that 30 a second are 0.1 messages

function scenario.build(org)
  local site = org:add_site "SITE"
  local s1 = site:add_server "S1"
  local people = {}
  for i = 1, MEMBERS do people[i] = s1:add_mailbox("p" .. i) end
  local halves = {
    site:add_list("one", { members = table.move(people, 1, MEMBERS // 2, 1, {}) }),
    site:add_list("two", { members = table.move(people, MEMBERS // 2 + 1, MEMBERS, 1, {}) }),
  }
  s1:add_mailbox "eve"
  s1:add_connector { kind = "ims", spaces = "SMTP:*", accept_from = halves }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end

-- (ours): all of them at once; one of the others an hour later
local function drive(size)
  return function(run, org)
    if size then org:server "S1":set { registry = { ["DL Member Cache Size"] = size } } end
    run:at("09:00", function()
      for i = 1, MESSAGES do org:send { from = "p1", to = "x@example.com", as = "m" .. i } end
    end)
    run:at("10:00", function() org:send { from = "eve", to = "x@example.com", as = "eve's" } end)
    run:to "18:00"
  end
end

-- After five minutes; and the others after a day's work.
local function slow(seen)
  seen:counter("S1", "Work Queue Length"):at "09:10":is_at_least(1930)
  seen:counter("S1", "Work Queue Length"):at "09:10":is_at_most(1945)
  seen:queue("S1", "ims"):at "09:10":holds(0)
  seen:message "m61":handed_off():after "09:10":before "09:11"
  seen:message "m361":handed_off():after "10:00":before "10:01"
end

-- What is kept is read once a minute: each time the next message waits for ten seconds.
local function fast(seen)
  seen:counter("S1", "Work Queue Length"):at "09:10":is_at_most(1)
  seen:inferred():message "m361":handed_off():before "09:02"
  seen:inferred():report "eve's":to "eve":once()
end

scenario.case("as it is", { drive = drive(), unfixed = slow, fixed = fast })

-- A cache that the lists do not fit in is none (ours).
scenario.case("a small cache", {
  drive = drive(100),
  expect = function(seen)
    seen:inferred():counter("S1", "Work Queue Length"):at "09:10":is_at_least(1930)
  end,
})

return scenario
