---@meta exsim
-- meta.lua - LuaCATS annotations of the scenario language, for editors. No code: a test keeps its
-- names equal to those of the library. meta_seen.lua has the language of expectations.
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

---@class exsim.RecipientValues
---@field first? string of a new mailbox
---@field last? string of a new mailbox
---@field target? string of a new custom recipient
---@field alias? string
---@field proxies? string|string[]
---@field hidden? boolean
---@field alternate? string|table of a mailbox
---@field accept_from? exsim.Senders
---@field reject_from? exsim.Senders
---@field incoming_limit? exsim.Size|"none" of one message to it
---@field outgoing_limit? exsim.Size|"none" of one message from the mailbox
---@field prohibit_send? exsim.Size|"none" of the mailbox, in place of its store's
---@field prohibit_send_and_receive? exsim.Size|"none" the same
---@field stored? exsim.Size what lies in the mailbox now
---@field out_of_office? boolean of a mailbox: its store answers what it gets
---@field auto_reply? boolean|"with receipt" a rule of the mailbox answers what it gets

---@alias exsim.FolderRole "none"|"reviewer"|"contributor"|"nonediting author"|"author"|"publishing author"|"editor"|"publishing editor"|"owner"
---@alias exsim.FolderForms "any"|"listed and standard"|"listed"

---@class exsim.FolderOptions
---@field replicas? exsim.ServerName|exsim.ServerName[]
---@field schedule? "always"|"never"
---@field alias? string by which it is a recipient
---@field proxies? string|string[]
---@field default_role? exsim.FolderRole "author" if not said
---@field roles? table<string, exsim.FolderRole>
---@field forms? exsim.FolderForms "any" if not said
---@field listed_forms? string|string[]

---@class exsim.Server
---@field name string
local Server = {}

---@param name string
---@param options? exsim.RecipientValues
---@return exsim.Recipient
function Server:add_mailbox(name, options) end

---A custom recipient.
---@param name string
---@param options exsim.RecipientValues
---@return exsim.Recipient
function Server:add_recipient(name, options) end

---@class exsim.Space
---@field [1] string "SMTP:*", "X400:c=US;a= ;p=ORG", "EX:/o=ORG/ou=SITE"
---@field cost? integer 1 to 100
---@field scope? "organization"|"site"|"location"
---@field routing? string the address on its Routing page, of an Internet Mail Service

---@class exsim.TargetServer
---@field [1] exsim.ServerName
---@field cost? integer 0: always first; 1 to 99: by chance, the cheaper the likelier; 100: when all others fail

---@class exsim.ConnectedSite
---@field [1] exsim.SiteName
---@field address? string the routing address, "X400:c=US;a= ;p=ORG;o=SITE"; the site's own if not said
---@field organization? string of a site of another organisation, with its address
---@field routing? string of an Internet Mail Service: the domain that mail for the site goes to

---@class exsim.RoutingRow
---@field [1] string a domain and those below it; "#example.com": that one alone
---@field override boolean it overrides restrictions on relaying

---@class exsim.MailDomain
---@field [1] string a domain and those below it
---@field size_limit? exsim.Size
---@field forward_to? exsim.HostName

---@class exsim.ConnectorOptions
---@field kind "site"|"x400"|"ras"|"ims"|"msmail"|"ccmail"|"notes"|"snads"|"edk"|"dirrep"
---@field name? string
---@field to? exsim.ServerName|exsim.HostName the far end
---@field to_site? exsim.SiteName of a Site Connector: all servers that the site has by now
---@field targets? exsim.ServerName|exsim.TargetServer[] of a Site Connector
---@field bridgehead? exsim.ServerName|"any server" the only server that sends by a Site Connector
---@field link? exsim.LinkName one of its own if not said
---@field cost? integer of connected sites, 1 to 100
---@field spaces? string|exsim.Space[]
---@field connected_sites? exsim.SiteName|exsim.SiteName[]|exsim.ConnectedSite[]
---@field schedule? "always"|"never"|"remote"|string "22:00-06:00"
---@field accept_from? exsim.Senders of any but a Site Connector; of a gateway for what it sends
---@field reject_from? exsim.Senders
---@field heuristics? integer 4096 no system messages, 8192 no others, 16384 no urgent, 32768 no normal, 65536 no low, 131072 urgent ignores the schedule; read when its MTA starts
---@field remote_mta_name? string of an X.400 Connector: the far server's name if not said
---@field remote_mta_password? string of an X.400 Connector
---@field local_mta_name? string of an X.400 Connector: its Override page; a server has one on its MTA's General page
---@field local_mta_password? string the same
---@field stack_address? string of an X.400 Connector: host name or IP address; one of its own if not said
---@field outgoing_t_selector? string of an X.400 Connector; a server has stack_t_selector
---@field incoming_t_selector? string of an X.400 Connector
---@field transport_stack? 1|2|3 of an X.400 Connector: TCP/IP, TP4, X.25
---@field override_account? string of a Site or RAS Connector: with override_password, in place of the site's service_account
---@field override_password? string
---@field remote_server_name? string of a RAS Connector: the far MTA's local name, to the letter
---@field transfer_mode? "none"|"inbound"|"outbound"|"both" of an Internet Mail Service
---@field etrn_domains? string|string[] of an Internet Mail Service: their mail waits for ETRN
---@field dial? string of an Internet Mail Service: "every 1 h", "daily 08:00", "weekly 08:00, weekend 10:00", "none"
---@field direct_domains? string|string[] of an Internet Mail Service that dials: sent by DNS, not over the line
---@field routing_domains? string|(string|exsim.RoutingRow)[] of an Internet Mail Service: its Routing page; with reroute_inbound
---@field mail_domains? exsim.MailDomain[] of an Internet Mail Service: its E-Mail Domain list
---@field retry_interval? string of an Internet Mail Service, hours: ".25, .5, 1, 4"
---@field registry? table<string, any>
---@field [string] any a setting

