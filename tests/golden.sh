#!/bin/bash
# golden.sh EXSIM SOURCE - the text reports of tests/golden/ARTICLE.txt, byte for byte.
#
# A report is read before it is committed; from then on a change of it is seen. The fingerprint is
# left out: tests/fingerprints.txt has it. Each is of the article's main case on 5.5 SP4.
# EXSIM_GOLDEN_WRITE=1 refreshes them.
#
# SPDX-License-Identifier: MIT
set -euo pipefail
exsim=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"
unset EXSIM_DATA
failed=0 count=0

for golden in tests/golden/*.txt; do
    article=$(basename "$golden" .txt)
    scenario=$(find scenarios/kb -name "$article-*.lua")
    "$exsim" report "$scenario" --product "5.5 SP4" --case= -o - 2> "$work/messages" |
        sed '/^fingerprint: /d' > "$work/report" || { cat "$work/messages"; failed=1; continue; }
    count=$((count + 1))
    if [ "${EXSIM_GOLDEN_WRITE:-}" ]; then
        cp "$work/report" "$golden"
    elif ! diff -u "$golden" "$work/report"; then
        echo "FAIL $golden is another report; if the change is meant:"
        echo "     EXSIM_GOLDEN_WRITE=1 tests/golden.sh build/release/exsim ."
        failed=1
    fi
done
if [ "$count" -eq 0 ]; then
    echo "FAIL there is no golden report"
    failed=1
fi
[ "$failed" -eq 0 ] && echo "$count golden reports: the same"
exit "$failed"
