---@meta
-- meta_seen_message.lua - LuaCATS annotations of what is expected of messages, of reports and of
-- decisions, for editors (see meta_seen.lua).
--
-- SPDX-License-Identifier: MIT
-- luacheck: ignore

---@class exsim.SeenReport : exsim.SeenHappening
local SeenReport = {}

---@param who string alias or address of the originator
---@return exsim.SeenReport
function SeenReport:to(who) end

---@param value string|integer "mts-congestion", 2
---@return exsim.SeenReport
function SeenReport:diagnostic(value) end

---@param value string|integer "unable-to-transfer", 1
---@return exsim.SeenReport
function SeenReport:reason(value) end

---@param text string a part of the cause, or of what the user reads
---@return exsim.SeenReport
function SeenReport:text(text) end

---Whose name stands below it.
---@param name "MSExchangeIS"|"MSExchangeMTA"|"IMS"
---@return exsim.SeenReport
function SeenReport:signed(name) end

---@param rule exsim.RuleId
---@return exsim.SeenReport
function SeenReport:by_rule(rule) end

---@return exsim.SeenReport
function SeenReport:delivered() end

---@param connector string it left by this one
---@return exsim.SeenReport
function SeenReport:via(connector) end

---@class exsim.SeenMessageState : exsim.SeenState
local SeenMessageState = {}

---@param server string
---@param queue exsim.QueueName
---@return exsim.SeenMessageState
function SeenMessageState:is_in(server, queue) end

---@class exsim.SeenMessage
local SeenMessage = {}

---@param time exsim.TimeText
---@return exsim.SeenMessageState
function SeenMessage:at(time) end

---@return exsim.SeenMessageState
function SeenMessage:always() end

---What never happens to it: never "rerouted", never("delivered_to", "bob"). Without a word it
---waits for is_in.
---@param word? string
---@param ... any what the word takes
---@return exsim.SeenHappening
function SeenMessage:never(word, ...) end

---@param server string
---@param queue exsim.QueueName
---@return exsim.SeenMessageState
function SeenMessage:is_in(server, queue) end

---@param who string alias or address
---@return exsim.SeenHappening
function SeenMessage:delivered_to(who) end

---It was queued for the connector.
---@param connector string name or kind
---@return exsim.SeenHappening
function SeenMessage:goes_by(connector) end

---It left by the connector.
---@param connector string name or kind
---@return exsim.SeenHappening
function SeenMessage:via(connector) end

---The servers that handled it (of one of its copies).
---@param servers string[]
---@return exsim.SeenFact
function SeenMessage:path(servers) end

---Transfers from MTA to MTA.
---@param n integer
---@return exsim.SeenFact
function SeenMessage:hops(n) end

---@param fields? { originator?: string, recipients?: integer, size?: integer, priority?: string }
---@return exsim.SeenHappening
function SeenMessage:submitted(fields) end

