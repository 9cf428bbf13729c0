#!/bin/bash
# test_commands.sh EXSIM SOURCE - the commands that look at a run, the gallery, and the manual.
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

cat > cut.lua <<'LUA'
local exsim = require "exsim"
local scenario = exsim.scenario { title = "a line is cut", products = { "4.0 SP5", "5.5 SP4" }, start = "1998-03-02 08:00" }
function scenario.build(org)
  local hub, par = org:add_site "SITE":add_server "HUB", org:add_site "PARIS":add_server "PAR"
  hub:add_mailbox "ann"
  par:add_mailbox "bob"
  org:pair("x400", { name = "LINE", hub, par, cost = 1 })
  hub:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
end
function scenario.drive(run, org)
  run:at("08:30", function() org:link "LINE":cut() end)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "waits" } end)
  run:at("09:01", function() org:send { from = "ann", to = "x@example.com", as = "goes out" } end)
  run:at("11:00", function() org:link "LINE":restore() end)
  run:to "12:00"
end
function scenario.expect(seen)
  seen:message "waits":delivered_to "bob":after "11:00"
end
return scenario
LUA
one=(--product "5.5 SP4" "--case=")
"$exsim" run cut.lua "${one[@]}" --record a.exr > /dev/null
"$exsim" run cut.lua "${one[@]}" --record a.ndjson > /dev/null
"$exsim" run cut.lua --product "5.5 SP4" --until 10:00 --record short.exr > /dev/null 2>&1 || true

# ---- queues ----
says "a queue with a message" 0 out '^  X.400 Connector LINE +1 +1998-03-02 09:00:00  59 min 59 s$' "$exsim" queues a.exr --at 10:00
says "an empty queue" 0 out '^  X.400 Connector LINE +0 +- +-$' "$exsim" queues a.exr --at 08:59
says "the queue's name of 4.0" 0 out '^  Internet Mail Connector \(HUB\)' "$exsim" queues cut.lua --product "4.0 SP5" --at 10:00
says "the messages in it" 0 out '^    "waits" +1998-03-02 09:00:00  ' "$exsim" queues a.exr --at 10:00 -v
says "of one server" 0 out '^PAR MTA$' "$exsim" queues a.exr --at 10:00 --server PAR
holds "and of no other" bash -c '! grep -q HUB out'
says "queues as JSON" 0 out '"waiting":1,' "$exsim" queues a.exr --at 10:00 --json
says "at the end of the run" 0 out '^queues at Mon 1998-03-02 12:00:00, product 5.5 SP4$' "$exsim" queues a.exr
says "queues without a run's record" 0 out '^  X.400 Connector LINE +1 ' "$exsim" queues cut.lua --at 10:00
says "a time after the end" 3 err 'after the end of the run' "$exsim" queues a.exr --at 13:00
says "no time at all" 2 err '^exsim: --at: ' "$exsim" queues a.exr --at 25:99
says "a server that there is not" 3 err 'there is no server "HUP"; did you mean HUB\?' "$exsim" queues a.exr --server HUP
says "a record of no detail" 3 err 'holds no entries' bash -c "'$exsim' run cut.lua --product '5.5 SP4' --detail none --record none.exr > /dev/null 2>&1; '$exsim' queues none.exr"
says "queues onto a file that is there" 2 err '-f overwrites it' "$exsim" queues a.exr -o cut.lua

says "explain tells where a row came from" 0 out "^    row 1: the site.s own, in the table since Mon 1998-03-02 08:00:00$" "$exsim" explain a.exr -m waits

