/* trace_kinds.c - see trace_kinds.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/trace_kinds.h"

#include <glib.h>

static const ExsTraceInfo kinds[EXS_TRACE_COUNT] = {
#define TRACE(id, word, level, sentence) {#id, word, sentence, level},
#define COLUMN(id, name, role)
#include "sim/facts/trace_kinds.def"
#undef TRACE
#undef COLUMN
};

static const ExsColumnInfo columns[EXS_COLUMN_COUNT] = {
#define TRACE(id, word, level, sentence)
#define COLUMN(id, name, role) {name, role},
#include "sim/facts/trace_kinds.def"
#undef TRACE
#undef COLUMN
};

const ExsTraceInfo *exs_trace_info(ExsTraceKind kind)
{
    g_assert(kind < EXS_TRACE_COUNT);
    return &kinds[kind];
}

const ExsColumnInfo *exs_column_info(ExsColumn column)
{
    g_assert(column < EXS_COLUMN_COUNT);
    return &columns[column];
}
