#!/bin/bash
# test_bad_inputs.sh EXSIM SOURCE - bad inputs, by number, and the answer that each gets.
#
# A: the command line; B: the scenario language; C: addresses and address spaces; those about files
# (D) are in test_bad_files.sh. C10's random texts come back in tests/model/test_address_x400.c, C18's
# limits in test_recipients.c beside it. A number without a row is of a command that there is not: A8,
# A16, A17 (sweep), A22 (the shell).
#
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2016 # Lua's $ is meant
set -euo pipefail
exsim=$(realpath "$1")
source=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# shellcheck source=tests/cli/says.sh
source "$source/tests/cli/says.sh"
cd "$folder"
unset NO_COLOR EXSIM_DATA

# scenario BUILD DRIVE EXPECT: a scenario with these lines put in
scenario() {
    cat << LUA
local exsim = require "exsim"
local scenario = exsim.scenario { title = "t", products = { "5.5 SP4" }, start = "1998-03-02 08:00" }
function scenario.build(org)
  local site = org:add_site "SITE"
  local server = site:add_server "HUB"
  server:add_mailbox "ann"
  server:add_mailbox "bob"
  $1
end
function scenario.drive(run, org)
  run:at("09:00", function() org:send { from = "ann", to = "bob", as = "hello" } end)
  $2
  run:to "10:00"
end
function scenario.expect(seen)
  seen:message "hello":delivered()
  $3
end
return scenario
LUA
}

# What is put into the build, the drive, the expectations: NUMBER-AND-WHAT CODE PATTERN LUA
builds() { scenario "$4" "" "" > x.lua && says "$1" "$2" err "$3" timeout 60 "$exsim" run x.lua; }
drives() { scenario "" "$4" "" > x.lua && says "$1" "$2" err "$3" timeout 60 "$exsim" run x.lua; }
expects() { scenario "" "" "$4" > x.lua && says "$1" "$2" err "$3" timeout 60 "$exsim" run x.lua; }
# Good after all: NUMBER-AND-WHAT LUA
built() { scenario "$2" "" "" > x.lua && says "$1" 0 out '^PASS [0-9]+ of' timeout 60 "$exsim" run x.lua; }
# A message to an address: NUMBER-AND-WHAT CODE STREAM PATTERN ADDRESS
mails() {
    scenario 'server:add_connector { kind = "ims", spaces = { { "SMTP:*", cost = 1 } } }' \
        "run:at(\"09:01\", function() org:send { from = \"ann\", to = $5, as = \"m\" } end)" \
        'seen:message "m":returned()' > x.lua
    says "$1" "$2" "$3" "$4" timeout 60 "$exsim" run x.lua
}
# An address space: NUMBER-AND-WHAT CODE PATTERN SPACE
spaces() { builds "$1" "$2" "$3" "server:add_connector { kind = 'x400', name = 'C', to = org:add_host 'H', spaces = { { $4, cost = 1 } } }"; }

scenario "" "" "" > good.lua

# ---- A: the command line ----
says "A1 no arguments" 2 err '^usage: exsim' "$exsim"
holds "A1 nothing on standard output" test ! -s out
says "A2 a misspelt command" 2 err "did you mean 'run'\?" "$exsim" rnu x.lua
says "A3 a misspelt option" 2 err 'unknown option --sed; did you mean --seed\?' "$exsim" run --sed=1
says "A4 a leading zero" 0 out '^PASS' "$exsim" run --seed=010 good.lua
says "A4 hexadecimal" 2 err '^exsim: --seed: "0x10"' "$exsim" run --seed=0x10 good.lua
for seed in -1 "" 3x 1e3 99999999999999999999; do
    says "A6 --seed=$seed" 2 err "^exsim: --seed: \"$seed\"" "$exsim" run "--seed=$seed" good.lua
