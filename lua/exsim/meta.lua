---@meta exsim
-- meta.lua - LuaCATS annotations of the scenario language, for editors. No code: a test keeps its
-- names equal to those of the library. meta_server.lua has servers, meta_seen.lua the language of
-- expectations.
--
-- SPDX-License-Identifier: MIT
-- luacheck: ignore

---@alias exsim.Moment string a time not past: "09:00", "Mon 09:00", "1998-03-04 09:00", "+10 min"
---@alias exsim.Duration string "310 s", "10 min", "2 d", "1 h 30 min"
---@alias exsim.Zone string "UTC-8", "UTC+5:30", "Pacific", "UTC-8 (DST 1998-04-05 02:00 .. 1998-10-25 02:00)"
---@alias exsim.Size string|integer "30 K", "2 MB", or bytes
---@alias exsim.Product string "5.5 SP3", "5.5.2654.38", "4.0"
---@alias exsim.Since string|string[] products, each the first of its line, or rules: "5.5 SP1", "LEAST_COST_ONLY"
---@alias exsim.SiteName exsim.Site|string
---@alias exsim.ServerName exsim.Server|string
---@alias exsim.HostName exsim.Host|string
---@alias exsim.LinkName exsim.Link|string
---@alias exsim.Senders exsim.Recipient|string|(exsim.Recipient|string)[] those on the list; "none"
---@alias exsim.Addressee exsim.Recipient|string an alias, or an address: "x@example.com", "X400:c=US;s=x"

---@class exsim.Header
---@field article? string the article that this reproduces, "Q263714"
---@field title? string
---@field organization? string "ORG" if not said
---@field says? string|string[] what the article states
---@field products? exsim.Product|exsim.Product[] what to run on; "5.5 SP4" if not said
---@field since? exsim.Since from where on the scenario makes sense
---@field fixed? exsim.Since which products have the fix
---@field mutant? string|string[] rules without which an expectation fails
---@field start? string "1998-03-02 08:00" if not said
---@field seed? integer 1 if not said
---@field country? string "US" if not said
---@field admd? string blank if not said
---@field prmd? string of the organisation's name if not said
---@field limits? { memory: exsim.Size, instructions: integer, messages: integer, objects: integer }

---@class exsim.Case
---@field build? fun(org: exsim.Org) the scenario's if not said
---@field drive? fun(run: exsim.Run, org: exsim.Org) the scenario's if not said
---@field expect? fun(seen: exsim.Seen) holds on every product
---@field fixed? fun(seen: exsim.Seen) holds on products that have the header's fix
---@field unfixed? fun(seen: exsim.Seen) holds on the others
---@field since? exsim.Since

---@class exsim.Scenario
---@field build fun(org: exsim.Org)
---@field drive fun(run: exsim.Run, org: exsim.Org)
---@field expect fun(seen: exsim.Seen)
---@field fixed fun(seen: exsim.Seen)
---@field unfixed fun(seen: exsim.Seen)
---@field case fun(name: string, case: exsim.Case)

---@class exsim
local exsim = {}

---Begins a scenario; the file returns it at its end.
---@param header exsim.Header
---@return exsim.Scenario
function exsim.scenario(header) end

---The organisation.
---@class exsim.Org
---@field name string
local Org = {}

---@param name string
---@return exsim.Site
function Org:add_site(name) end

---@param name string
---@return exsim.Site
function Org:site(name) end

---@param name string
---@return exsim.Server
function Org:server(name) end

---@param name string
---@return exsim.Recipient
function Org:mailbox(name) end

---@param name string
---@return exsim.Recipient
function Org:list(name) end

---@param name string
---@return exsim.Recipient
function Org:recipient(name) end

---A connector by its name; of a pair the end on that server.
---@param name string
---@param server? exsim.ServerName
---@return exsim.Connector
function Org:connector(name, server) end

---A Directory Replication Connector by its name; of a pair the end on that server.
---@param name string
---@param server? exsim.ServerName
---@return exsim.Replication
function Org:replication(name, server) end

---@param name string
---@return exsim.Host
function Org:host(name) end

