#!/bin/bash
# test_cli.sh EXSIM SOURCE - the program from outside: exit codes, messages, files.
#
# Bad inputs of the command line each get their answer; nothing that was there is lost.
#
# SPDX-License-Identifier: MIT
set -euo pipefail
exsim=$(realpath "$1")
source=$(realpath "$2")
scenario=$(find "$source/scenarios/kb" -name '*.lua' | LC_ALL=C sort | sed -n 1p)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# shellcheck source=tests/cli/says.sh
source "$source/tests/cli/says.sh"
cd "$folder"
unset NO_COLOR EXSIM_DATA

cat > good.lua <<'LUA'
local exsim = require "exsim"
local scenario = exsim.scenario { title = "one server", products = { "5.0 SP2", "5.5 SP4" }, start = "1998-03-02 08:00" }
function scenario.build(org)
  local server = org:add_site "SITE":add_server "HUB"
  server:add_mailbox "ann"
  server:add_mailbox "bob"
end
function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "hello" } end)
  run:to "10:00"
end
function scenario.expect(seen)
  seen:message "hello":delivered_to "bob":before "09:30"
end
return scenario
LUA
sed 's/before "09:30"/after "09:30"/' good.lua > bad.lua
sed 's/add_server "HUB"/add_serer "HUB"/' good.lua > misspelt.lua
sed 's/return scenario/return scenario =/' good.lua > syntax.lua
sed '/seen:message/d' good.lua > empty.lua
sed 's/run:to "10:00"/while true do end/' good.lua > endless.lua
sed 's/^return scenario/scenario.case("slow", {})\nscenario.case("fast", {})\n&/' good.lua > cases.lua
sed 's/^function scenario.expect/scenario.case("new", { since = "5.5 SP1", expect = function(seen) seen:message "hello":delivered() end })\n&/' good.lua > since.lua
sed 's/run:at("09:00"/run:at("25:99"/' good.lua > when.lua
sed 's/run:to "10:00"/run:to "08:30" run:at("1998-03-02 08:10", print)/' good.lua > past.lua
one=(--product "5.5 SP4" "--case=")

# ---- the command line ----
says "no arguments: help" 2 err '^usage: exsim' "$exsim"
holds "no arguments: nothing on standard output" test ! -s out
says "a misspelt command" 2 err "did you mean 'run'\?" "$exsim" rnu x.lua
says "a misspelt option" 2 err 'unknown option --sed; did you mean --seed\?' "$exsim" run --sed=1
says "--seed with a leading zero" 0 out '^PASS 2 of 2$' "$exsim" run --seed=010 good.lua
says "a hexadecimal seed" 2 err '^exsim: --seed: "0x10"' "$exsim" run --seed=0x10 good.lua
says "a negative seed" 2 err '^exsim: --seed: "-1"' "$exsim" run --seed=-1 good.lua
says "an empty seed" 2 err '^exsim: --seed: ""' "$exsim" run --seed= good.lua
says "an option twice" 2 err 'option --json is given twice' "$exsim" run --json --json good.lua
says "a product that never was" 2 err '^exsim: --product: ' "$exsim" run --product "5.6" good.lua
says "a rule that there is not" 2 err 'did you mean SECURED_STAYS' "$exsim" run --without SECURED_STAY good.lua
says "a case that there is not" 3 err 'there is no case "zzzzzzz"' "$exsim" run --case zzzzzzz good.lua
says "a case that there is not, of the main one" 3 err 'no case "zzzzzzz": there is only the main case \(--case ""\)$' "$exsim" run --case zzzzzzz good.lua
says "a case that there is not, of several" 3 err 'no case "zzzzzzz": there are the main case \(--case ""\), "slow", "fast"$' "$exsim" run --case zzzzzzz cases.lua
says "a misspelt case, to be recorded" 3 err 'no case "fats"; did you mean "fast"\?' "$exsim" run --case fats cases.lua --record c.exr
holds "it is not recorded" test ! -e c.exr
says "a case that there is not, checked" 3 err 'no case "zzzzzzz": there are' "$exsim" check --case zzzzzzz cases.lua
says "a case that there is not, explained" 3 err 'no case "zzzzzzz": there are' "$exsim" explain --case zzzzzzz cases.lua --message hello
says "a filter that nothing passes" 2 err '^exsim: --filter' "$exsim" run --filter zzzzzzz good.lua
says "a filter that nothing of the case passes" 2 err '^exsim: --filter: no run has "zzzzzzz"' "$exsim" run --case fast --filter zzzzzzz cases.lua
says "a file too few" 2 err 'run needs FILE' "$exsim" run
says "an argument too many" 2 err 'one argument too many' "$exsim" report a b
says "help for a command" 0 out '^example:' "$exsim" help run
says "the exit codes" 0 out '^130 and 143 stopped by' "$exsim" help
says "help for no command" 2 err 'unknown command' "$exsim" help rnu
says "the version" 0 out '"record_format": 1' "$exsim" version --json

