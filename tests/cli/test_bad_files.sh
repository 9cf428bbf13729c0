#!/bin/bash
# test_bad_files.sh EXSIM SOURCE - bad records, reports and data files, by number, and the answer
# that each gets. test_bad_inputs.sh has the rows of A, B, C.
#
# What must be looked at in a browser is in tests/report/page/browser_test.mjs: D11 (names are text,
# whatever they hold), D16 (nothing and one thing; a million entries; ten thousand lanes), D17
# (without script, in print, at 320 pixels, which is a window of 1280 at 400 %). Every refusal of
# the NDJSON reader is a row of tests/record/test_ndjson.c. Without a row, for lack of what they are
# about: a record as a SQLite database (the rest of D18), Mermaid (of D15).
#
# SPDX-License-Identifier: MIT
set -euo pipefail
exsim=$(realpath "$1")
source=$(realpath "$2")
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
# shellcheck source=tests/cli/says.sh
source "$source/tests/cli/says.sh"
cd "$folder"
unset NO_COLOR EXSIM_DATA

cat > good.lua << 'LUA'
local exsim = require "exsim"
local names = { "plain", "gnp\u{202e}exe", "zero\u{200b}width", "line", "=cmd|' /C calc'!A0",
                "a,b", 'say "x"', "+1", "@SUM(A1)", '"];x', "-->", "end", "a;b", "</script><script>alert(1)</script>", "&amp;", "back\\" }
local scenario = exsim.scenario { title = "names", products = { "5.5 SP4" }, start = "1998-03-02 08:00" }
function scenario.build(org)
  local hub, par = org:add_site "SITE":add_server "HUB", org:add_site "end;-->":add_server 'PAR "1" \\'
  hub:add_mailbox "ann"
  par:add_mailbox "bob"
  hub:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }
  org:add_host("mail.example.com", { mx_for = "example.com" })
  org:pair("x400", { name = 'LINE"];<b>', hub, par, cost = 1 })
end
function scenario.drive(run, org)
  run:at("09:00", function() for _, name in ipairs(names) do org:send { from = "ann", to = "bob", as = name } end end)
  run:to "10:00"
end
function scenario.expect(seen)
  for _, name in ipairs(names) do seen:message(name):delivered_to "bob" end
end
return scenario
LUA
says "the scenario" 0 out '^PASS 16 of 16$' "$exsim" run good.lua --record good.exr
"$exsim" run -q good.lua --record good.ndjson > /dev/null

# A file that is no record, whatever asks: NUMBER-AND-WHAT PATTERN FILE
refused() {
    local what=$1 pattern=$2 file=$3 command
    for command in report "explain --message plain" queues gwart track events "diff good.exr"; do
        # shellcheck disable=SC2086 # words
        says "$what ($command)" 5 err "$pattern" timeout 60 "$exsim" $command "$file"
    done
}
# The good NDJSON with a change: NUMBER-AND-WHAT PATTERN SED
changed() {
    sed -b "$3" good.ndjson > bad.ndjson
    cmp -s good.ndjson bad.ndjson && echo "FAIL $1: nothing changed" && failed=$((failed + 1))
    says "$1" 5 err "$2" timeout 60 "$exsim" report bad.ndjson
}
# Bytes as a file: NUMBER-AND-WHAT PATTERN FILE
given() {
    cat > "$3"
    says "$1" 5 err "$2" timeout 60 "$exsim" report "$3"
}