done
says "A10 missing" 5 err '^exsim: nope.lua: No such file' "$exsim" run nope.lua
says "A10 a directory" 5 err 'Is a directory' "$exsim" report .
mkfifo pipe
says "A10 a pipe that nobody writes to" 5 err 'not a regular file' timeout 10 "$exsim" run pipe
odd=$(printf '\xff\xfe.lua')
cp good.lua "$odd"
says "A11 a name that is not UTF-8" 0 out '^\\xff\\xfe\.lua$' "$exsim" run "$odd"
rm "$odd"
cp good.lua kept.lua
says "A13 onto its input" 2 err 'is an input' "$exsim" report good.lua --format txt -f -o good.lua
holds "A13 the input is untouched" cmp good.lua kept.lua
says "A13 onto a file" 2 err '-f overwrites it' "$exsim" report good.lua --format txt -o kept.lua
says "A13 into a missing folder" 5 err 'No such file' "$exsim" report good.lua -o missing/a.txt
seq -f 'no%g.lua' 1 20000 > names
says "A18 very many scripts" 5 err "no20000.lua" timeout 60 bash -c "xargs -a names -s 2000000 -n 20000 \"$exsim\" run -q; [ \$? -eq 123 ] && exit 5"
says "A18 a long option value" 2 err '^exsim: --filter' bash -c "head -c 100000 /dev/zero | tr '\\0' x > long; '$exsim' run good.lua --filter \"\$(cat long)\""
"$exsim" run good.lua --record a.ndjson > /dev/null 2>&1
sed '1s/"record":1/"record":2/' a.ndjson > future.ndjson
says "A19 a format of the future" 5 err 'written by exsim record format 2' "$exsim" diff a.ndjson future.ndjson
if command -v script > /dev/null; then
    says "A21 standard input is a terminal" 0 out 'reading a scenario from the terminal' timeout 20 script -qec "timeout -s KILL 1 '$exsim' run - || true" /dev/null
fi

# A15: the first signal ends the run, with a record marked partial; the second at once
scenario "" 'for _ = 1, 200000 do run:to "+1 h" end run:at("+1 min", print)' "" | sed '/run:to "10:00"/d' > long.lua
"$exsim" run long.lua --record long.exr > /dev/null 2>&1 &
child=$!
sleep 0.2
if kill -INT "$child" 2> /dev/null; then
    code=0
    wait "$child" || code=$?
    holds "A15 stopped, or just ready" test "$code" -eq 130 -o "$code" -eq 0 -o "$code" -eq 4
fi

