-- One message to a list of lists, two hundred recipients at three sites: where it is expanded, how
-- many copies travel each link, and who hears of what cannot be delivered.
--
-- Read it along the clock. `exsim explain` tells the same of the message "news".

local exsim = require "exsim"

local scenario = exsim.scenario {
  title    = "One message, two hundred recipients",
  says     = { "a list is expanded on its expansion server, else in its home site by whoever gets the mail there",
               "a nested list is a recipient like any until it is expanded itself",
               "one copy goes to each next hop, for all recipients that lie there",
               "reports on members go to whom the list says" },
  products = { "4.0 SP5", "5.0 SP2", "5.5 SP4" },
  mutant   = { "EXPANSION_SERVER", "REMOTE_LIST_GOES_HOME", "LIST_RECURSION", "REPORT_BY_HISTORY" },
}

local function people(server, prefix, count)
  local list = {}
  for i = 1, count do list[i] = server:add_mailbox(prefix .. i) end
  return list
end

function scenario.build(org)
  local seattle, paris, tokyo = org:add_site "SEATTLE", org:add_site "PARIS", org:add_site "TOKYO"
  local sea1, sea2 = seattle:add_server "SEA1", seattle:add_server "SEA2"
  local par1, par2 = paris:add_server "PAR1", paris:add_server "PAR2"
  local tok1 = tokyo:add_server "TOK1"
  sea1:add_mailbox "ann"
  par1:add_mailbox "olga"

  -- 80 in Seattle on SEA1; 70 in Paris, 35 on each server; 50 in Tokyo: 200.
  local seattle_staff = people(sea1, "sea", 80)
  local paris_staff = people(par1, "par", 35)
  for _, each in ipairs(people(par2, "pas", 35)) do paris_staff[#paris_staff + 1] = each end
  local tokyo_staff = people(tok1, "tok", 50)

  -- par1 has lost its X.400 address: no MTA delivers to it. Paris tells the owner of its list.
  org:mailbox "par1":remove_proxy "X400:c=US;a= ;p=ORG;o=PARIS;s=par1;"
  seattle:add_list("seattle staff", { members = seattle_staff })
  paris:add_list("paris staff", { members = paris_staff, owner = "olga",
                                  report_to_owner = true, report_to_originator = false })
  tokyo:add_list("tokyo staff", { members = tokyo_staff })
  local everybody = seattle:add_list("everybody", {
    members = { "seattle staff", "paris staff", "tokyo staff" },
    expansion_server = sea2,
  })
  org:list "paris staff":add_member(everybody)                         -- by mistake: it goes round

  org:pair("x400", { name = "TO PARIS", sea1, par1, cost = 1 })
  org:pair("x400", { name = "TO TOKYO", sea1, tok1, cost = 1 })
end

function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "everybody", as = "news" } end)
  run:to "10:00"
end

function scenario.expect(seen)
  local news = seen:message "news"

  -- 09:00:00 Ann's store hands one recipient to the MTA of SEA1: the list. Its expansion server is
  -- SEA2, so one copy goes there.
  news:queued { queue = "SEA2" }:times(1)
  news:expanded { list = "everybody", server = "SEA2", members = 3 }:once():before "09:00:05"

  -- Of its members one is at home in Seattle, and expanded by the same MTA. The other two go home:
  -- back to SEA1, in one copy with the eighty of Seattle.
  news:expanded { list = "seattle staff", server = "SEA2", members = 80 }:once()

  -- SEA1 sends one copy over each link, whatever the number of recipients there.
  news:via "TO PARIS":once()
  news:via "TO TOKYO":once()
  news:expanded { list = "tokyo staff", server = "TOK1", members = 50 }:once()

  -- Paris: 70, and "everybody" by mistake. It was expanded before this list, and is not again.
  news:expanded { list = "paris staff", server = "PAR1", members = 71 }:once()
  news:left_out { list = "paris staff", member = "everybody", rule = "LIST_RECURSION" }:once()

  -- The thirty-five of PAR2 get theirs by one copy over the site's network.
  news:queued { queue = "PAR2" }:once()

  -- 199 have it once, and nobody twice.
  news:delivered():times(199):before "09:01"
  for _, name in ipairs { "sea1", "sea80", "par2", "par35", "pas35", "tok50" } do
    news:delivered_to(name):once()
  end

  -- par1 does not. The list says who hears of it: its owner, and not the sender.
  news:returned { recipient = "par1" }:once()
  seen:report "news":to "olga":once()
  seen:report "news":to "ann":never()
end

return scenario
