---@meta
-- meta_server.lua - LuaCATS annotations of servers and what they are given, for editors (see meta.lua).
--
-- SPDX-License-Identifier: MIT
-- luacheck: ignore

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
---@field forms? exsim.FolderForms "any" if not said; with listed_forms "listed and standard"
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
