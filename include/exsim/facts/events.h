/* events.h - events of the Windows NT application log.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

typedef enum {
#define EVENT(id, number, source, category, severity, text, article) EXS_EVENT_##id,
#include "sim/facts/events.def"
#undef EVENT
    EXS_EVENT_COUNT,
    EXS_EVENT_NONE = EXS_EVENT_COUNT
} ExsEventKind;

typedef struct {
    const char *id;
    int number;
    const char *source, *category, *severity;
    const char *text; /* product string; {} stands for an argument */
    const char *article;
} ExsEventInfo;

const ExsEventInfo *exs_event_info(ExsEventKind kind);