---Of kind "dirrep": one end of a Directory Replication Connector, which has `to`, `name` and
---`schedule` (every three hours if not said).
---@param options exsim.ConnectorOptions
---@return exsim.Connector|exsim.Replication
function Server:add_connector(options) end

---Asks every server of the site for changes; `all`: for all objects.
---@param options? { all: boolean }
function Server:update_now(options) end

---Deletes another server from the site, in the directory of this one.
---@param other exsim.ServerName
function Server:delete_server(other) end

---The knowledge consistency check of its Directory Service, now.
function Server:check_consistency() end

---Backs its directory up, in place of the last time.
function Server:backup_directory() end

---Its Directory Service starts with the directory as it was backed up, and asks others for its own objects.
function Server:restore_directory() end

---The utility Authrest, as "AUTHREST 0 amount": USN-Changed of every object of its directory is so much higher.
---@param amount integer
function Server:authrest(amount) end

---An administrator changes the directory object of a recipient on this server.
---@param recipient exsim.Recipient|string
---@param text string what the directory says of it from now
---@param options? { attribute: integer } its custom attribute of that number, of which 11 to 15 stay in the site
function Server:modify(recipient, text, options) end

---@param name "mta"|"store"|"ims"|string
---@return exsim.Service
function Server:service(name) end

function Server:start() end

---"Recalculate Routing" on the page of its MTA: the table of its site.
function Server:calculate() end

function Server:stop() end

---An unclean stop of all its services.
function Server:crash() end

---@param values? { zone: exsim.Zone, skew: string }
---@return exsim.Clock
function Server:clock(values) end

---The disk of its MTA's database.
---@return exsim.Disk
function Server:disk() end

---Something is wrong with the files of its MTA's database, or with what the registry says of them.
---@param kind "dat file locked"|"not marked used"|"dat files grow"|"files read-only"|"mtacheck log read-only"|"wrong database path"|"wrong X500 DN"|"file lost"|"file damaged"|"object unreadable"|"object not locked"
---@param file? string of the last four: "DB000001.DAT", "DB00002D.DAT", "DBBITMP.DAT"
function Server:fault(kind, file) end

---@param kind "dat file locked"|"not marked used"|"dat files grow"|"files read-only"|"mtacheck log read-only"|"wrong database path"|"wrong X500 DN"|"file lost"|"file damaged"|"object unreadable"|"object not locked"
---@param file? string
function Server:repair(kind, file) end

---The file of a message that stands in its MTA.
---@param message string|integer
---@return string file
function Server:file(message) end

---Copies a core file of its MTA's database from BOOTENV; the MTA must be stopped.
---@param file string "DB000001.DAT" to "DB000026.DAT"
function Server:restore(file) end

---Deletes a message from the page of its queue in this server's MTA.
---@param message string|integer
function Server:delete(message) end

---The command-line mtacheck; the MTA must be stopped.
---@param switches? string "/v /f FILE /rd /rp /rl"
---@param options? { product: exsim.Product } whose mtacheck it is, if not the server's
---@return string[] lines
function Server:mtacheck(switches, options) end

---A public folder, with replicas on this server and others.
---@param name string
---@param options? exsim.FolderOptions
function Server:add_folder(name, options) end

---Who may post to it by mail, and with what forms.
---@param name string
---@param options { default_role: exsim.FolderRole, roles: table<string, exsim.FolderRole>, forms: exsim.FolderForms, listed_forms: string|string[] }
function Server:set_folder(name, options) end

---Another replica of a folder, on this server.
---@param name string
function Server:add_replica(name) end

---Items posted to a folder, in its replica here.
---@param name string
---@param items? integer 1 if not said
---@param size? exsim.Size of each
function Server:post(name, items, size) end

---Deletes a folder, with what is in it.
---@param name string
function Server:delete_folder(name) end

---Its Directory Service, as a sender and recipient of replication.
---@return exsim.Recipient
function Server:directory() end

---Its public information store, as a sender and recipient of replication.
---@return exsim.Recipient
function Server:public_store() end

---@param options exsim.Installed
function Server:patch(options) end

---@param values table<string, any>
function Server:set(values) end

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
