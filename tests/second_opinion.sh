#!/bin/bash
# Each row of the list by which a route is chosen, switched off: the second opinion must miss it. So
# must the other checks of vopr miss the rules that they read again.
#
#   second_opinion.sh VOPR SOURCE_DIR
#
# SPDX-License-Identifier: MIT
set -u
vopr=$1 source=$2 missed=0 rows=0

# RULE WORDS: without the rule vopr must say one of the WORDS, a pattern.
must_miss() {
    rows=$((rows + 1))
    said=$("$vopr" --seeds 1..500 --without "$1")
    [[ $said =~ $2 ]] && return
    echo "second opinion: nobody misses $1: $said" && missed=$((missed + 1))
}

while read -r rule; do
    must_miss "$rule" "$rule.*second opinion|second opinion.*($rule|survives)"
done < <(sed -n 's/^ *ROW(EXS_RULE_\([A-Z0-9_]*\),.*/\1/p' "$source/sim/model/routing/select.c")
[ "$rows" -gt 10 ] || exit 1

while read -r rule words; do
    must_miss "$rule" "$words"
done <<'END'
RECIPIENT_SENDERS       bars its sender
CONNECTOR_SENDERS       bars its sender
MTA_SIZE_LIMIT          over its limit
LOOP_BY_TRACE           does not notice
LOOP_BY_DOMAIN          does not notice
REROUTE_IS_NO_LOOP      rerouted since
REDIRECT_IS_NO_LOOP     rerouted since
HOP_LIMIT               more hops than it may
IMS_HOP_LIMIT           more Received lines than it may
SPINS_ON_CORRUPT        idles over its work queue|routes what it spins on
BACKFILL_ONE_BY_ONE     the public store of
FOLDER_STATUS_DAILY     the public store of
RELAY_FLAGS             refuses others to relay
RELAY_LOGON             refuses others to relay
END
echo "second opinion: $((rows - missed)) of $rows rules are missed when they are off"
[ "$missed" -eq 0 ]
