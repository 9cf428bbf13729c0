/* trace_kinds.h - every kind of record entry and every column of a decision.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

typedef enum {
#define TRACE(id, word, level, sentence) EXS_TRACE_##id,
#define COLUMN(id, name, role)
#include "sim/facts/trace_kinds.def"
#undef TRACE
#undef COLUMN
    EXS_TRACE_COUNT
} ExsTraceKind;

typedef enum {
#define TRACE(id, word, level, sentence)
#define COLUMN(id, name, role) EXS_COLUMN_##id,
#include "sim/facts/trace_kinds.def"
#undef TRACE
#undef COLUMN
    EXS_COLUMN_COUNT
} ExsColumn;

typedef struct {
    const char *id, *word, *sentence;
    int level; /* 1: verdicts need it; 2: full detail */
} ExsTraceInfo;

typedef struct {
    const char *name, *role;
} ExsColumnInfo;

const ExsTraceInfo *exs_trace_info(ExsTraceKind kind);
const ExsColumnInfo *exs_column_info(ExsColumn column);
