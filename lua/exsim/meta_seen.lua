---@meta
-- meta_seen.lua - LuaCATS annotations of the language of expectations, for editors. No code: a
-- test keeps its names equal to those of seen.lua and its files. meta_seen_message.lua has messages.
--
-- SPDX-License-Identifier: MIT
-- luacheck: ignore

---A time within the run: "09:00", "Mon 09:00", "1998-03-02 09:00", "+10 min" (from the start).
---@alias exsim.TimeText string
---@alias exsim.DurationText string "10 min", "310 s", "2 d"
---@alias exsim.RuleId string as in `exsim facts`
---@alias exsim.QueueName string a connector's name or kind, another server's name, "mts-out", "mts-in", "out", "outbox", "mdb", "pub", "ds"

---What `expect` is given.
---@class exsim.Seen
local Seen = {}

---@param server string
---@param name exsim.QueueName
---@return exsim.SeenQueue
function Seen:queue(server, name) end

---Those that the server's MTA opens; what the far side opens is the far side's.
---@param server string
---@param name string a connector's name, or another server of the site
---@return exsim.SeenAssociation
function Seen:association(server, name) end

---@param name string|integer as in `send { as = ... }`, or what send returned
---@return exsim.SeenMessage
function Seen:message(name) end

---@param message string|integer
---@param server? string any, if not said
---@return exsim.SeenDecisions
function Seen:decision(message, server) end

---@param site string
---@return exsim.SeenRoutes
function Seen:routes(site) end

---That an event was logged; `:never()`: that it was not.
---@param number integer
---@param options? { server: string }
---@return exsim.SeenEvent
function Seen:event(number, options) end

---That a non-delivery report on the message was made.
---@param message string|integer
---@return exsim.SeenReport
function Seen:report(message) end

---@param host string
---@return exsim.SeenSessions
function Seen:session(host) end

---Happenings that follow each other.
---@param list exsim.SeenHappening[]
---@return exsim.SeenOrder
function Seen:in_order(list) end

---What the article does not state.
---@param why? string
---@return exsim.Seen
function Seen:inferred(why) end

---Not for scenarios: exsim calls it.
---@return integer
function Seen:finish() end

---What a server's directory does and has.
---@param server string
---@return exsim.SeenDirectory
function Seen:directory(server) end

---A counter of Performance Monitor.
---@param server string
---@param name "Work Queue Length"|"Deferred Delivery Msgs"|"Send Queue Size"|"Directory Service Inbox"|"Pending Replication Synchronizations"|"Remaining Replication Updates"|"Queued Inbound"|"Queued Outbound"|"Queue Length"|"Oldest Message Queued"
---@param queue? string of the last two; "Oldest Message Queued" is in seconds
---@return exsim.SeenCounter
function Seen:counter(server, name, queue) end

---That mtacheck on the server said a line.
---@param server string
---@return exsim.SeenMtacheck
function Seen:mtacheck(server) end

---Not yet.
---@deprecated
function Seen:tracking() end

---Not yet.
---@deprecated
function Seen:directory() end

---Expected at least once, if no more is said. What is counted is what fulfils the conditions.
---@class exsim.SeenHappening
local SeenHappening = {}

---Strictly before.
---@generic T
---@param self T
---@param time exsim.TimeText
---@return T
function SeenHappening:before(time) end

---Strictly after.
---@generic T
---@param self T
---@param time exsim.TimeText
---@return T
function SeenHappening:after(time) end

---@generic T
---@param self T
---@param time exsim.TimeText
---@return T
function SeenHappening:at(time) end

---The ends belong to it.
---@generic T
---@param self T
---@param from exsim.TimeText
---@param to exsim.TimeText
---@return T
function SeenHappening:between(from, to) end

---Before or after; `of` says of what.
---@generic T
---@param self T
---@param duration exsim.DurationText
---@return T
function SeenHappening:within(duration) end

---@generic T
---@param self T
---@param other exsim.SeenHappening|exsim.TimeText
---@return T
function SeenHappening:of(other) end

---@generic T
---@param self T
---@return T
function SeenHappening:never() end

---@generic T
---@param self T
---@return T
function SeenHappening:once() end

---@generic T
---@param self T
---@param n integer
---@return T
function SeenHappening:times(n) end

---@generic T
---@param self T
---@param n integer
---@return T
function SeenHappening:at_least(n) end

