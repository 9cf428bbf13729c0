#!/bin/bash
# man.sh FOLDER SOURCE - the man pages: no formatter warns, and nothing that they name is missing.
#
# FOLDER has the built pages. Needs mandoc.
#
# SPDX-License-Identifier: MIT
set -euo pipefail
shopt -s lastpipe
folder=$1 source=$2 failed=0

# complain WHAT: on what comes through the pipe
complain() {
    local lines
    lines=$(cat)
    [ -n "$lines" ] || return 0
    printf '%s:\n%s\n' "$1" "$lines"
    failed=1
}

for page in "$folder"/*.[157]; do
    # scdoc parts paragraphs once too often.
    { mandoc -T lint -W warning "$page" || true; } |
        sed '/skipping paragraph macro/d' | complain "mandoc warns"
    # Every page is reached from every other.
    for other in "$folder"/*.[157]; do
        name=$(basename "$other")
        [ "$other" = "$page" ] || grep -q "${name%.*}\\\\fR(${name##*.})" "$page" ||
            echo "$name" | complain "$(basename "$page") does not mention"
    done
done

# The keys of the replay are those of exsim-report(7).
sed -n 's/^    \["\([^"]*\)", "[^"]*", \[.*/\1/p' "$source/sim/report/page/keys.js" | tr ' ' '\n' |
    sed 's/−/-/' | while read -r key; do
    sed -n '/^## Keys/,/^## /p' "$source/man/exsim-report.7.scd" | grep -qF -- "$key" || echo "$key"
done | complain "keys that exsim-report(7) does not tell of"

[ "$failed" -eq 0 ]