# ---- files ----
says "a missing script" 5 err '^exsim: nope.lua: No such file' "$exsim" run nope.lua
says "a file without a name" 5 err '^exsim: "": No such file' "$exsim" run ""
says "a folder where one file is meant" 5 err 'Is a directory' "$exsim" report .
mkdir nothing
says "a folder without scenarios" 3 err 'no scenarios' "$exsim" run nothing
mkfifo pipe
says "a pipe that nobody writes to" 5 err 'not a regular file' timeout 10 "$exsim" run pipe
says "standard input" 0 out '^PASS 2 of 2$' bash -c "'$exsim' run - < good.lua"
if [ "$(id -u)" -ne 0 ]; then
    cp good.lua secret.lua
    chmod 000 secret.lua
    says "an unreadable script" 5 err 'Permission denied' "$exsim" run secret.lua
fi
odd=$(printf '\xff\xfe.lua')
cp good.lua "$odd"
says "a name that is not UTF-8" 0 out '^\\xff\\xfe\.lua$' "$exsim" run "$odd"
says "the same as JSON" 0 out '"file": "\\\\xff\\\\xfe\.lua"' "$exsim" run --json "$odd"
rm "$odd"
seq -f 'no%g.lua' 1 20000 > names
says "very many scripts" 5 err "no20000.lua" timeout 60 bash -c "xargs -a names -s 2000000 -n 20000 \"$exsim\" run -q; [ \$? -eq 123 ] && exit 5"