---@generic T
---@param self T
---@param n integer
---@return T
function SeenHappening:at_most(n) end

---@class exsim.SeenBecoming : exsim.SeenHappening
local SeenBecoming = {}

---@class exsim.SeenCalculated : exsim.SeenHappening
local SeenCalculated = {}

---@class exsim.SeenSession : exsim.SeenHappening
local SeenSession = {}

---@class exsim.SeenEvent : exsim.SeenHappening
local SeenEvent = {}

---@param text string a part of the event's text
---@return exsim.SeenEvent
function SeenEvent:text(text) end

---@class exsim.SeenMtacheck : exsim.SeenHappening
local SeenMtacheck = {}

---@param text string a part of the line
---@return exsim.SeenMtacheck
function SeenMtacheck:text(text) end

---What was so: at a time, always, never; before, after and between narrow always and never.
---@class exsim.SeenState
local SeenState = {}

---@generic T
---@param self T
---@param time exsim.TimeText
---@return T
function SeenState:at(time) end

---@generic T
---@param self T
---@return T
function SeenState:always() end

---@generic T
---@param self T
---@return T
function SeenState:never() end

---@generic T
---@param self T
---@param time exsim.TimeText
---@return T
function SeenState:before(time) end

---@generic T
---@param self T
---@param time exsim.TimeText
---@return T
function SeenState:after(time) end

---@generic T
---@param self T
---@param from exsim.TimeText
---@param to exsim.TimeText
---@return T
function SeenState:between(from, to) end

---@class exsim.SeenQueueState : exsim.SeenState
local SeenQueueState = {}

---@param n integer
---@return exsim.SeenQueueState
function SeenQueueState:holds(n) end

---@param value integer|"empty"
---@return exsim.SeenQueueState
function SeenQueueState:is(value) end

---@param n integer
---@return exsim.SeenQueueState
function SeenQueueState:holds_at_least(n) end

---@param n integer
---@return exsim.SeenQueueState
function SeenQueueState:holds_at_most(n) end

---These messages and no others, in any order.
---@param names string[]
---@return exsim.SeenQueueState
function SeenQueueState:are(names) end

---It is displayed on the Queues page of its server's MTA.
---@return exsim.SeenQueueState
function SeenQueueState:shown() end

---It is not displayed there: never used, or long idle.
---@return exsim.SeenQueueState
function SeenQueueState:hidden() end

---@class exsim.SeenQueue : exsim.SeenQueueState
local SeenQueue = {}

---@param n integer|"empty"
---@return exsim.SeenBecoming
function SeenQueue:becomes(n) end

---Associations that are open; "retrying": none is, and the open retry timer runs.
---@class exsim.SeenAssociationState : exsim.SeenState
local SeenAssociationState = {}

---@param state "open"|"closed"|"retrying"
---@return exsim.SeenAssociationState
function SeenAssociationState:is(state) end

---@param n integer open ones
---@return exsim.SeenAssociationState
function SeenAssociationState:count(n) end

---@param n integer
---@return exsim.SeenAssociationState
function SeenAssociationState:count_at_least(n) end

---@param n integer
---@return exsim.SeenAssociationState
function SeenAssociationState:count_at_most(n) end

---@class exsim.SeenAssociationHappening : exsim.SeenHappening
local SeenAssociationHappening = {}

---@class exsim.SeenAssociation : exsim.SeenAssociationState
local SeenAssociation = {}

---An open begins.
---@param fields? { target?: string, to?: string, attempt?: integer }
---@return exsim.SeenAssociationHappening
function SeenAssociation:tried(fields) end

---@param fields? { target?: string, to?: string, why?: string }
---@return exsim.SeenAssociationHappening
function SeenAssociation:failed(fields) end

---@param fields? { target?: string, to?: string }
---@return exsim.SeenAssociationHappening
function SeenAssociation:opened(fields) end

---@param fields? { target?: string, to?: string, why?: string }
---@return exsim.SeenAssociationHappening
function SeenAssociation:closed(fields) end

---One that was held while the path was away goes on.
---@param fields? { target?: string, to?: string }
---@return exsim.SeenAssociationHappening
function SeenAssociation:recovered(fields) end

---What carried one ended, Disconnect after it.
---@param fields? { target?: string, to?: string }
---@return exsim.SeenAssociationHappening
function SeenAssociation:disconnected(fields) end

