#!/bin/bash
# Each row of the list by which a route is chosen, switched off: the second opinion must miss it.
#
#   second_opinion.sh VOPR SOURCE_DIR
#
# SPDX-License-Identifier: MIT
set -u
vopr=$1 source=$2 missed=0 rows=0

while read -r rule; do
    rows=$((rows + 1))
    said=$("$vopr" --seeds 1..500 --without "$rule")
    case $said in
    *"$rule"*"second opinion"* | *"second opinion"*"$rule"* | *"second opinion"*survives*) ;;
    *) echo "second opinion: nobody misses $rule: $said" && missed=$((missed + 1)) ;;
    esac
done < <(sed -n 's/^ *ROW(EXS_RULE_\([A-Z0-9_]*\),.*/\1/p' "$source/sim/model/routing/select.c")
echo "second opinion: $((rows - missed)) of $rows rows are missed when they are off"
[ "$rows" -gt 10 ] && [ "$missed" -eq 0 ]