---A link by its name, or the path between two servers.
---@param name exsim.ServerName
---@param other? exsim.ServerName
---@return exsim.Link
function Org:link(name, other) end

---@param server exsim.ServerName
---@param name "mta"|"store"|"ims"|string
---@return exsim.Service
function Org:service(server, name) end

---@param server exsim.ServerName
---@return exsim.Clock
function Org:clock(server) end

---The disk of a server's MTA database.
---@param server exsim.ServerName
---@return exsim.Disk
function Org:disk(server) end

---A custom recipient, on the first server if none is said.
---@param name string
---@param options { target: string, server: exsim.ServerName, proxies: string|string[] }
---@return exsim.Recipient
function Org:add_recipient(name, options) end

---A host outside: what answers for a domain.
---@param name string
---@param options? { mx_for: string|string[], preference: integer, a_for: string|string[], ip: string, server: exsim.ServerName, up: boolean, etrn: boolean } a_for: domains without an MX record; server: our own, with its Internet Mail Service; etrn: it says that it knows ETRN
---@return exsim.Host
function Org:add_host(name, options) end

---A CNAME record in DNS.
---@param name string
---@param target string
function Org:add_cname(name, target) end

---A path that connectors can share.
---@param name string
---@param ends (exsim.ServerName|exsim.HostName)[] two
---@return exsim.Link
function Org:add_link(name, ends) end

---Connectors at both ends, each with the other's site connected, and one link of that name. The
---far end is called "NAME (SERVER)".
---@param kind "x400"|"site"|"ras"|"dirrep"
---@param options { [1]: exsim.ServerName, [2]: exsim.ServerName, name: string, targets: exsim.ServerName|exsim.TargetServer[], cost: integer, schedule: string, spaces: exsim.Space[], registry: table<string, any>, [string]: any }
---@return exsim.Connector there
---@return exsim.Connector back
function Org:pair(kind, options) end

---@alias exsim.Flaw "wrong content length"|"bad list member"|"long list member"|"corrupt"|"corrupt with lists"|"large text body"|"receipt that a rule moves"|"malformed originator DN"|"headers over 32 KB"|"unreadable by MAPI"|"empty From"|"picture that is not exported"|"no Contents field"|"link record without nulls"

---@class exsim.Mail
---@field from exsim.Recipient|string
---@field to exsim.Addressee|exsim.Addressee[]
---@field cc? exsim.Addressee|exsim.Addressee[]
---@field as? string what expectations call it
---@field size? exsim.Size "1 K" if not said
---@field priority? "urgent"|"normal"|"non-urgent"
---@field kind? "message"|"probe"|"report"|"system"
---@field defer? exsim.Moment deferred delivery: not before this time
---@field latest? exsim.Moment latest delivery: not after this time
---@field client? "4.0"|"5.0"|"Outlook 97"|"Outlook 98" what it is sent by
---@field malformed? boolean its content cannot be converted for a connector without exchange_contents
---@field flaw? exsim.Flaw what is wrong with it, that some service trips over
---@field header? exsim.Size of that: what a gateway writes of sender and recipients
---@field no_expansion? boolean the sender prohibits the expansion of lists
---@field receipt? boolean it asks for a receipt of its delivery
---@field resend? string|integer a message: once more to those whom reports on it name
---@field form? string the client's form, if no standard one: "IPM.Note.Order"
---@field submit? exsim.Moment deferred submission: it waits in the Outbox until then

---@param mail exsim.Mail
---@return integer serial
function Org:send(mail) end

---Changes the priority of a message that waits.
---@param message string|integer
---@param priority "urgent"|"normal"|"non-urgent"
function Org:set_priority(message, priority) end

---Out of the sender's Outbox; false if it is not there, or no more.
---@param message string
---@return boolean
function Org:withdraw(message) end

---Directory replication and routing calculation, until nothing changes any more.
---@param options? { rounds: integer }
function Org:replicate(options) end

---@param values table<string, any> settings, and registry = { ["Value name"] = ... }
function Org:set(values) end

---@class exsim.Site
---@field name string
local Site = {}