# ---- gwart ----
sample=$source/scenarios/kb/gwart/Q149121-the-table-as-text.lua
cat > sample.txt <<'TXT'
EX,/O=WYNNWARE/OU=FRISCO;,1,Connection to Frisco,
EX,/O=MICROSOFT/OU=BSD;,1,Site Connector (BSD),
EX,/O=MICROSOFT/OU=SITE-X;,2,Site Connector (BSD),BSD to X,
MS,MSNET/PO1;,1,MS Mail Connector (PLUTO),
MS,MSNET/PO2;,1,MS Mail Connector (PLUTO),
SMTP,*;,1,Internet Mail Connector (SATURN),
X400,c=GB;a=TMAILUK;p=*;,1,Connection to Frisco,
X400,c=US;a= ;p=MICROSOFT;o=BSD;,1,Site Connector (BSD),
X400,c=US;a= ;p=MICROSOFT;o=SITE-X;,2,Site Connector (BSD),BSD to X,
TXT
says "a table" 0 out '^MS,MSNET/PO3;,1,MS Mail Connector' "$exsim" gwart "$sample" --site SITEZ --product "4.0 SP5"
says "the table before the change" 0 out '^EX,' "$exsim" gwart "$sample" --site SITEZ --product "4.0 SP5" --previous
holds "as the article prints it" cmp sample.txt out
says "the table at a time" 0 out '^EX,' "$exsim" gwart "$sample" --site SITEZ --product "4.0 SP5" --at 09:00
holds "as the article prints it, too" cmp sample.txt out
says "tables of a record" 0 out '^EX,/O=ORG/OU=PARIS;,1,LINE,$' "$exsim" gwart a.exr
holds "each under its site" grep -q '^PARIS$' out
says "tables as JSON" 0 out '"from":null,"since":"1998-03-02 08:00:00"' "$exsim" gwart a.exr --site SITE --json
says "no table before" 0 out '^no routes$' "$exsim" gwart a.exr --site SITE --previous
says "a site that there is not" 3 err 'there is no site "PARS"; did you mean PARIS\?' "$exsim" gwart a.exr --site PARS
says "a table after the end" 3 err 'after the end of the run' "$exsim" gwart a.exr --at 13:00
says "a site given twice" 2 err 'option --site is given twice' "$exsim" gwart a.exr --site A --site B
says "a site for another command" 2 err '^exsim: ' "$exsim" queues a.exr --site SITE
says "a table of no detail" 3 err 'holds no entries' bash -c "'$exsim' run cut.lua --product '5.5 SP4' --detail none --record none.exr -f > /dev/null 2>&1; '$exsim' gwart none.exr"
says "a table onto a file that is there" 2 err '-f overwrites it' "$exsim" gwart a.exr -o cut.lua

# ---- track ----
says "a message's path" 0 out '^  1998-03-02 09:00:00  HUB  4 +Message submission: HUB MTA$' "$exsim" track a.exr -m waits
holds "in" grep -Eq '  PAR  0 +Message transfer in: HUB MTA$' out
holds "and there" grep -Eq '  PAR  9 +Message delivered:' out
says "the service's events" 0 out '  1010  SMTP queued outbound$' "$exsim" track a.exr -m "goes out"
says "the connector's, before there were any" 0 out '  1003  Gateway transfer out: ' "$exsim" track cut.lua --product "4.0 SP5" -m "goes out"
says "an unknown message" 3 err 'did you mean "waits"' "$exsim" track a.exr -m wait
says "the log" 0 out '^log/19980302.log$' "$exsim" track a.exr --log log
holds "fields parted by tabs" grep -Pq '^C=US;A= ;P=ORG;L=HUB-980302090000Z-1\t4\t1998\.3\.2 9:0:0\t\t/O=ORG/OU=SITE/CN=CONFIGURATION/CN=SERVERS/CN=HUB/CN=MICROSOFT MTA\t\t/o=ORG/ou=SITE/cn=Recipients/cn=ann\t0\t1024\t0\t1\t\t1$' log/19980302.log
says "the log is not overwritten" 2 err '-f overwrites it' "$exsim" track a.exr --log log
says "but with -f" 0 out . "$exsim" track a.exr --log log -f
says "into a folder in no folder" 5 err 'No such file' "$exsim" track a.exr --log missing/log
says "a log and JSON" 2 err 'exclude each other' "$exsim" track a.exr --log other --json
says "of one server only" 0 out . "$exsim" track a.exr --log paris --server PAR
holds "nothing of the other's" bash -c '! grep -Pq "\t4\t" paris/19980302.log'
says "tracking as JSON" 0 out '"mts_id":"C=US;A= ;P=ORG;L=HUB-980302090000Z-1"' "$exsim" track a.exr --json

# ---- events ----
says "an event" 0 out '^[0-9:]+ +Warning +MSExchangeMTA +X.400 Service +289 +HUB$' "$exsim" events a.exr
says "no event before" 0 out '^no events$' "$exsim" events a.exr --at 08:59
says "no event elsewhere" 0 out '^no events$' "$exsim" events a.exr --server PAR
says "events as JSON" 0 out '"id":289,"server":"HUB"' "$exsim" events a.exr --json

