/* fuzz_tell.h - what is done with a record of unknown origin: everything that can be.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/record/record.h"

/* A small record of the model's own kinds, not finished. */
ExsRecord *fuzz_sample(void);

/* Reads these bytes as a file; `lines`: as NDJSON. NULL if they are refused. */
ExsRecord *fuzz_read(const void *bytes, size_t size, bool lines);

/* Writes the record as the other form, reads that and compares; then one report, as `choice` has
 * it. */
void fuzz_tell(const ExsRecord *record, bool lines, unsigned choice);