# ---- records ----
: > empty.exr
: > empty.ndjson
refused "D1 an empty file" '^exsim: "empty.exr": it is empty' empty.exr
refused "D1 an empty file of lines" 'empty.ndjson", line 1: the file is empty' empty.ndjson
head -c 16 good.exr > head.exr
refused "D1 only the head" 'it ends before its schema \(record format 1\)' head.exr
head -n 1 good.ndjson > head.ndjson
says "D1 only the first line is a partial record" 0 err 'head.ndjson is partial' "$exsim" report head.ndjson
{ printf 'exsim record\x07\0\0\0'; tail -c +17 good.exr; } > future.exr
refused "D1 a future version" 'written by exsim record format 7, this exsim reads 1' future.exr
sed '1s/"record":1/"record":7/' good.ndjson > future.ndjson
refused "D1 a future version of lines" 'written by exsim record format 7, this exsim reads 1' future.ndjson
head -c 1000000 /dev/zero | tr '\0' '[' | given "D3 a million arrays" 'maximum parsing depth' deep.ndjson
seq 1000000 | sed 's/.*/{"a":/' | tr -d '\n' | given "D3 a million objects" 'maximum parsing depth' deep.ndjson
changed "D4 1e999" 'real number overflow' '/^{"entry":3,/s/"t":[0-9]*/"t":1e999/'
changed "D4 NaN" 'invalid token' '/^{"entry":3,/s/"t":[0-9]*/"t":NaN/'
changed "D4 20 digits" 'too big integer' '/^{"entry":3,/s/"t":[0-9]*/"t":12345678901234567890/'
changed "D4 -0" 'is no number of a record' '/^{"entry":3,/s/"t":[0-9]*/"t":-0/'
changed "D4 1e-400" 'must be a whole number' '/^{"entry":3,/s/"t":[0-9]*/"t":1e-400/'
changed "D6 half a surrogate pair" 'invalid Unicode' '/^{"text":1,/s/"value":"/&\\ud800/'
changed "D6 a zero byte" 'u0000 is not allowed' '/^{"text":1,/s/"value":"/&\\u0000/'
changed "D6 invalid UTF-8" 'unable to decode byte 0xff' '/^{"text":1,/s/"value":"/&\xff/'
changed "D6 a byte order mark" "line 1: '\[' or '\{' expected" '1s/^/\xef\xbb\xbf/'
changed "D7 time runs back" 'entry 5 is earlier than 4' '/^{"entry":5,/s/"t":[0-9]*/"t":1/'
changed "D7 a gap" 'entry 6 where 5 comes next' '/^{"entry":5,/d'
changed "D7 a repetition" 'entry 4 where 5 comes next' '/^{"entry":4,/p'
changed "D7 over 2^63" 'too big integer' '/^{"entry":5,/s/"t":[0-9]*/"t":9223372036854775808/'
changed "D8 an undeclared object" 'at is 99999, but [0-9]+ objects are declared' '/^{"entry":5,/s/"at":[0-9]*/"at":99999/'
changed "D8 an undeclared message" 'message 99999, but 16 messages are declared' 's/\("kind":"queued","at":[0-9]*,"message":\)1,/\199999,/'
changed "a fingerprint of other lines" 'the fingerprint is not that' '/^{"fact":"seed"/s/"1"/"2"/'

# D9: neither a line of a gigabyte nor very many lines take more memory than there is in them.
within() { # a command in 400 MB; as it is where an address space cannot be limited (sanitizers)
    if (ulimit -v 400000 && "$exsim" version) > /dev/null 2>&1; then ulimit -v 400000; fi
    timeout 60 "$@"
}
truncate -s 1G wide.ndjson
says "D9 a line of a gigabyte" 5 err 'line 1: longer than 16777216 bytes' within "$exsim" report wide.ndjson
{ cat head.ndjson; truncate -s 1G /dev/stdout; } > wide.ndjson
says "D9 a second one" 5 err 'line 2: longer than 16777216 bytes' within "$exsim" report wide.ndjson
{ head -c 16 good.exr; truncate -s 1G /dev/stdout; } > wide.exr
says "D9 a gigabyte of nothing" 5 err "a chunk's header is damaged" within "$exsim" report wide.exr
head -c 100000000 /dev/zero | tr '\0' '\n' > lines.ndjson
says "D9 very many lines" 5 err 'line 1: ' within "$exsim" report lines.ndjson
rm wide.* lines.ndjson
{ sed '/^{"entry":1,/,$d' good.ndjson
  line=$(sed -n 's/^{"entry":0,//p' good.ndjson)
  seq -f '{"entry":%.0f,'"${line//%/%%}" 1 500000; } > long.ndjson
says "D9 half a million entries" 0 err 'long.ndjson is partial' within "$exsim" queues long.ndjson

# Cut off anywhere, a record is read as far as it goes; with a byte changed it is refused.
size=$(stat -c %s good.exr)
for at in 60 $((size * 2 / 3)) $((size - 100)) $((size - 1)); do
    head -c "$at" good.exr > cut.exr
    if [ "$at" -eq 60 ]; then
        says "cut off at $at" 5 err 'ends before its schema' "$exsim" report cut.exr
    else
        says "cut off at $at" 0 err 'cut.exr is partial' "$exsim" report cut.exr
    fi
    { head -c "$at" good.exr; printf '\xa5'; tail -c +$((at + 2)) good.exr; } > other.exr
    says "another byte at $at" 5 err '^exsim: "other.exr": ' "$exsim" report other.exr
done
says "a record is no scenario" 3 err 'good.exr: not a text script: it is a record' "$exsim" run good.exr
says "nor is it as lines" 3 err 'good.ndjson: not a text script: it is a record' "$exsim" run good.ndjson
printf 'SQLite format 3\0' > database.exr
refused "D18 a SQLite database" 'it is no exsim record' database.exr

