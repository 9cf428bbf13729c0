#!/bin/bash
# determinism.sh EXSIM SOURCE - the same bytes, whatever surrounds the run.
#
# Every scenario three times: other locale, time zone, environment, memory layout, number of jobs.
# Compared are the whole output and one record of each scenario, made in another folder; and the
# fingerprints with those of tests/fingerprints.txt, which hold for every compiler and optimisation.
# With EXSIM_DETERMINISM=fingerprints only these: what surrounds a run has been looked at with
# another build.
#
# SPDX-License-Identifier: MIT
set -euo pipefail
exsim=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source"
unset EXSIM_DATA
failed=0
all=true
if [ "${EXSIM_DETERMINISM:-}" = fingerprints ]; then
    all=false
fi

# What surrounds a run: the words before the command.
plain=(env)
other=(env LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 LANGUAGE=de TZ=Asia/Kathmandu)
posix=(env -i LC_ALL=POSIX TZ=America/New_York)
if setarch -R true 2> /dev/null; then
    other+=(setarch -R)
fi

# run NAME JOBS WORDS...: the output of all scenarios into $work/NAME.json
run() {
    local name=$1 jobs=$2
    shift 2
    "$@" "$exsim" run --json -j "$jobs" scenarios > "$work/$name.json" || true
}

# same A B WHAT
same() {
    if ! cmp "$work/$1" "$work/$2"; then
        echo "FAIL not the same bytes: $3"
        failed=1
    fi
}

# compare_record FILE PRODUCT CASE: the record of one scenario.
compare_record() {
    local choice=("--case=${3#-}" --product "$2" --record)

    "${plain[@]}" "$exsim" run -q "$1" "${choice[@]}" "$work/a.exr" -f > /dev/null || true
    (cd / && "${other[@]}" "$exsim" run -q "$source/$1" "${choice[@]}" \
        "$work/b.exr" -f > /dev/null) || true
    same a.exr b.exr "the record of $1"
    rm -f "$work/a.exr" "$work/b.exr"
}

if $all; then
    run first 1 "${plain[@]}"
    run other 2 "${other[@]}"
    run posix 2 "${posix[@]}"
    same first.json other.json "the output, with another locale, time zone, layout and -j 2"
    same first.json posix.json "the output, with nothing in the environment and -j 2"
else
    run first 2 "${plain[@]}"
fi

# FILE, PRODUCT, CASE, FINGERPRINT of every run, tab-separated
sed -n 's/^ \{6\}"\(file\|product\|case\|fingerprint\)": "\(.*\)",\{0,1\}$/\1\t\2/p' "$work/first.json" |
    awk -F '\t' '{ value[$1] = $2 }
        $1 == "fingerprint" { print value["file"] "\t" value["product"] "\t" value["case"] "\t" $2 }' \
        > "$work/fingerprints.txt"

count=0
while IFS=$'\t' read -r file product case _; do
    count=$((count + 1))
    if $all; then
        compare_record "$file" "$product" "$case"
    fi
done < <(sed 's/\t\t/\t-\t/' "$work/fingerprints.txt" | awk -F '\t' '!seen[$1]++')

if [ "${EXSIM_FINGERPRINTS_WRITE:-}" ]; then
    cp "$work/fingerprints.txt" "$EXSIM_FINGERPRINTS_WRITE"
elif [ -f tests/fingerprints.txt ] && ! diff tests/fingerprints.txt "$work/fingerprints.txt"; then
    echo "FAIL tests/fingerprints.txt has others; if the change is meant:"
    echo "     EXSIM_FINGERPRINTS_WRITE=tests/fingerprints.txt tests/determinism.sh build/release/exsim ."
    failed=1
fi
if [ "$count" -eq 0 ]; then
    echo "FAIL no scenario made a record"
    failed=1
fi
if [ "$failed" -eq 0 ]; then
    echo "$count scenarios: the same bytes"
fi
exit "$failed"