---@param fields? { recipient?: string, address?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:resolved(fields) end

---@param fields? { list?: string, server?: string, members?: integer }
---@return exsim.SeenHappening
function SeenMessage:expanded(fields) end

---Who is to expand a list, a server or a site, as an MTA decides.
---@param fields? { list?: string, where?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:list_routed(fields) end

---By itself, of a mailbox: a rule of it answers, or its store for somebody who is out of the office.
---@param fields? { reply?: string|integer, originator?: string, recipient?: string }
---@return exsim.SeenHappening
function SeenMessage:auto_replied(fields) end

---A member that an expansion leaves out.
---@param fields? { list?: string, member?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:left_out(fields) end

---@param fields? { recipient?: string, connector?: string }
---@return exsim.SeenHappening
function SeenMessage:routed(fields) end

---An address that a recipient was looked for by, and who has it: an alias, "nobody".
---@param fields? { recipient?: string, address?: string, outcome?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:sought(fields) end

---To an alternate recipient.
---@param fields? { recipient?: string, alternate?: string, both?: boolean, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:redirected(fields) end

---By a limit or a list that does not let it through, and whose that is.
---@param fields? { recipient?: string, limit?: string, object?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:restricted(fields) end

---What its envelope says as it leaves by a connector.
---@param fields? { connector?: string, originator?: string, originator_dn?: string, recipient?: string, recipient_dn?: string }
---@return exsim.SeenHappening
function SeenMessage:carried(fields) end

---What its header says of another recipient as it leaves by a connector.
---@param fields? { connector?: string, recipient?: string, address?: string }
---@return exsim.SeenHappening
function SeenMessage:listed(fields) end

---@param fields? { queue?: exsim.QueueName, waiting?: integer }
---@return exsim.SeenHappening
function SeenMessage:queued(fields) end

---@param fields? { queue?: exsim.QueueName, waiting?: integer }
---@return exsim.SeenHappening
function SeenMessage:unqueued(fields) end

---@param fields? { queue?: exsim.QueueName, target?: string, to?: string }
---@return exsim.SeenHappening
function SeenMessage:transfer_started(fields) end

---@param fields? { queue?: exsim.QueueName, why?: string, attempt?: integer }
---@return exsim.SeenHappening
function SeenMessage:transfer_failed(fields) end

---@param fields? { queue?: exsim.QueueName, target?: string, hop?: integer, to?: string }
---@return exsim.SeenHappening
function SeenMessage:transferred(fields) end

---@param fields? { from?: string, to?: string }
---@return exsim.SeenHappening
function SeenMessage:rerouted(fields) end

---P1 has grown, by this much since it was submitted.
---@param fields? { growth?: exsim.Size }
---@return exsim.SeenHappening
function SeenMessage:grown(fields) end

---@param fields? { connector?: string, waiting?: integer }
---@return exsim.SeenHappening
function SeenMessage:handed_off(fields) end

---@param fields? { server?: string, to?: string, context?: string, site?: string }
---@return exsim.SeenHappening
function SeenMessage:asked(fields) end

---@param fields? { server?: string, to?: string, context?: string, site?: string, objects?: integer }
---@return exsim.SeenHappening
function SeenMessage:answered(fields) end

---@param fields? { folder?: exsim.QueueName, connector?: string }
---@return exsim.SeenHappening
function SeenMessage:taken(fields) end

---@param fields? { until?: exsim.TimeText }
---@return exsim.SeenHappening
function SeenMessage:deferred(fields) end

---@param fields? { queue?: exsim.QueueName, why?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:held(fields) end

---@param fields? { connector?: string, host?: string, said?: string }
---@return exsim.SeenHappening
function SeenMessage:smtp(fields) end

---@param fields? { recipient?: string }
---@return exsim.SeenHappening
function SeenMessage:delivered(fields) end

---@param fields? { recipient?: string, reason?: string|integer, diagnostic?: string|integer, cause?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:returned(fields) end

---@param fields? { originator?: string }
---@return exsim.SeenHappening
function SeenMessage:report(fields) end

---@param fields? { recipient?: string, why?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:discarded(fields) end

---@param fields? { queue?: exsim.QueueName, age?: exsim.DurationText, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:expired(fields) end

---@param fields? { why?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:loop(fields) end

---A trace that was read: "S1, S2 (rerouted)", by a foreign system "ORG, PROVIDER; sites A". The rule
---is why it is a loop, or why it is none though somebody is named twice.
---@param fields? { trace?: string, entries?: integer, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:traced(fields) end

---A foreign X.400 system passes it on.
---@param fields? { connector?: string, hop?: integer }
---@return exsim.SeenHappening
function SeenMessage:relayed(fields) end

---@param fields? { id?: string|integer }
---@return exsim.SeenHappening
function SeenMessage:tracked(fields) end

---Which target server of a Site Connector, where there was a choice.
---@param fields? { target?: string, connector?: string, rule?: exsim.RuleId }
---@return exsim.SeenHappening
function SeenMessage:targeted(fields) end

---@class exsim.SeenFact
local SeenFact = {}

---@class exsim.SeenOrder
local SeenOrder = {}

---All that is said is of one decision.
---@class exsim.SeenDecision
local SeenDecision = {}

---The first; meant if no other is said.
---@return exsim.SeenDecision
function SeenDecision:first() end

---@return exsim.SeenDecision
function SeenDecision:last() end

---@param n integer from 1
---@return exsim.SeenDecision
function SeenDecision:number(n) end

---@param connector string
---@return exsim.SeenDecision
function SeenDecision:takes(connector) end

---The rule that felled the last losers.
---@param rule exsim.RuleId
---@return exsim.SeenDecision
function SeenDecision:by_rule(rule) end

---@param connector string
---@param rule? exsim.RuleId
---@return exsim.SeenDecision
function SeenDecision:fells(connector, rule) end

---@param connectors string[] these and no others
---@return exsim.SeenDecision
function SeenDecision:survivors(connectors) end

---@class exsim.SeenDecisions : exsim.SeenDecision
local SeenDecisions = {}
