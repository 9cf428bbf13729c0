/* fuzz_schedule.c - schedules: what is printed is the same grid, and the next change is one.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/org/schedule.h"
#include "fuzz/fuzz.h"

static void check_changes(const ExsSchedule *schedule, ExsTime wall)
{
    ExsTime opens = exs_schedule_next_open(schedule, wall);
    ExsTime closes = exs_schedule_next_close(schedule, wall);

    g_assert(opens >= wall && closes >= wall);
    g_assert(exs_schedule_is_open(schedule, wall) == (opens == wall));
    g_assert(opens == EXS_TIME_NEVER || exs_schedule_is_open(schedule, opens));
    g_assert(closes == EXS_TIME_NEVER || !exs_schedule_is_open(schedule, closes));
    g_assert(opens != EXS_TIME_NEVER || closes == wall);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) printed = g_string_new(NULL);
    ExsSchedule schedule, again;

    if (!exs_schedule_parse(text, &schedule, &error)) {
        g_assert(error);
        return 0;
    }
    exs_schedule_append(printed, &schedule);
    g_assert(exs_schedule_parse(printed->str, &again, NULL));
    g_assert(again.mode == schedule.mode &&
             memcmp(again.quarter, schedule.quarter, sizeof again.quarter) == 0);
    check_changes(&schedule, 888825600 * EXS_SECOND + (ExsTime)size * 7 * EXS_MINUTE);
    return 0;
}