# ---- diff ----
says "the same run" 0 out '^same: nothing differs$' "$exsim" diff a.exr a.ndjson
says "a run and its scenario" 0 out '^same: nothing differs$' "$exsim" diff a.exr cut.lua
says "another end" 1 out '^first divergence: ' "$exsim" diff a.exr short.exr
sed 's/"11:00", function/"11:30", function/' cut.lua > later.lua
says "another hour" 1 out '^  A  1998-03-02 1[01]:[0-9:.]+  ' "$exsim" diff cut.lua later.lua
holds "both sentences" grep -Eq '^  B  1998-03-02 1[01]:' out
says "as JSON" 1 out '"differ":true' "$exsim" diff cut.lua later.lua --json
says "two products" 0 out '^A: 4.0 SP5, ' "$exsim" diff cut.lua --products "4.0 SP5,5.5 SP4"
compared=(--products "5.5 SP2,5.5 SP4")
bounce=$source/scenarios/kb/ndr/Q251441-report-goes-another-way.lua
says "the rule that makes two products part" 1 out '\(BOUNCE_BACK, Q251441\), which holds in B' "$exsim" diff "$bounce" "${compared[@]}"
says "as a report" 0 out '\(BOUNCE_BACK, Q251441\), which holds in B' "$exsim" report "$bounce" "${compared[@]}"
says "as a report in JSON" 0 out '"causes":\[\{"id":"BOUNCE_BACK",' "$exsim" report "$bounce" "${compared[@]}" --json
says "as a page" 0 err note "$exsim" report "$bounce" "${compared[@]}" -o compared.html
holds "with the rule and its article" grep -q 'BOUNCE_BACK, Q251441</span>' compared.html
says "as a page by diff" 1 err note "$exsim" diff "$bounce" "${compared[@]}" -o again.html
holds "the same" cmp compared.html again.html
says "not as values" 2 err '^exsim: --products: two runs are compared as .txt, .json or .html, not as .csv$' "$exsim" report "$bounce" "${compared[@]}" -o compared.csv
says "a product that there is not" 2 err '^exsim: --products: Exchange 5.5 has no "SP9"' "$exsim" report "$bounce" --products "5.5 SP2,5.5 SP9"
says "one product" 2 err 'not two products' "$exsim" diff cut.lua --products "4.0 SP5"
says "two files and products" 2 err 'of one file, not of two' "$exsim" diff cut.lua later.lua --products "4.0 SP5,5.5 SP4"
says "products of a record" 2 err 'cannot be run again' "$exsim" diff a.exr --products "4.0 SP5,5.5 SP4"
says "one file alone" 2 err 'needs two files' "$exsim" diff cut.lua
sed 's/"record":1/"record":2/' a.ndjson > future.ndjson
says "a record of a future format" 5 err 'written by exsim record format 2' "$exsim" diff a.exr future.ndjson
{ head -c 12 a.exr; printf "\x02\0\0\0"; tail -c +17 a.exr; } > future.exr
says "the same, native" 5 err 'written by exsim record format 2' "$exsim" diff a.exr future.exr
says "a file that is missing" 5 err 'No such file' "$exsim" diff a.exr nope.exr

# ---- a drawing ----
says "the chart alone" 0 out '^<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" ' "$exsim" report a.exr --format svg
cp out chart.svg
says "by the ending" 0 err '^$' bash -c "'$exsim' report a.exr -o again.svg; echo >&2"
holds "the same" cmp chart.svg again.svg
if command -v xmllint > /dev/null; then
    holds "well-formed" xmllint --noout chart.svg
    "$exsim" report "$source/tests/report/page/names.lua" --format svg > names.svg
    holds "whatever names hold" xmllint --noout names.svg
fi
says "without entries" 3 err 'holds no entries' "$exsim" report none.exr --format svg

# ---- kb, new ----
article=$(find "$source/scenarios/kb" -name 'Q*.lua' -printf '%f\n' | LC_ALL=C sort | sed -n '1s/-.*//p')
says "the gallery" 0 out "^$article  [a-z-]+ " "$exsim" kb list
says "a class of it" 0 out 'reroute' "$exsim" kb list reroute
says "nothing of the name" 3 err 'no article has' "$exsim" kb list zzzzzz
says "the gallery as JSON" 0 out "\"article\": \"$article\"" "$exsim" kb list --json
says "an article" 0 out '^The article states +What is checked$' "$exsim" kb show "$article"
holds "with verdicts" grep -q 'PASS  ' out
holds "in 80 columns" bash -c '! grep -Eq "^.{81}" out'
says "without its Q" 0 out "^$article  " "$exsim" kb show "${article#Q}"
says "as JSON" 0 out '"PASS"' "$exsim" kb show "$article" --json
says "an article that there is not" 3 err 'has no scenario' "$exsim" kb show Q000000
says "run an article" 0 out '^PASS [0-9]+ of [0-9]+$' "$exsim" kb run "$article"
mkdir -p few/scenarios/kb/x
cp "$source/scenarios/kb/reroute/Q263714-secured-mail-stays.lua" few/scenarios/kb/x
ln -s "$source/lua" few/lua
says "the gallery as a page" 0 err '^$|note' bash -c "EXSIM_DATA=few '$exsim' kb matrix -o kb.html; code=\$?; echo >&2; exit \$code"
holds "a cell links to its report" grep -q 'href="kb/Q263714-secured-mail-stays-5.5-SP4.html"' kb.html
holds "which is there" grep -q 'data-entry\|id="data"' kb/Q263714-secured-mail-stays-5.5-SP4.html
holds "and links those of other products" grep -q 'href="Q263714-secured-mail-stays-5.0-SP2.html"' \
    kb/Q263714-secured-mail-stays-5.5-SP4.html
