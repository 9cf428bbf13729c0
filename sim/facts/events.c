/* events.c - see events.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/facts/events.h"

#include <glib.h>

static const ExsEventInfo events[EXS_EVENT_COUNT] = {
#define EVENT(id, number, source, category, severity, text, article)                               \
    {#id, number, source, category, severity, text, article},
#include "sim/facts/events.def"
#undef EVENT
};

const ExsEventInfo *exs_event_info(ExsEventKind kind)
{
    g_assert(kind < EXS_EVENT_COUNT);
    return &events[kind];
}