# ---- what reports make of names ----
# A scenario may not name things so; a record may come from anywhere.
sed -b '/^{"end"/d; /^{"name":"plain"/s/plain/\\u001b[31mred\\u001b]0;title\\u0007/; /^{"name":"line"/s/line/line\\r\\nbreak/
        /^{"object".*"name":"HUB"/s/"title":"HUB/&\\u001b[2J/; /^{"text":/s/ann/\\u009b\\u007fann/' good.ndjson > evil.ndjson
for ending in txt json html csv dot svg; do
    holds "$ending" "$exsim" report good.exr -o "good.$ending" --all
    says "$ending of names from anywhere" 0 err 'is partial' "$exsim" report evil.ndjson -o "evil.$ending" --all
done
# D11
holds "D11 no name is markup" bash -c '! grep -Fq "<script>alert" good.html'
"$exsim" diff good.exr evil.ndjson -o pair.html > /dev/null 2>&1 || true
holds "D11 nor in a comparison" bash -c 'test -s pair.html && ! grep -Fq "<script>alert" pair.html'
holds "D11 nothing from elsewhere runs" grep -Fq "default-src 'none'" good.html
says "D11 as text" 0 out '&lt;/script&gt;&lt;script&gt;alert\(1\)' cat good.html
# D12: what a terminal would obey, and what is not seen
raw=$'[\x01-\x08\x0b-\x1f\x7f]'
hidden=$'\xe2\x80\xae|\xe2\x80\x8b|\xc2\x9b'
for command in "report --format txt --all" "explain --message "$'gnp\xe2\x80\xaeexe' "queues -v" gwart track events "diff good.exr" "report --format dot"; do
    # shellcheck disable=SC2086 # words
    "$exsim" $command evil.ndjson > out 2>&1 || true
    holds "D12 something is said ($command)" test -s out
    holds "D12 no control characters ($command)" bash -c "! LC_ALL=C grep -q \$'$raw' out"
    holds "D12 nothing hidden ($command)" bash -c "! LC_ALL=C grep -Eq '$hidden' out"
done
says "D12 they are shown" 0 out '\\x1b\[31mred' cat evil.txt
says "D12 so are directions" 0 out 'gnp\\u\{202e\}exe' cat evil.txt
says "D12 and widths" 0 out 'zero\\u\{200b\}width' cat evil.txt
holds "D12 in the page, too" bash -c "! LC_ALL=C grep -Eq \$'\x1b|$hidden' evil.html"
# D13
says "D13 a formula stands behind an apostrophe" 0 out ",\"'=cmd\|' /C calc'!A0\"," cat good.csv
says "D13 and so does a sum" 0 out ",\"'@SUM\(A1\)\"," cat good.csv
says "D13 a comma is quoted" 0 out ',"a,b",' cat good.csv
says "D13 a quote is doubled" 0 out ',"say ""x""",' cat good.csv
# D15
if command -v dot > /dev/null; then
    says "D15 dot reads the graph" 0 out '^graph.*' dot -Tplain good.dot
    says "D15 and finds the server" 0 out '^node .*PAR \\"1\\"' dot -Tplain good.dot
else
    echo "SKIPPED D15: dot is missing (graphviz)"
fi
if command -v xmllint > /dev/null; then
    "$exsim" run -q good.lua --junit good.xml > /dev/null
    holds "JUnit is XML" xmllint --noout good.xml
    says "with every expectation" 0 out '^16$' xmllint --xpath 'count(//testcase)' good.xml
    for page in good evil; do
        holds "the chart is XML ($page)" xmllint --noout "$page.svg"
        sed -n '/<svg/,/<\/svg>/p' "$page.html" > inner.svg
        says "the drawing in the page is XML ($page)" 0 out '^[1-9]' xmllint --xpath 'count(//*[local-name() = "svg"]//*)' inner.svg
    done
else
    echo "SKIPPED JUnit and drawings as XML: xmllint is missing (libxml2-utils)"
fi
if command -v tidy > /dev/null; then
    holds "the gallery's page" "$exsim" kb matrix --filter Q263714 -o matrix.html
    says "two records as a page" 1 err 'is partial' "$exsim" diff good.exr evil.ndjson -o two.html
    for page in good evil matrix two; do
        holds "tidy knows nothing better ($page)" tidy -quiet -errors -utf8 "$page.html"
    done
else
    echo "SKIPPED pages as HTML: tidy is missing"
fi

# ---- D20: the same run, the same bytes ----
for ending in txt json html csv dot svg; do
    TZ=Asia/Tokyo LC_ALL=C "$exsim" report good.lua -o "again.$ending" --all 2> /dev/null
    holds "D20 $ending" cmp "good.$ending" "again.$ending"
    "$exsim" report good.ndjson -o "again.$ending" -f --all
    holds "D20 $ending, from lines" cmp "good.$ending" "again.$ending"
done

# ---- D22: there is no configuration file, so none changes anything ----
mkdir -p home/.config/exsim
printf '\xef\xbb\xbf[colour]\nnonsense = 1\n' | tee home/.config/exsim/config home/.config/exsim.conf home/.exsimrc > /dev/null
chmod 000 home/.exsimrc
"$exsim" run good.lua > here
HOME=$folder/home XDG_CONFIG_HOME=$folder/home/.config "$exsim" run good.lua > there 2>&1
holds "D22 nothing is read" cmp here there

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
