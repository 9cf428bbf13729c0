/* event_log.c - the Windows NT application log of a server (see actors.h).
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/actors/actors.h"

#define USUAL_SIZE 512 /* of an event's text */

void exs_log_event(ExsWorld *world, const ExsServer *server, ExsEventKind kind,
                   const char *const *words)
{
    const ExsEventInfo *info = exs_event_info(kind);
    g_autoptr(GString) text = NULL;
    const char *rest = info->text, *hole;

    if (!exs_record_wants(world->record, EXS_TRACE_EVENT))
        return;
    text = g_string_sized_new(USUAL_SIZE);
    while ((hole = strstr(rest, "{}")) != NULL) {
        g_string_append_len(text, rest, hole - rest);
        g_string_append(text, *words++);
        rest = hole + 2;
    }
    g_string_append(text, rest);
    exs_world_trace(world, EVENT, server->id, (int64_t)info->number,
                    exs_record_text(world->record, info->source),
                    exs_record_text(world->record, info->category),
                    exs_record_text(world->record, info->severity),
                    exs_record_text(world->record, text->str));
}
