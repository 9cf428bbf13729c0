/* fuzz_duration.c - durations, dates and times of day.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/time.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    const ExsTime now = 888825600 * EXS_SECOND + 5;
    ExsTime length, date, when, again;

    if (exs_duration_parse(text, &length, NULL)) {
        g_autofree char *printed = exs_duration_format(length);

        g_assert(length >= 0 && exs_duration_parse(printed, &again, NULL) && again == length);
    }
    if (exs_time_parse_date(text, &date, NULL)) {
        g_autofree char *printed = exs_time_format(date);

        g_assert(date >= 0 && exs_time_parse_date(printed, &again, NULL) && again == date);
    }
    if (exs_time_parse(text, now, &when, NULL)) {
        g_autofree char *printed = exs_time_format(when);

        g_assert(exs_time_parse(printed, now, &again, NULL) && again == when);
        g_assert(when >= now || exs_time_parse_date(text, &date, NULL));
    }
    return 0;
}