# ---- B: the scenario language ----
: > empty.lua
says "B1 an empty file" 3 err 'empty.lua' "$exsim" run empty.lua
echo '-- nothing' > comments.lua
says "B1 only comments" 3 err 'comments.lua' "$exsim" run comments.lua
scenario "" "" "" | sed '/seen:message/d' > unasked.lua
says "B1 no expectations" 0 err 'nothing was expected' "$exsim" run unasked.lua
scenario "" "" "" | sed 's/^return scenario/return = scenario/' > syntax.lua
says "B2 a syntax error" 3 err "^exsim: syntax.lua:[0-9]+: .*near" "$exsim" run syntax.lua
printf '\xef\xbb\xbf' | cat - good.lua > bom.lua
says "B3 a byte order mark" 0 out '^PASS' "$exsim" run bom.lua
sed '1i #!/usr/bin/exsim' good.lua > bang.lua
says "B3 a first line for the shell" 0 out '^PASS' "$exsim" run bang.lua
sed 's/$/\r/' good.lua > crlf.lua
says "B3 lines that end in CR LF" 0 out '^PASS' "$exsim" run crlf.lua
sed 's/$/\r/; s/add_server/add_serer/' good.lua > crlf.lua
says "B3 their numbers" 3 err '^exsim: crlf.lua:5: ' "$exsim" run crlf.lua
iconv -f utf-8 -t utf-16 good.lua > wide.lua
says "B4 UTF-16" 3 err 'not a text script' "$exsim" run wide.lua
head -c 500 /dev/urandom > noise.lua
says "B4 noise" 3 err 'noise.lua' "$exsim" run noise.lua
printf '\x1bLua\x54\x00' > code.lua
says "B5 bytecode" 3 err 'code.lua' "$exsim" run code.lua
drives "B6 an endless loop" 4 'instructions' 'while true do end'
drives "B6 in a goto" 4 'instructions' '::again:: goto again'
drives "B6 swallowed" 4 'instructions' 'pcall(function() while true do end end) pcall(function() while true do end end)'
drives "B8 a handler that loops" 4 'x.lua' 'xpcall(error, function() while true do end end)'
drives "B9 a huge text" 4 'memory' 'local s = ("x"):rep(1 << 30)'
drives "B9 in pcall" 4 'memory' 'for _ = 1, 1e9 do pcall(string.rep, "x", 1 << 30) end'
drives "B10 a text too large" 3 'too large' 'local s = ("x"):rep(1e9, ("y"):rep(1e6))'
drives "B11 a text that grows" 4 'memory' 'local s = "x" while true do s = s .. s end'
drives "B11 a table that grows" 4 'memory' 'local t = {} for i = 1, 1e12 do t[i] = i end'
drives "B13 too many captures" 3 'too many captures' 'string.find("x", ("("):rep(1000))'
drives "B14 recursion" 4 'stack overflow' 'local function f() return 1 + f() end f()'
drives "B14 by __index" 3 'overflow|too long' 'local t = {} setmetatable(t, { __index = function(s, k) return s[k] end }) local _ = t.x'
drives "B14 by __concat" 3 'overflow' 'local t = setmetatable({}, { __concat = function(a, b) return a .. b end }) local _ = t .. t'
drives "B14 by gsub" 3 'overflow' 'local function f(s) return s:gsub(".", f) end f "x"'
drives "B15 nested coroutines" 3 'C stack overflow' 'local function deep() local co = coroutine.wrap(deep) co() end deep()'
drives "B16 error(nil)" 3 'x.lua' 'error(nil)'
drives "B16 error({})" 3 'error object is a table value' 'error({})'
drives "B16 an error that loops" 3 'x.lua' 'error(setmetatable({}, { __tostring = function() while true do end end }))'
drives "B18 __gc" 3 '__gc is not available' 'setmetatable({}, { __gc = function() end })'
for name in io os debug package dofile loadfile collectgarbage; do
    drives "B19 $name" 3 "$name" "local _ = $name.x"
done
drives "B19 require" 3 'require' 'require "os"'
drives "B21 an undeclared name" 3 "Serer" 'local _ = Serer'
drives "B21 an assignment to a library" 3 'read-only' 'string.x = 1'
drives "B21 to print" 3 'read-only' 'print = nil'
drives "B22 the metatable of texts" 3 'x.lua' 'getmetatable("").__index = nil'
drives "B24 too many results" 3 'too many results' 'table.unpack({}, 1, 1e7)'
{
    echo 'return function()'
    seq -f 'local v%g = 1' 1 300
    echo 'end'
} > locals.lua
says "B25 300 locals" 3 err 'local variables' "$exsim" run locals.lua
{
    printf 'return '
    head -c 250 /dev/zero | tr '\0' '('
    printf 1
    head -c 250 /dev/zero | tr '\0' ')'
} > nested.lua
says "B25 250 parentheses" 3 err 'nested.lua' "$exsim" run nested.lua
builds "B27 a server twice" 3 'HUB' 'site:add_server "HUB"'
builds "B27 the same but for capitals" 3 'hub' 'site:add_server "hub"'
builds "B28 no name" 3 'x.lua' 'site:add_server ""'
builds "B28 NUL" 3 'x.lua' 'site:add_server "a\0b"'
builds "B28 a line break" 3 'x.lua' 'site:add_server "a\nb"'
builds "B28 too long" 3 'x.lua' 'site:add_server(("x"):rep(1000000))'
built "B28 emoji, slash, right to left" 'site:add_server "caf\u{e9}" site:add_server "\u{1F600}" site:add_server "\u{5d0}\u{202e}"'
builds "B29 a connector to nowhere" 3 'x.lua' 'server:add_connector { kind = "x400", name = "C", to = "NOBODY" }'
builds "B29 to itself" 3 'x.lua' 'org:pair("x400", { name = "C", server, server })'
for cost in 0 -1 101 1.5 '"10"' '0/0'; do
    builds "B29 cost $cost" 3 'cost' "server:add_connector { kind = 'ims', spaces = { { 'SMTP:*', cost = $cost } } }"
