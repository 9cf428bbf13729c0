/* fuzz.h - what the fuzzing targets share.
 *
 * Each target is one LLVMFuzzerTestOneInput(): any bytes must be refused with an error or taken,
 * and what is taken must come back the same from its own text. Seeds are in seeds/, a line each, as
 * script/fuzz has it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes up to the first zero as a text (owned by the caller). */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    return g_strndup((const char *)data, size);
}