says "the page is not overwritten" 2 err '-f overwrites it' "$exsim" kb matrix -o kb.html
says "a misspelt verb" 2 err "did you mean 'show'\?" "$exsim" kb shwo
says "no article to show" 2 err 'needs one article' "$exsim" kb show
says "no verb" 2 err 'kb needs list' "$exsim" kb
EXSIM_DATA=$folder says "no gallery" 5 err 'set EXSIM_DATA' "$exsim" kb list
says "a skeleton" 0 out '^  article  = "Q999999",$' "$exsim" new q999999
cp out new.lua
says "that checks" 0 out '^checked: 1 files, 0 with errors$' "$exsim" check new.lua
says "and passes" 0 out '^PASS 3 of 3$' "$exsim" run new.lua
says "to a file" 0 err '^$|^exsim: note' bash -c "'$exsim' new Q999999 -o made.lua; echo >&2"
holds "the same" cmp new.lua made.lua
says "not onto a file" 2 err '-f overwrites it' "$exsim" new Q999999 -o made.lua
says "no article" 2 err 'is no article' "$exsim" new Q12
says "an article that has one" 0 err "note: $article has a scenario already" "$exsim" new "$article"

# ---- JUnit ----
sed 's/after "11:00"/before "11:00"/' cut.lua > fails.lua
sed 's/add_server "HUB"/add_serer "HUB"/' cut.lua > wrong.lua
says "JUnit" 1 out '^FAIL 2 of 4$' "$exsim" run cut.lua fails.lua --junit results.xml
holds "its sum" grep -q '<testsuites name="exsim" tests="4" failures="2" errors="0" skipped="0">' results.xml
holds "a failure" grep -q '<failure message=' results.xml
if command -v xmllint > /dev/null; then
    holds "well-formed" xmllint --noout results.xml
fi
says "JUnit over itself" 2 err '-f overwrites it' "$exsim" run cut.lua --junit results.xml
says "JUnit of an error" 3 out ERROR "$exsim" run wrong.lua --junit results.xml -f
holds "an error" grep -Eq '<error message="wrong.lua:[0-9]+: ' results.xml
says "the same with any -j" 1 out FAIL "$exsim" run cut.lua fails.lua --junit two.xml -j2
says "twice the same" 1 out FAIL "$exsim" run cut.lua fails.lua --junit one.xml
holds "byte for byte" cmp one.xml two.xml

# ---- what to run next ----
says "a message to explain" 1 out "explain: +exsim explain fails.lua --product '5.5 SP4' --message waits$" "$exsim" run fails.lua --product "5.5 SP4"
holds "that runs" bash -c "$(sed -n "s|.*explain: *exsim|$exsim|p" out)"
says "no progress unless on a terminal" 0 err '^$' bash -c "'$exsim' run cut.lua cut.lua; echo >&2"

# ---- completion, manual ----
says "completion" 0 out '^complete -F _exsim exsim$' "$exsim" completion bash
holds "is bash" bash -n out
complete_it() {
    bash -c "source ./out; COMP_WORDS=($1); COMP_CWORD=\$((\${#COMP_WORDS[@]} - 1)); _exsim 2> /dev/null; echo \"\${COMPREPLY[*]}\""
}
holds "completes a command" test "$(complete_it 'exsim qu')" = queues
holds "completes an option" test "$(complete_it 'exsim queues --ser')" = --server
holds "completes a value" test "$(complete_it 'exsim run --color al')" = always
holds "completes a file" test "$(complete_it 'exsim run cut')" = cut.lua
says "the endings of a report" 0 out "^        --format\) words='txt json html csv svg dot' ;;$" "$exsim" completion bash
says "another shell" 2 err 'only for bash' "$exsim" completion fish
page=$source/man/exsim.1.scd
for name in $("$exsim" help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    holds "the manual has the command $name" grep -q "^\*$name" "$page"
    for option in $("$exsim" help "$name" | sed -n '/^options:/,/^example:/s/.* \(--[a-z-]*\).*/\1/p'); do
        holds "the manual has the option $option" grep -q -- "\*$option\*" "$page"
    done
done
awk "/^\`\`\`/ { inside = !inside; next } inside" "$source/man/exsim-scenario.5.scd" > manual.lua
says "the manual's scenario passes" 0 out '^PASS 2 of 2$' "$exsim" run manual.lua

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