done
built "B30 a cycle of sites" 'local b, c = org:add_site "B":add_server "B1", org:add_site "C":add_server "C1"
  org:pair("x400", { name = "1", server, b, cost = 1 }) org:pair("x400", { name = "2", b, c, cost = 1 }) org:pair("x400", { name = "3", c, server, cost = 1 })'
built "B30 many connectors of one space" 'local host = org:add_host "H" for i = 1, 300 do server:add_connector { kind = "x400", name = "C" .. i, to = host, spaces = { { "X400:c=US", cost = 1 } } } end'
drives "B31 no such time" 3 '"25:99"' 'run:at("25:99", print)'
drives "B31 the past" 3 'past' 'run:at("1998-03-02 07:00", print)'
drives "B31 a bare number" 3 'x.lua' 'run:at(9, print)'
drives "B31 past the end of the clock" 3 'x.lua' 'run:to "+99999999999 d"'
for size in -1 9223372036854775808 '"x"'; do
    drives "B33 size $size" 3 'size' "org:send { from = 'ann', to = 'bob', size = $size }"
done
drives "B33 to nobody" 3 'x.lua' 'org:send { from = "ann", to = {} }'
expects "B34 no such message" 3 'no message' 'seen:message "helo":delivered()'
expects "B34 no such queue" 3 'x.lua' 'seen:queue("HUB", "nope"):always():holds(0)'
expects "B34 no such server" 3 'x.lua' 'seen:queue("HUP", "ims"):always():holds(0)'
expects "B34 after the end" 3 'x.lua' 'seen:message "hello":is_in("HUB", "mdb"):at "11:00"'
drives "B36 an error in a callback" 3 '^exsim: x.lua:[0-9]+: \[1998-03-02 09:30:00\]' 'run:at("09:30", function() error "boom" end)'
scenario "" 'kept = 1' "" > x.lua
says "B37 a name that was never declared" 3 err 'kept' "$exsim" run x.lua
drives "B37 running inside a callback" 3 'x.lua' 'run:at("09:30", function() run:to "09:40" end)'
sed 's/"5.5 SP4"/"5.6"/' good.lua > version.lua
says "B39 version 5.6" 3 err '5.6' "$exsim" run version.lua
sed 's/"5.5 SP4"/"5.5 SP9"/' good.lua > version.lua
says "B39 service pack 9" 3 err 'SP9' "$exsim" run version.lua
scenario "" 'coroutine.wrap(function() run:at("09:30", coroutine.yield) end)()' "" > x.lua
says "B40 a yield across run" 3 err 'x.lua|yield' "$exsim" run x.lua

