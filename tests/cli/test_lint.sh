#!/bin/bash
# test_lint.sh EXSIM SOURCE - every check of `exsim lint`: found on the scenario of its article, not
# found where the article has it corrected.
#
# SPDX-License-Identifier: MIT
set -euo pipefail
exsim=$(realpath "$1")
source=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# shellcheck source=tests/cli/says.sh
source "$source/tests/cli/says.sh"
cd "$folder"
unset NO_COLOR
export EXSIM_DATA=$source
checked=" "

# The scenario of an article, or a file here.
file_of() {
    case $1 in
    Q*) find "$source/scenarios/kb" -name "$1-*.lua" ;;
    *) echo "$1" ;;
    esac
}

lints() {
    local file
    file=$(file_of "$1")
    shift
    "$exsim" lint "$file" "$@"
}

# found CHECK ARTICLE PATTERN OPTIONS...: a finding of CHECK has a line like PATTERN.
found() {
    local check=$1 article=$2 pattern=$3
    shift 3
    says "$check on $article $*" 1 out "^$check\$" lints "$article" "$@"
    holds "$check on $article $*: $pattern" grep -Eq -- "$pattern" <(tr -s '\n ' ' ' < out)
    checked+="$check "
}

# quiet CHECK ARTICLE OPTIONS...: there is no finding of CHECK.
quiet() {
    local check=$1 article=$2
    shift 2
    lints "$article" "$@" > out 2> err || true
    holds "no $check on $article $*: it looks" grep -q '^findings: ' out
    holds "no $check on $article $*" test "$(grep -c "^$check\$" out)" -eq 0
}

scenario() {
    cat > "$1.lua" <<LUA
local exsim = require "exsim"
local scenario = exsim.scenario { title = "$1", products = { "5.5 SP4" }, start = "1998-03-02 08:00" }
function scenario.build(org)
  local hub, par = org:add_site "SITE":add_server "HUB", org:add_site "PARIS":add_server "PAR"
  hub:add_mailbox "ann"
  par:add_mailbox "bob"
$(cat)
end
return scenario
LUA
}

# ---- address spaces ----
scenario no-space <<< 'hub:add_connector { kind = "x400", name = "X", to = org:add_host "FAR" }'
scenario space <<< 'hub:add_connector { kind = "x400", name = "X", to = org:add_host "FAR", spaces = "X400:c=FR" }'
found no-space no-space.lua "X.400 Connector X of HUB has no address space.*\(Q186235\)"
quiet no-space space.lua
found never-matches Q229961 'SMTP:microsoft.com, which matches nothing.*\(Q229961\)' --case "SMTP:microsoft.com matches nobody"
quiet never-matches Q229961 --case "SMTP:*@microsoft.com matches everybody there"
found blank-beside-star Q152471 'SMTP: at cost 1, .* SMTP:\* at cost 50.*\(Q152471\)'
quiet blank-beside-star Q193322 --case "step 6: the lowest cost"
found shared-by-chance Q187915 'Service \(S1\) has X400:c=\*; at cost 1, X.400 Connector X of S1'
quiet shared-by-chance Q262952 --case "the default"
found back-to-gateway Q187915 'may be routed back to it.*\(Q187915\)' --product "5.5 SP1"
quiet back-to-gateway Q187915 --product "5.5 SP2"
found inbound-attracts Q238719 'Service \(S1\) sends nothing.*\(Q238719\)'
quiet inbound-attracts Q238719 --at "1998-03-03 09:05"
found scoped-in-transit Q279404 'OTHER for SMTP:\* crosses B1 .* \(A1\), and leaves there by .* \(B2\).*\(Q279404\)'
found scoped-in-transit Q279404 'restricted to its location' --case "This location"
quiet scoped-in-transit Q279404 --case "another location"
quiet scoped-in-transit Q279404 --case organization
found out-of-scope Q234639 'F has no route for SMTP addresses.*another site' --case "not between sites"
quiet out-of-scope Q234639
found out-of-location Q234639 'E has no route for SMTP addresses.*another location.*\(Q234639\)'
quiet out-of-location Q234639 --at 09:40
quiet out-of-location Q234639 --product "4.0 SP5"
scenario no-way-back <<< 'hub:add_connector { kind = "site", name = "S", to = par }'
scenario way-back <<< 'org:pair("site", { name = "S", hub, par })'
found no-way-back no-way-back.lua 'leads to the site PARIS, which knows no way back to SITE'
quiet no-way-back way-back.lua
found goes-round Q157358 'X400:.* leads round: by AB from A, BC from B, CA from C, and back to A.*\(Q157358\)' --case "round three sites"
quiet goes-round Q157358 --case "by way of a foreign system to another site"
quiet goes-round Q193322 --case "step 6: the lowest cost"
found leads-nowhere Q157043 'SC of S1 has SMTP:\*, for which the site SITE2 has no route.*\(Q157043\)' --case "a space on one side only"
quiet leads-nowhere Q157043 --case "with an Internet Mail Connector"

