/* names.c - names, times and values for every report, see report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

#define DATE_LENGTH  10 /* "1998-03-02" */
#define CLOCK_LENGTH 8  /* "08:00:05" */

uint32_t exs_names_above(const ExsRecord *record, uint32_t object, const char *class_name)
{
    while (object) {
        const ExsObject *found = exs_record_object(record, object);

        if (strcmp(found->class_name, class_name) == 0)
            return object;
        object = found->parent;
    }
    return 0;
}

void exs_names_append_title(GString *out, const ExsRecord *record, uint32_t object)
{
    exs_escape_append(out, object ? exs_record_object(record, object)->title : "none");
}

void exs_names_append_actor(GString *out, const ExsRecord *record, uint32_t object)
{
    uint32_t server = exs_names_above(record, object, "server");

    if (object == 0)
        return;
    if (server && server != object) {
        const char *name = exs_record_object(record, server)->name;

        if (!strstr(exs_record_object(record, object)->title, name)) {
            exs_escape_append(out, name);
            g_string_append_c(out, ' ');
        }
    }
    exs_names_append_title(out, record, object);
}

void exs_names_append_clock(GString *out, ExsTime when)
{
    g_autofree char *text = exs_time_format(when);

    if (when == EXS_TIME_NEVER)
        g_string_append(out, text);
    else
        g_string_append_len(out, text + DATE_LENGTH + 1, CLOCK_LENGTH);
}

void exs_names_append_day(GString *out, ExsTime when)
{
    g_autofree char *text = exs_time_format(when);

    if (when == EXS_TIME_NEVER) {
        g_string_append(out, text);
        return;
    }
    g_string_append(out, weekdays[exs_time_weekday(when)]);
    g_string_append_c(out, ' ');
    g_string_append_len(out, text, DATE_LENGTH);
}

static ExsTime day_of(ExsTime when)
{
    return when / EXS_DAY - (when % EXS_DAY < 0);
}

bool exs_names_is_same_day(ExsTime a, ExsTime b)
{
    return day_of(a) == day_of(b);
}

void exs_names_append_offset(GString *out, ExsTime length, bool tenths)
{
    ExsTime size = length < 0 ? -length : length;
    ExsTime seconds = size / EXS_SECOND;

    g_string_append_printf(out, "%c%d:%02d:%02d", length < 0 ? '-' : '+', (int)(seconds / 3600),
                           (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (tenths)
        g_string_append_printf(out, ".%d", (int)(size / (EXS_SECOND / 10) % 10));
}

void exs_names_append_rule(GString *out, const ExsRuleRow *rule)
{
    g_string_append_c(out, '(');
    exs_escape_append(out, rule->id);
    if (*rule->source) {
        g_string_append(out, ", ");
        exs_escape_append(out, rule->source);
    }
    g_string_append_c(out, ')');
}

ExsTime exs_names_start(const ExsRecord *record)
{
    const char *start = exs_record_fact(record, "start");
    ExsTime when;

    if (start && exs_time_parse_date(start, &when, NULL))
        return when;
    return exs_record_count(record) > 0 ? exs_record_entry(record, 0)->when : 0;
}

size_t exs_names_passed(const ExsRecord *record)
{
    size_t passed = 0;

    for (size_t i = 0; i < exs_record_check_count(record); i++)
        passed += exs_record_check(record, i)->verdict == EXS_VERDICT_PASS;
    return passed;
}

const char *exs_names_verdict(const ExsRecord *record)
{
    size_t count = exs_record_check_count(record);

    if (count == 0)
        return "EMPTY";
    return exs_names_passed(record) == count ? "PASS" : "FAIL";
}

/* ---- JSON ---- */

json_t *exs_names_json_text(const char *text)
{
    json_t *made = json_string(text);

    if (!made) {
        g_autofree char *valid = g_utf8_make_valid(text, -1);

        made = json_string(valid);
    }
    return made;
}

json_t *exs_names_json_time(ExsTime when)
{
    g_autofree char *text = exs_time_format(when);

    return when == EXS_TIME_NEVER ? json_null() : json_string(text);
}

bool exs_names_is_no_time(const ExsField *column, int64_t value)
{
    return column->type == EXS_FIELD_TIME && (value == 0 || value == EXS_TIME_NEVER);
}

json_t *exs_names_json_cell(const ExsRecord *record, const ExsField *column, int64_t value)
{
    return exs_names_is_no_time(column, value) ? json_null()
                                               : exs_names_json_value(record, column, value);
}

json_t *exs_names_json_rule(const ExsRecord *record, uint32_t rule)
{
    return rule ? exs_names_json_text(exs_record_rule(record, rule)->id) : json_null();
}

json_t *exs_names_json_value(const ExsRecord *record, const ExsField *field, int64_t value)
{
    switch (field->type) {
    case EXS_FIELD_TEXT:
        return exs_names_json_text(exs_record_text_at(record, (uint32_t)value));
    case EXS_FIELD_RULE:
        return exs_names_json_rule(record, (uint32_t)value);
    case EXS_FIELD_CODE:
        return value == -1 ? json_null() : json_integer(value);
    case EXS_FIELD_FLAG:
        return json_boolean(value);
    case EXS_FIELD_TIME:
        return exs_names_json_time(value);
    default:
        return json_integer(value);
    }
}

void exs_names_put_json(GString *out, json_t *value)
{
    const size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_ENSURE_ASCII;
    size_t size = json_dumpb(value, NULL, 0, flags), start = out->len;

    g_assert(size > 0);
    g_string_set_size(out, start + size);
    json_dumpb(value, out->str + start, size, flags);
    json_decref(value);
}
