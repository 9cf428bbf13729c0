---@meta exsim
-- meta.lua - LuaCATS annotations of the scenario language, for editors. No code: a test keeps its
-- names equal to those of the library. meta_seen.lua has the language of expectations.
--
-- SPDX-License-Identifier: MIT
-- luacheck: ignore

---@alias exsim.Moment string a time not past: "09:00", "Mon 09:00", "1998-03-04 09:00", "+10 min"
---@alias exsim.Duration string "310 s", "10 min", "2 d", "1 h 30 min"
---@alias exsim.Size string|integer "30 K", "2 MB", or bytes
---@alias exsim.Product string "5.5 SP3", "5.5.2654.38", "4.0"
---@alias exsim.Since string|string[] products, each the first of its line, or rules: "5.5 SP1", "LEAST_COST_ONLY"
---@alias exsim.SiteName exsim.Site|string
---@alias exsim.ServerName exsim.Server|string
---@alias exsim.HostName exsim.Host|string
---@alias exsim.LinkName exsim.Link|string
---@alias exsim.Addressee exsim.Recipient|string an alias, or an address: "x@example.com", "X400:c=US;s=x"

---@class exsim.Header
---@field article? string the article that this reproduces, "Q263714"
---@field title? string
---@field says? string|string[] what the article states
---@field products? exsim.Product|exsim.Product[] what to run on; "5.5 SP4" if not said
---@field since? exsim.Since from where on the scenario makes sense
---@field fixed? exsim.Since which products have the fix
---@field mutant? string|string[] rules without which an expectation fails
---@field start? string "1998-03-02 08:00" if not said
---@field seed? integer 1 if not said
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
function Org:recipient(name) end

---A connector by its name; of a pair the end on that server.
---@param name string
---@param server? exsim.ServerName
---@return exsim.Connector
function Org:connector(name, server) end

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

---A custom recipient, on the first server if none is said.
---@param name string
---@param options { target: string, server: exsim.ServerName, proxies: string|string[] }
---@return exsim.Recipient
function Org:add_recipient(name, options) end

---A host outside: what answers for a domain.
---@param name string
---@param options? { mx_for: string|string[], preference: integer, up: boolean }
---@return exsim.Host
function Org:add_host(name, options) end

---A path that connectors can share.
---@param name string
---@param ends (exsim.ServerName|exsim.HostName)[] two
---@return exsim.Link
function Org:add_link(name, ends) end

---Connectors at both ends, each with the other's site connected, and one link of that name. The
---far end is called "NAME (SERVER)".
---@param kind "x400"
---@param options { [1]: exsim.ServerName, [2]: exsim.ServerName, name: string, cost: integer, schedule: string, spaces: exsim.Space[], registry: table<string, any>, [string]: any }
---@return exsim.Connector there
---@return exsim.Connector back
function Org:pair(kind, options) end

---@class exsim.Mail
---@field from exsim.Recipient|string
---@field to exsim.Addressee|exsim.Addressee[]
---@field cc? exsim.Addressee|exsim.Addressee[]
---@field as? string what expectations call it
---@field size? exsim.Size "1 K" if not said
---@field priority? "urgent"|"normal"|"non-urgent"
---@field kind? "message"|"probe"|"report"|"system"

---@param mail exsim.Mail
---@return integer serial
function Org:send(mail) end

---Directory replication and routing calculation, until nothing changes any more.
function Org:replicate() end

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

---Calculates the routing table now.
function Site:calculate() end

---@param values table<string, any>
function Site:set(values) end

---@class exsim.Server
---@field name string
local Server = {}

---@param name string
---@param options? { proxies: string|string[] }
---@return exsim.Recipient
function Server:add_mailbox(name, options) end

---A custom recipient.
---@param name string
---@param options { target: string, proxies: string|string[] }
---@return exsim.Recipient
function Server:add_recipient(name, options) end

---@class exsim.Space
---@field [1] string "SMTP:*", "X400:c=US;a= ;p=ORG", "EX:/o=ORG/ou=SITE"
---@field cost? integer 1 to 100
---@field scope? "organization"|"site"|"location"

---@class exsim.ConnectorOptions
---@field kind "x400"|"ims"
---@field name? string
---@field to? exsim.ServerName|exsim.HostName the far end
---@field link? exsim.LinkName one of its own if not said
---@field cost? integer of connected sites, 1 to 100
---@field spaces? string|exsim.Space[]
---@field connected_sites? exsim.SiteName|exsim.SiteName[]
---@field schedule? "always"|"never"|"remote"|string "22:00-06:00"
---@field retry_interval? string of an Internet Mail Service, hours: ".25, .5, 1, 4"
---@field registry? table<string, any>
---@field [string] any a setting

---@param options exsim.ConnectorOptions
---@return exsim.Connector
function Server:add_connector(options) end

---@param name "mta"|"store"|"ims"|string
---@return exsim.Service
function Server:service(name) end

function Server:start() end

function Server:stop() end

---@param options exsim.Installed
function Server:patch(options) end

---@param values table<string, any>
function Server:set(values) end

---A mailbox or a custom recipient.
---@class exsim.Recipient
---@field name string
local Recipient = {}

---@param values { proxies: string|string[] }
function Recipient:set(values) end

---@class exsim.Connector
---@field name string
local Connector = {}

---@param values table<string, any> cost, spaces, connected_sites, schedule, retry_interval, settings
function Connector:set(values) end

function Connector:remove() end

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

---@param values { latency: exsim.Duration, bandwidth: integer }
function Link:set(values) end

---@class exsim.Host
---@field name string
local Host = {}

---A line of its script: the first that fits speaks. An empty table takes all lines away.
---@param line { [1]: "RCPT", [2]: string, times: integer, to: string }
function Host:answers(line) end

function Host:down() end

function Host:up() end

---@param mail { from: string, to: exsim.Addressee|exsim.Addressee[], cc: exsim.Addressee|exsim.Addressee[], via: exsim.ServerName, size: exsim.Size, as: string }
---@return integer serial
function Host:send(mail) end

---@class exsim.Service
---@field name string
local Service = {}

function Service:start() end

function Service:stop() end

---@return boolean
function Service:is_running() end

---The clock.
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