# ---- results ----
says "message by message" 0 out '^---- .*, Mon 1998-03-02 -+$' "$exsim" run good.lua --by-message
says "also as a report" 0 out '^---- .*, Mon 1998-03-02 -+$' "$exsim" report good.lua --by-message
says "but not on a page" 2 err '^exsim: --by-message is of one run' "$exsim" report good.lua --by-message --format html
says "all passed" 0 out '^PASS 2 of 2$' "$exsim" run good.lua
says "the fingerprint is the line before the verdict" 0 out '^fingerprint: sha256:[0-9a-f]{64}$' bash -c "'$exsim' run good.lua | tail -2 | head -1"
says "one failed" 1 out '^FAIL 0 of 2$' "$exsim" run bad.lua
says "a failure can be replayed" 1 out 'replay: +exsim run bad.lua --product' "$exsim" run bad.lua
says "a misspelt name" 3 err '^exsim: misspelt.lua:4: ' "$exsim" run misspelt.lua
says "found without running" 3 err '^exsim: misspelt.lua:4: ' "$exsim" check misspelt.lua
says "a syntax error" 3 err '^exsim: syntax.lua:[0-9]+: ' "$exsim" run syntax.lua
says "no expectations" 0 err 'nothing was expected' "$exsim" run empty.lua
says "expectations that --until leaves unasked" 0 out '^EMPTY: --until ended the run at 1998-03-02 09:30:00' "$exsim" run good.lua --until 09:30
says "and that is all there is to say" 0 err '^exsim: note: --until ended the run before its expectations were asked, so nothing was checked$' "$exsim" run good.lua --until 09:30
says "--until behind the end leaves none" 0 out '^PASS 2 of 2$' "$exsim" run good.lua --until 11:00
says "a case for no such product" 0 out '^NOT-APPLICABLE 0 of 0: nothing is for this product$' "$exsim" run since.lua --product "5.0 SP2" --case new
says "that is no lack of expectations" 0 err '^exsim: note: no case was for this product, so' "$exsim" run since.lua --product "5.0 SP2" --case new
says "an impossible time, found without running" 3 err '^exsim: when.lua:9: .*"25:99" is not a time' "$exsim" check when.lua
says "a time that is past by then" 3 err '^exsim: past.lua:10: \[1998-03-02 08:30:00\] "1998-03-02 08:10" lies in the past' "$exsim" check past.lua
says "an endless loop" 4 err 'endless.lua' timeout 60 "$exsim" run endless.lua
says "the worst of several" 4 out '^ERROR' timeout 60 "$exsim" run bad.lua misspelt.lua endless.lua
says "good ones check" 0 out '^checked: 1 files, 0 with errors$' "$exsim" check good.lua
says "stops at the first failure" 1 out '^FAIL 0 of 1$' "$exsim" run --fail-fast bad.lua misspelt.lua
says "JSON alone" 1 out '"failed": 2' "$exsim" run --json bad.lua
says "standard output is full" 5 err 'No space left' bash -c "'$exsim' run good.lua > /dev/full"
says "a reader that goes away" 0 out . bash -c "'$exsim' run good.lua | head -1"
says "no colour unasked" 0 out '^PASS  ' "$exsim" run good.lua
says "colour when asked" 0 out $'^\033\\[32mPASS' "$exsim" run --color=always good.lua

# ---- any -j ----
mkdir many
cp good.lua bad.lua misspelt.lua empty.lua syntax.lua many
for jobs in 1 2 5; do
    "$exsim" run many -j "$jobs" > "text$jobs" 2> "messages$jobs" || true
    "$exsim" run many -j "$jobs" --json > "json$jobs" 2> /dev/null || true
done
for jobs in 2 5; do
    holds "-j $jobs: the same text" cmp text1 "text$jobs"
    holds "-j $jobs: the same messages" cmp messages1 "messages$jobs"
    holds "-j $jobs: the same JSON" cmp json1 "json$jobs"
done

