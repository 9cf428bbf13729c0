/* diagnostics.c - see diagnostics.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/diagnostics.h"

#include <glib.h>

static const struct {
    ExsReason code;
    const char *name;
} reasons[] = {
#define REASON(id, code, name) {EXS_REASON_##id, name},
#define DIAGNOSTIC(id, code, name, text)
#include "sim/facts/diagnostics.def"
#undef REASON
#undef DIAGNOSTIC
};

static const struct {
    ExsDiagnostic code;
    const char *name, *text;
} diagnostics[] = {
#define REASON(id, code, name)
#define DIAGNOSTIC(id, code, name, text) {EXS_DIAGNOSTIC_##id, name, text},
#include "sim/facts/diagnostics.def"
#undef REASON
#undef DIAGNOSTIC
};

const char *exs_reason_name(ExsReason reason)
{
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (reasons[i].code == reason)
            return reasons[i].name;
    g_assert_not_reached();
}

const char *exs_diagnostic_name(ExsDiagnostic diagnostic)
{
    if (diagnostic == EXS_DIAGNOSTIC_NONE)
        return "none";
    for (size_t i = 0; i < G_N_ELEMENTS(diagnostics); i++)
        if (diagnostics[i].code == diagnostic)
            return diagnostics[i].name;
    g_assert_not_reached();
}

const char *exs_diagnostic_text(ExsDiagnostic diagnostic)
{
    for (size_t i = 0; i < G_N_ELEMENTS(diagnostics); i++)
        if (diagnostics[i].code == diagnostic)
            return diagnostics[i].text;
    g_assert(diagnostic == EXS_DIAGNOSTIC_NONE);
    return "";
}

int exs_reason_count(void)
{
    return (int)G_N_ELEMENTS(reasons);
}

int exs_diagnostic_count(void)
{
    return (int)G_N_ELEMENTS(diagnostics);
}

ExsDiagnostic exs_diagnostic_row(int index)
{
    g_assert(index >= 0 && index < exs_diagnostic_count());
    return diagnostics[index].code;
}

ExsReason exs_reason_row(int index)
{
    g_assert(index >= 0 && index < exs_reason_count());
    return reasons[index].code;
}
