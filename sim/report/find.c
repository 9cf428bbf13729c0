/* find.c - see find.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/find.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "sim/report/report_private.h"

uint32_t exs_find_object(const ExsRecord *record, const char *class_name, const char *name,
                         GError **error)
{
    uint32_t found = exs_record_find_object(record, class_name, 0, name);
    size_t count = exs_record_object_count(record), known = 0;
    g_autofree const char **names = NULL;
    g_autofree char *quoted = NULL;
    const char *near;

    if (found)
        return found;
    names = g_new(const char *, count + 1);
    for (uint32_t id = 1; id <= count; id++)
        if (strcmp(exs_record_object(record, id)->class_name, class_name) == 0)
            names[known++] = exs_record_object(record, id)->name;
    quoted = exs_quote(name);
    near = exs_suggest(name, names, known);
    if (near)
        exs_fail(error, EXS_ERROR_UNKNOWN, "there is no %s %s; did you mean %s?", class_name,
                 quoted, near);
    else
        exs_fail(error, EXS_ERROR_UNKNOWN, "there is no %s %s among the %zu of this run",
                 class_name, quoted, known);
    return 0;
}

ExsTime exs_find_end(const ExsRecord *record)
{
    const char *text = exs_record_fact(record, "end");
    uint64_t count = exs_record_count(record);
    ExsTime last = count > 0 ? exs_record_entry(record, count - 1)->when : 0, end;

    if (text && exs_time_parse_date(text, &end, NULL))
        return MAX(end, last);
    return last;
}

bool exs_find_time(const ExsRecord *record, const char *text, ExsTime *out, GError **error)
{
    g_autofree char *end = exs_time_format(exs_find_end(record));
    g_autofree char *quoted = exs_quote(text);

    if (!exs_time_parse(text, exs_names_start(record), out, error))
        return false;
    if (*out > exs_find_end(record))
        return exs_fail(error, EXS_ERROR_RANGE, "%s is after the end of the run, %s", quoted, end);
    return true;
}

bool exs_find_entries(const ExsRecord *record, GError **error)
{
    if (exs_record_detail(record) == EXS_DETAIL_NONE)
        return exs_fail(error, EXS_ERROR_STATE,
                        "the record holds no entries: make it with --detail verdict or full");
    return true;
}