# ---- records and reports ----
says "--record of several runs" 2 err 'choose with --product and --case' "$exsim" run good.lua --record a.exr
says "a report on the record" 2 err '^exsim: --record and -o name the same file: same.exr$' "$exsim" run good.lua "${one[@]}" --record same.exr -o ./same.exr -f
holds "neither is written" test ! -e same.exr
says "--record of another ending" 2 err 'neither in .exr nor in .ndjson' "$exsim" run good.lua --record a.txt
says "a native record" 0 out '^PASS 1 of 1$' "$exsim" run good.lua "${one[@]}" --record a.exr
says "a record as lines" 0 out '^PASS 1 of 1$' "$exsim" run good.lua "${one[@]}" --record a.ndjson
says "an existing record stays" 2 err '-f overwrites it' "$exsim" run good.lua "${one[@]}" --record a.exr
says "but with -f" 0 out PASS "$exsim" run good.lua "${one[@]}" --record a.exr -f
says "report of a record" 0 out '^PASS 1 of 1$' "$exsim" report a.exr
cp out from-exr
says "report of lines" 0 out '^PASS 1 of 1$' "$exsim" report a.ndjson
holds "both records make one report" cmp out from-exr
says "report of a scenario" 0 out '^PASS 1 of 1$' "$exsim" report good.lua
holds "the same report without the record" cmp out from-exr
holds "JSON report" "$exsim" report a.exr -o a.json
holds "it is there" grep -q '"fingerprint"' a.json
says "report onto its input" 2 err 'is an input' "$exsim" report a.ndjson --format txt -f -o a.ndjson
says "report onto a file" 2 err '-f overwrites it' "$exsim" report a.exr -o a.json
says "report into a missing folder" 5 err 'No such file' "$exsim" report a.exr -o missing/a.txt
says "report of another ending" 2 err 'there are .txt, .json' "$exsim" report a.exr -o a.xyz
says "report of what --until cut" 0 out '^EMPTY --until ended the run before' "$exsim" report good.lua --until 09:30
size=$(stat -c %s a.exr)
head -c $((size - 20)) a.exr > partial.exr
says "report of a partial record" 0 out '^(EMPTY partial: the run did not get as far|PASS 1 of 1, partial$)' "$exsim" report partial.exr
head -c 100 a.exr > cut.exr
head -c 0 a.exr > none.exr
says "an empty record" 5 err '^exsim: ' "$exsim" report none.exr
says "why a message went" 0 out 'hello' "$exsim" explain a.exr --message hello
says "the same from the scenario" 0 out 'hello' "$exsim" explain good.lua --message hello --at "09:15"
says "an unknown message" 3 err 'did you mean "hello"' "$exsim" explain good.lua --message helo
says "no message" 2 err 'needs --message' "$exsim" explain good.lua

# ---- facts and mutants ----
article=$(sed -n 's/.*article *= *"\(Q[0-9]*\)".*/\1/p' "$scenario" | sed -n 1p)
says "facts of an article" 0 out 'module: +sim/model/' "$exsim" facts "$article"
says "and its scenario" 0 out "scenarios/kb/.*$article" "$exsim" facts "$article"
says "a misspelt rule" 3 err 'did you mean SECURED_STAYS' "$exsim" facts SECURD_STAYS
says "a setting, with its default" 0 out "default: +144" "$exsim" facts "Max open retries"
says "a diagnostic" 0 out '^diagnostic 2' "$exsim" facts mts-congestion
for word in SECURED_STAYS "Max open retries" mts-congestion "$article" reroute; do
    says "facts as JSON: $word" 0 out '^  "rules": ' "$exsim" facts --json "$word"
    if command -v jq > /dev/null; then
        holds "one object: $word" jq -es 'length == 1 and (.[0] | [.[] | length] | add) > 0' out
    fi
done
mkdir -p scenarios/kb/x
cp good.lua scenarios/kb/x/
says "a scenario of an article that names no mutant" 3 err 'names no mutant' "$exsim" mutants scenarios/kb
says "no mutant elsewhere" 0 out '^mutants: 0 killed, 0 survived$' "$exsim" mutants good.lua
sed 's/start =/mutant = { "HOP_LIMIT" }, start =/' good.lua > weak.lua
says "a mutant that survives" 1 out '^survived: weak.lua HOP_LIMIT$' "$exsim" mutants weak.lua
says "as JSON" 1 out '"result": "survived"' "$exsim" mutants --json weak.lua
if command -v jq > /dev/null; then
    holds "one object, with the count" jq -es 'length == 1 and .[0].survived == 1 and .[0].mutants[0].rule == "HOP_LIMIT"' out
fi

# ---- signals ----
sed 's/run:to "10:00"/for _ = 1, 100000 do run:to "+1 h" end/' good.lua > long.lua
"$exsim" run long.lua "${one[@]}" --record long.exr > /dev/null 2>&1 &
child=$!
sleep 0.3
if kill -INT "$child" 2> /dev/null; then
    code=0
    wait "$child" || code=$?
    # It may just have been ready; what counts is that it was not killed without a word.
    holds "SIGINT: exit code 130" test "$code" -eq 130 -o "$code" -eq 0 -o "$code" -eq 4
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