# Settings and ends that a connector has not. Three servers in two sites: HUB, and B1, B2 of B.
joined() { builds "$1" "$2" "$3" "local b = org:add_site 'B' local b1, b2 = b:add_server 'B1', b:add_server 'B2' $4"; }
ims='server:add_connector { kind = "ims", name = "G", spaces = "SMTP:*" }'
x400='org:pair("x400", { name = "X", server, b1, cost = 1 })'
rpc='org:pair("site", { name = "R", server, b1, cost = 1 })'
joined "B setting: a Site Connector's senders" 3 'a Site Connector has no delivery restrictions' "$rpc org:connector('R', 'HUB'):set { accept_from = server:add_mailbox 'new' }"
joined "B setting: what a custom recipient sends" 3 'new is no mailbox: it has no Outgoing message size' "server:add_recipient('new', { target = 'SMTP:x@example.com', outgoing_limit = '5 K' })"
joined "B setting: a sender that nobody is" 3 'no recipient .nobody there.' "server:add_mailbox('new', { accept_from = 'nobody there' })"
joined "B setting: a Site Connector's size" 3 'a Site Connector has no size limit' "$rpc org:connector('R', 'HUB'):set { size_limit = 5 }"
joined "B setting: its local MTA name" 3 'only an X.400 Connector has a Local MTA name' "$ims:set { local_mta_name = 'x' }"
joined "B setting: its retries" 3 'a Site Connector has no Max open retries of its own' "$rpc org:connector('R', 'HUB'):set { max_open_retries = 5 }"
joined "B setting: none such" 3 'did you mean' "$x400 org:connector('X', 'HUB'):set { max_open_retris = 5 }"
joined "B setting: a fraction" 3 'a whole number, not 1.5' "$x400 org:connector('X', 'HUB'):set { max_open_retries = 1.5 }"
joined "B setting: yes for a text" 3 'is a text in quotes' "$x400 org:connector('X', 'HUB'):set { local_mta_name = true }"
joined "B setting: a table" 3 'cannot be a table value' "$x400 org:connector('X', 'HUB'):set { max_open_retries = {} }"
joined "B setting: out of its range" 3 'must be 1 to 9999' "$x400 org:connector('X', 'HUB'):set { max_open_retries = 0 }"
joined "B targets: a cost over 100" 3 'cost is a whole number, 0 to 100' "org:pair('site', { name = 'R', server, b1, cost = 1, targets = { { 'B1', cost = 101 } } })"
joined "B targets: in the connector's own site" 3 'both are in site SITE' "server:add_connector { kind = 'site', name = 'R', targets = { 'HUB' } }"
joined "B targets: in two sites" 3 'a Site Connector leads to one site' "org:add_site 'C':add_server 'C1' server:add_connector { kind = 'site', name = 'R', targets = { 'B1', 'C1' } }"
joined "B targets: of nobody" 3 'has no server yet' "org:add_site 'C' server:add_connector { kind = 'site', name = 'R', to_site = 'C' }"
joined "B links: of one server" 3 'a link joins two servers' "$x400 org:link('HUB', 'HUB')"
joined "B links: none" 3 'no link joins HUB and B2' "$x400 org:link('HUB', 'B2')"
joined "B links: one of two" 3 '2 links join HUB and B1: name the one' "$x400 org:pair('x400', { name = 'Y', server, b1, cost = 1 }) org:link('HUB', 'B1')"
joined "B an error of ten thousand letters is cut" 3 'x\.\.\.' "error(('x'):rep(10000))"

# ---- C: addresses and address spaces ----
for address in 'user@' '@host' 'a@b@c' '""@h'; do
    mails "C1 $address in a message" 0 out '^PASS' "'SMTP:$address'"
    builds "C1 $address in the configuration" 3 'x.lua' "server:add_recipient('max', { target = 'SMTP:$address' })"
done
long() { head -c "$1" /dev/zero | tr '\0' a; }
mails "C3 a local part of 65" 0 out '^PASS' "'SMTP:$(long 65)@example.com'"
mails "C3 a label of 64" 0 out '^PASS' "'SMTP:a@$(long 64).com'"
mails "C4 an empty label" 0 out '^PASS' "'SMTP:a@b..c'"
mails "C4 an impossible IP literal" 0 out '^PASS' "'SMTP:a@[300.1.1.1]'"
mails "C5 eight bits" 0 out '^PASS' "'SMTP:\u{fc}@example.com'"
mails "C5 a line break" 3 err 'b\.com.x0d.x0aRCPT TO:<x>" holds a control character' "'SMTP:a@b.com\r\nRCPT TO:<x>'"
builds "C6 two mailboxes but for capitals" 3 'ANN' 'server:add_mailbox "ANN"'
spaces "C8 an attribute twice" 3 'x.lua' "'X400:c=US;c=DE'"
spaces "C8 an unknown attribute" 3 'x.lua' "'X400:c=US;zz=1'"
spaces "C9 PRMD of 17" 3 'x.lua' "'X400:c=US;a= ;p=12345678901234567'"
spaces "C9 country of 4" 3 'x.lua' "'X400:c=USAX'"
spaces "C9 organisation of 65" 3 'x.lua' "'X400:c=US;a= ;p=P;o=$(long 65)'"
for code in 'user(z)host' 'user(256)host' 'user(a'; do
    mails "C10 $code in a message" 0 out '^PASS' "'X400:c=US;a= ;p=P;s=x;dda:SMTP=$code'"
    builds "C10 $code in the configuration" 3 "x.lua" "server:add_recipient('max', { target = [[X400:c=US;a= ;p=P;s=x;dda:SMTP=$code]] })"