# ---- the choice of routes ----
found box-hidden Q166567 'Use Lowest Cost Routes Only.*\(Q166567\)' --case "a value left over hides the check box"
quiet box-hidden Q166567 --case "the check box in 5.5"
found least-cost-blind Q186289 'C1 and C2 are equally cheap.*\(Q186289\)' --product 5.5
quiet least-cost-blind Q186289 --product "5.5 SP1"
found least-cost-alone Q193322 'CHEAP is the only cheapest.*DEAR could' --case "least cost only: tries do not count (check box)"
quiet least-cost-alone Q193322 --case "step 6: the lowest cost"
found nobody-carries Q186714 'no other connector takes them.*\(Q186714\)' --case "no other way"
quiet nobody-carries Q186714 --case "16384: no urgent messages"

# ---- limits ----
found mismatched-limits Q263709 'target servers MB, whose MTA takes 1000 K, and CN, which takes more.*\(Q263709\)' --case "by the mailbox server"
quiet mismatched-limits Q263709 --case "equal limits" --at 09:30
quiet mismatched-limits Q263709 --case "not among the target servers" --at 09:30
scenario limited-end <<< 'par:set { mta_size_limit = "1000 K" } org:pair("x400", { name = "X", hub, par })'
scenario limited-ends <<< 'par:set { mta_size_limit = "1000 K" } org:pair("x400", { name = "X", hub, par, size_limit = "1000 K" })'
found mismatched-limits limited-end.lua 'X.400 Connector X of HUB lets larger messages pass than the MTA of PAR takes, 1000 K'
quiet mismatched-limits limited-ends.lua

# ---- links ----
for article in Q166308 Q240383 Q252843; do found open-refused $article "cannot open an association.*Rule "; done
found open-refused Q200588 'the stack address is not its alone.*\(Q200588\)' --product 5.5
quiet open-refused Q200588 --product "5.5 SP1"
quiet open-refused Q166308 --case "all right"
quiet open-refused Q240383 --case "as it is"
quiet open-refused Q252843 --case "the same"
found never-active Q169716 'is never active.*\(Q169716\)'
quiet never-active Q190022 --case "X.400: selected times"
found both-wait Q190022 'neither ever connects.*\(Q190022\)' --case "X.400: both remotely initiated"
quiet both-wait Q190022 --case "X.400: remotely initiated"
for end in here there; do
    found one-way Q190022 'lacks two-way alternate.*\(Q190022\)' --case "X.400: remotely initiated without two-way alternate $end"
done
quiet one-way Q190022 --case "X.400: remotely initiated"

# ---- distribution lists ----
found restricted-by-lists Q158590 'looks up 300 objects for each message.*\(Q158590\)' --product 5.0 --case "as it is"
quiet restricted-by-lists Q158590 --product "5.0 SP1" --case "as it is"
found restricted-by-lists Q182547 'restricted by lists in lists, which the MTA of S1 ends over.*\(Q182547\)' --product 5.0 --case "a nested list"
found restricted-by-lists Q242861 'the MTA of S1 ends over.*\(Q242861\)' --product "5.5 SP3"
quiet restricted-by-lists Q242861 --product "5.5 SP4"
found dead-expansion-server Q154537 'sales has no expansion server any more: S2.*\(Q154537\)' --at "1998-03-02 06:52"
quiet dead-expansion-server Q154537 --at "1998-03-02 06:35"
quiet dead-expansion-server Q154537 --at "1998-03-02 07:30"

# ---- time ----
found never-sent Q186714 'has 0 in the registry value Message timeout.*\(Q186714\)' --case "lives in the registry"
quiet never-sent Q178539
found no-retry Q146669 'has 0 as its retry interval.*\(Q146669\)'
quiet no-retry Q184051

# ---- all of them, and the command itself ----
while read -r check; do
    holds "$check is shown on a scenario" test "${checked/ $check /}" != "$checked"
done < <(sed -n 's/^LINT([A-Z_]*, *"\([a-z-]*\)".*/\1/p' "$source/sim/facts/lint.def")
says "nothing is found" 0 out '^findings: 0 on 5.5 SP4$' "$exsim" lint way-back.lua
says "as JSON" 1 out '"check": "no-way-back",' "$exsim" lint no-way-back.lua --json
holds "with connectors" grep -q '"S"' out
holds "and the rule" grep -q '"rule": "NO_SPACE_NO_ROUTE"' out
says "nothing as JSON" 0 out '"findings": \[\]' "$exsim" lint way-back.lua --json
"$exsim" lint no-way-back.lua -o found.txt > out 2> err || true
holds "which has it" grep -q '^no-way-back$' found.txt
says "onto a file that is there" 2 err '-f overwrites it' "$exsim" lint no-way-back.lua -o found.txt
says "a case that there is not" 3 err 'no case' "$exsim" lint way-back.lua --case other
says "a file that there is not" 5 err 'missing.lua' "$exsim" lint missing.lua
says "no file" 2 err 'lint' "$exsim" lint
says "a time before the start" 2 err 'before the start' "$exsim" lint way-back.lua --at "1998-03-01 08:00"
echo "scenario" > broken.lua
says "a scenario with a fault" 3 err 'broken.lua:' "$exsim" lint broken.lua

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
