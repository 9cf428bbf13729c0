#!/bin/bash
# says.sh - what the tests of the command line share: sourced, not run.
#
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2034 # read by those who source it
passed=0 failed=0

# says WHAT CODE STREAM PATTERN COMMAND...: the command ends with CODE and STREAM (out or err) has
# a line like PATTERN.
says() {
    local what=$1 code=$2 stream=$3 pattern=$4 got=0
    shift 4
    "$@" > out 2> err < /dev/null || got=$?
    if [ "$got" -ne "$code" ]; then
        echo "FAIL $what: exit code $got, not $code: $*"
        cat err
    elif ! grep -Eq -- "$pattern" "$stream"; then
        echo "FAIL $what: std$stream has no line like /$pattern/: $*"
        cat "$stream"
    else
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
}

# holds WHAT COMMAND...: the command succeeds.
holds() {
    local what=$1
    shift
    if "$@" > /dev/null; then
        passed=$((passed + 1))
    else
        echo "FAIL $what: $*"
        failed=$((failed + 1))
    fi
}
