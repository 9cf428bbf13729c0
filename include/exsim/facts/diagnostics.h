/* diagnostics.h - why mail comes back: reasons, diagnostics, and the words that users read.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* Where both tables are published. */
#define EXS_DIAGNOSTICS_SOURCE "Q174175"

typedef enum {
#define REASON(id, code, name) EXS_REASON_##id = code,
#define DIAGNOSTIC(id, code, name, text)
#include "sim/facts/diagnostics.def"
#undef REASON
#undef DIAGNOSTIC
} ExsReason;

typedef enum {
#define REASON(id, code, name)
#define DIAGNOSTIC(id, code, name, text) EXS_DIAGNOSTIC_##id = code,
#include "sim/facts/diagnostics.def"
#undef REASON
#undef DIAGNOSTIC
    EXS_DIAGNOSTIC_NONE = 255,
} ExsDiagnostic;

const char *exs_reason_name(ExsReason reason);             /* "unable-to-transfer" */
const char *exs_diagnostic_name(ExsDiagnostic diagnostic); /* "mts-congestion"; "none" */
const char *exs_diagnostic_text(ExsDiagnostic diagnostic); /* the product string of the NDR */

/* Walks the rows: code and name of row `index`, false past the last. */
int exs_reason_count(void);
int exs_diagnostic_count(void);
ExsDiagnostic exs_diagnostic_row(int index);
ExsReason exs_reason_row(int index);