---Over RPC, where the protocols of the caller are set: by which one.
---@param fields? { target?: string, to?: string, protocol?: string }
---@return exsim.SeenAssociationHappening
function SeenAssociation:bound(fields) end

---The turn passes to the other side.
---@param fields? { target?: string, to?: string }
---@return exsim.SeenAssociationHappening
function SeenAssociation:turned(fields) end

---The open retry timer starts.
---@param fields? { interval?: exsim.DurationText }
---@return exsim.SeenAssociationHappening
function SeenAssociation:waits(fields) end

---At the end of the run, if no time is said.
---@class exsim.SeenRoutesState : exsim.SeenState
local SeenRoutesState = {}

---@class exsim.Row
---@field space? string "SMTP:*"
---@field cost? integer
---@field scope? "organization"|"site"|"location"
---@field connector? string the first hop
---@field path? string|string[] all hops
---@field from? string the site whose table it came from

---@param n integer
---@param row? exsim.Row only such
---@return exsim.SeenRoutesState
function SeenRoutesState:rows(n, row) end

---@param row exsim.Row
---@return exsim.SeenRoutesState
function SeenRoutesState:has(row) end

---@param row exsim.Row
---@return exsim.SeenRoutesState
function SeenRoutesState:lacks(row) end

---@class exsim.SeenRoutes : exsim.SeenRoutesState
local SeenRoutes = {}

---@param fields? { changed: boolean, rows: integer }
---@return exsim.SeenCalculated
function SeenRoutes:calculated(fields) end

---@class exsim.SeenDirectoryHappening : exsim.SeenHappening

---@class exsim.SeenDirectoryState : exsim.SeenState
local SeenDirectoryState = {}

---Has the object: a recipient, a connector, a server, or a site's routing table.
---@param object string
---@return exsim.SeenDirectoryState
function SeenDirectoryState:knows(object) end

---@param object string
---@return exsim.SeenDirectoryState
function SeenDirectoryState:lacks(object) end

---@param object string
---@param text string as Server:modify wrote it
---@return exsim.SeenDirectoryState
function SeenDirectoryState:says(object, text) end

---@class exsim.SeenDirectory : exsim.SeenDirectoryState
local SeenDirectory = {}

---It told a server of its site that it has changes.
---@param fields? { to?: string, context?: "site"|"configuration", site?: string }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:notified(fields) end

---It took one answer of a server of its site.
---@param fields? { from?: string, objects?: integer, context?: "site"|"configuration", site?: string, more?: boolean }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:updated(fields) end

---It asked a bridgehead by mail.
---@param fields? { to?: string, context?: "site"|"configuration", site?: string }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:asked(fields) end

---It answered a bridgehead by mail.
---@param fields? { to?: string, context?: "site"|"configuration", site?: string, objects?: integer }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:answered(fields) end

---An object came to it in a version that it had not.
---@param fields? { object?: string, version?: integer, from?: string, says?: string }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:replicated(fields) end

---An object was changed on it.
---@param fields? { object?: string, version?: integer, says?: string }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:modified(fields) end

---What `writer` wrote was lost.
---@param fields? { object?: string, writer?: string, rule?: string }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:conflict(fields) end

---Its directory was restored, and has this version of an object again; 0: none.
---@param fields? { object?: string, version?: integer, says?: string }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:reverted(fields) end

---@param fields? { site?: string }
---@return exsim.SeenDirectoryHappening
function SeenDirectory:forgotten(fields) end

---@class exsim.SeenCounterState : exsim.SeenState
local SeenCounterState = {}

---@param n integer
---@return exsim.SeenCounterState
function SeenCounterState:is(n) end

---@param n integer
---@return exsim.SeenCounterState
function SeenCounterState:is_at_least(n) end

---@param n integer
---@return exsim.SeenCounterState
function SeenCounterState:is_at_most(n) end

---@class exsim.SeenCounter : exsim.SeenCounterState
local SeenCounter = {}

---@class exsim.SeenSessions
local SeenSessions = {}

---Recipients that the host took mail for.
---@return exsim.SeenSession
function SeenSessions:accepted() end

---So many accepted.
---@param n integer
---@return exsim.SeenSession
function SeenSessions:times(n) end

---One accepted.
---@return exsim.SeenSession
function SeenSessions:once() end

---@param text string a part of what it says
---@return exsim.SeenSession
function SeenSessions:said(text) end

---@param text string a part of what a service says that takes no mail from it
---@return exsim.SeenSession
function SeenSessions:hears(text) end