done
built "C12 two spaces but for capitals" "server:add_connector { kind = 'x400', name = 'C', to = org:add_host 'H', spaces = { { 'X400:c=US', cost = 1 }, { 'X400:C=us', cost = 2 } } }"
spaces "C13 a type of 100 characters" 3 'x.lua' "'$(long 100):x'"
built "C13 an unknown type" "server:add_connector { kind = 'ims', spaces = { { 'FOO:*', cost = 1 }, { 'smtp:*', cost = 1 } } }"
mails "C14 MS Mail of two parts" 0 out '^PASS' "'MS:NET/PO'"
mails "C14 of four" 0 out '^PASS' "'MS:NET/PO/USER/X'"
mails "C15 a DN with an empty part" 0 out '^PASS' "'EX:/o=Org//cn=x'"
mails "C15 a DN of one part" 0 out '^PASS' "'EX:/o=Org'"
scenario 'server:add_mailbox("cat", { alternate = "bob" })
  org:recipient("bob"):set { alternate = "cat" }
  local own = site:add_list("own", { members = { "ann" } })
  own:add_member "own"
  local last = site:add_list("d1000", { members = { "ann" } })
  for i = 999, 1, -1 do last = site:add_list("d" .. i, { members = { last } }) end' \
    'run:at("09:01", function()
    org:send { from = "ann", to = "cat", as = "round" }
    org:send { from = "ann", to = "own", as = "self" }
    org:send { from = "ann", to = "d1", as = "deep" }
  end)' \
    'seen:message "round":returned { diagnostic = 27 }
  seen:message "self":delivered { recipient = "ann" }
  seen:message "deep":delivered { recipient = "ann" }' > x.lua
sed -i 's/  seen:message "hello":delivered()//' x.lua
says "C17 forwarding in a circle, a list in itself, a thousand lists deep" 0 out '^PASS' timeout 60 "$exsim" run x.lua
scenario 'local all = {}
  for i = 1, 100000 do all[i] = server:add_mailbox("m" .. i) end
  site:add_list("wide", { members = all })' \
    'run:at("09:01", function() org:send { from = "ann", to = "wide", as = "wide" } end)' \
    'seen:message "wide":delivered { recipient = "m1" }' > x.lua
says "C17 a list of 100,000: a script has 64 MiB" 4 err 'limit hit: 64 MiB of memory' timeout 120 "$exsim" run x.lua
sed -i 's/title = "t"/title = "t", limits = { memory = 256000000 }/' x.lua
says "C17 a list of 100,000" 0 out '^PASS' timeout 120 "$exsim" run x.lua
scenario 'org:add_host("mail.example.com", { mx_for = "example.com" })
  server:add_connector { kind = "ims", name = "G", spaces = { { "SMTP:*", cost = 1 } } }
  server:add_connector { kind = "x400", name = "X", to = org:add_host "H", spaces = { { "SMTP:*", cost = 1 } } }' \
    'run:at("09:01", function() org:send { from = "ann", to = "x@example.com", as = "m" } end)' "" > both.lua
says "C20 both connectors" 0 out '\bX\b' "$exsim" explain both.lua --message m
holds "C20 and the other" grep -q '\bG\b' out

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
