/* json.h - the whole record as one JSON object.
 *
 *   {"record", "complete", "fingerprint", "verdict", "passed", "failed", "facts", "objects",
 *    "messages", "rules", "checks", "decisions", "entries"}
 *
 * Objects, decisions and messages are numbers that the lists explain; rules are ids; times are
 * text, durations microseconds, sizes bytes.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

void exs_json_report(const ExsRecord *record, GString *out);