---@class exsim.Installed
---@field product? exsim.Product
---@field builds? { mta: exsim.Product, store: exsim.Product, ims: exsim.Product, rid: exsim.Product, ds: exsim.Product }
---@field fixes? string|string[] articles, "Q217131"

---@param name string
---@param options? exsim.Installed
---@return exsim.Server
function Site:add_server(name, options) end

---"Recalculate Routing": calculates the routing table now.
function Site:calculate() end

---Takes an entry of the Site-Proxy-Space away, as in raw mode; it stays away until it is compiled anew.
---@param space string "X400:c=US;a=MCI"
function Site:remove_site_proxy(space) end

---A distribution list.
---@param name string
---@param options? exsim.ListOptions
---@return exsim.Recipient
function Site:add_list(name, options) end

---@param values table<string, any> x400_address, calculation_server, calculation_schedule, settings
function Site:set(values) end

---@class exsim.ListOptions
---@field members? (exsim.Recipient|string)[]
---@field expansion_server? exsim.ServerName of its site; "any" if not said
---@field owner? exsim.Recipient|string
---@field report_to_owner? boolean of members that mail does not reach
---@field report_to_originator? boolean true if not said
---@field allow_oof? boolean out-of-office messages to the originator, true if not said
---@field size_limit? exsim.Size
---@field hide_members? boolean
---@field hidden? boolean
---@field alias? string
---@field proxies? string|string[]
---@field server? exsim.ServerName on which it is made; the site's first if not said

---A mailbox, a custom recipient or a distribution list.
---@class exsim.Recipient
---@field name string
local Recipient = {}

---@param values exsim.RecipientValues|exsim.ListOptions
function Recipient:set(values) end

---A list's.
---@return exsim.Recipient[]
function Recipient:members() end

---@param member exsim.Recipient|string
function Recipient:add_member(member) end

---@param member exsim.Recipient|string
function Recipient:remove_member(member) end

---Deletes its directory object, on its home server if none is said.
---@param server? exsim.ServerName of its site
function Recipient:remove(server) end

---@param proxy string
function Recipient:remove_proxy(proxy) end

---To another server of its site.
---@param server exsim.ServerName
function Recipient:move(server) end

---Its addresses but the DN, in the order added.
---@return string[]
function Recipient:proxies() end

---@return string
function Recipient:dn() end

---@class exsim.Connector
---@field name string
local Connector = {}

---@param values table<string, any> cost, spaces, connected_sites, targets, bridgehead, schedule, retry_interval, settings
function Connector:set(values) end

function Connector:remove() end

---One end of a Directory Replication Connector.
---@class exsim.Replication
---@field name string
local Replication = {}

---@param values { schedule: "always"|"never"|string, bridgehead: exsim.ServerName } "always": every quarter hour
function Replication:set(values) end

---The site forgets what it knew by it, an hour later or when its consistency is checked.
function Replication:remove() end

---Asks now, of all sites that are known by it or of one; `all`: for all objects.
---@param options? { site: exsim.SiteName, all: boolean }
function Replication:request_now(options) end

---@class exsim.Link
---@field name string
local Link = {}

---An open times out, and what is under way is lost.
function Link:cut() end

---An open is refused at once; what is open stays.
function Link:refuse() end

---An open times out; what is open stays.
function Link:hang() end

function Link:restore() end

---Between servers of a site: what is open over it stays open, and nothing is sent over it any more.
function Link:strand() end

---Between servers of a site: what is being sent over it now was sent before the receiver was ready.
function Link:stick() end

---@param values { latency: exsim.Duration, bandwidth: integer }
function Link:set(values) end

---@class exsim.Host
---@field name string
local Host = {}

---A line of its script: the first that fits speaks. An empty table takes all lines away.
---@param line { [1]: "CONNECT"|"RCPT"|"DATA", [2]: string, times: integer, to: string } DATA may be answered by "reset"
function Host:answers(line) end

---Asks a server's Internet Mail Service for the mail that waits for a domain.
---@param options { [1]: string, via: string }
function Host:etrn(options) end

---Mail that it keeps until it is asked by ETRN for the recipient's domain.
---@param mail { from: string, to: string, size: exsim.Size, as: string }
function Host:holds(mail) end

function Host:down() end

function Host:up() end

---To the Internet Mail Service of a server, or over the X.400 Connector that leads to the host.
---@param mail { from: string, to: exsim.Addressee|exsim.Addressee[], cc: exsim.Addressee|exsim.Addressee[], via: exsim.ServerName|exsim.Connector, reply: string|integer, size: exsim.Size, as: string, malformed: boolean, by: "ims"|"msmail"|"ccmail"|"notes"|"snads"|"edk", priority: string, urgent_right: boolean, flaw: exsim.Flaw, on: string, logged_on: boolean|"failed", disclose: boolean, receipt: boolean, report: boolean, form: string }
---@return integer? serial nothing: the service refused the call
function Host:send(mail) end

---A foreign X.400 system passes mail for these spaces on, over the connector that it came by or `by`.
---@param spaces string|{ [integer]: string, by: exsim.Connector|string }
function Host:routes(spaces) end

---What a foreign X.400 system makes of the trace that comes with mail. loop_check: a loop is a second
---entry of its own domain without a reroute since, no entry at all, or a second entry of any domain;
---bilateral_info = false: it refuses mail with Exchange's per-domain bilateral information.
---loop_limit: how often a system beyond a gateway passes a message on before it finds a loop.
---An SMTP host gives receipts: receipts = true.
---@param values { loop_check: "own"|"none"|"any", loop_limit: integer, bilateral_info: boolean, receipts: boolean }
function Host:set(values) end

---An SMTP host takes mail for these addresses, and sends a report of its own back.
---@param addresses string|string[]
function Host:returns(addresses) end

---Who has these addresses answers every message, reports too.
---@param addresses string|string[]
function Host:replies(addresses) end

---A foreign X.400 system, or one behind a gateway but SMTP, knows these addresses only.
---@param addresses string|string[]
function Host:knows(addresses) end

---@class exsim.Service
---@field name string
local Service = {}

function Service:start() end

function Service:stop() end

---An unclean stop.
function Service:crash() end

---@return boolean
function Service:is_running() end

---Something is wrong with the spool of an Internet Mail Service; or, as "inbox thread lost", with a Directory Service.
---@param kind "inbox thread lost"|"queue.dat entries stay"|"sent files stay"|"queue.dat damaged"|"queue.dat lost"|"in folder gone"
function Service:fault(kind) end

---@param kind "queue.dat entries stay"|"sent files stay"|"queue.dat damaged"|"queue.dat lost"|"in folder gone"
function Service:repair(kind) end

---Deletes a message from the folders of a gateway, or from the queue of the mail system behind it.
---@param message string|integer
function Service:delete(message) end

---Moves the spool: what is not named is left behind. The service must be stopped.
---@param parts ("in"|"out"|"pickup"|"queue.dat")[]
function Service:move_spool(parts) end

---A server's clock. The world's time, in which scenarios are written, counts as UTC.
---@class exsim.Clock
---@field name string of its server
local Clock = {}

---@param text exsim.Zone
function Clock:zone(text) end

---@param text string "1 h" fast, "-30 min" slow
function Clock:skew(text) end

---@return string
function Clock:shows() end

---The disk of a server's MTA database.
---@class exsim.Disk
---@field name string of its server
local Disk = {}

---Takes so much of what is free; all of it if nothing is said.
---@param size? exsim.Size
function Disk:fill(size) end

---Gives so much back.
---@param size exsim.Size
function Disk:free(size) end

---@param values { free: exsim.Size }
function Disk:set(values) end

---The time.
---@class exsim.Run
local Run = {}

---@param time exsim.Moment
---@param callback fun()
function Run:at(time, callback) end

---@param interval exsim.Duration
---@param options { from: exsim.Moment, times: integer, to: exsim.Moment }
---@param callback fun(i: integer)
function Run:every(interval, options, callback) end

---Runs until then.
---@param time exsim.Moment
function Run:to(time) end

---@return string
function Run:now() end

return exsim
