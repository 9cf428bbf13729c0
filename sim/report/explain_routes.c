/* explain_routes.c - where the rows of a decision's candidates came from, and since when they stood
 * in the table; see report_private.h.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/report_private.h"

GArray *exs_explain_routes(const ExsRecord *record)
{
    GArray *routes = g_array_new(FALSE, FALSE, sizeof(uint64_t));

    for (uint64_t number = 0; number < exs_record_count(record); number++) {
        const ExsEntry *entry = exs_record_entry(record, number);

        if (strcmp(exs_record_kind(record, entry->kind)->word, "route-added") == 0)
            g_array_append_val(routes, number);
    }
    return routes;
}

static int64_t get(const ExsRecord *record, const ExsEntry *entry, const char *field)
{
    int64_t value = 0;

    exs_entry_get(record, entry, field, &value);
    return value;
}

static int64_t cell(const ExsRecord *record, const ExsDecision *decision, uint32_t row,
                    const char *name)
{
    int column = exs_record_find_column(record, name);

    return column < 0 ? 0 : decision->cells[row * exs_record_column_count(record) + (size_t)column];
}

/* The last entry before `number` by which the table of the site got the candidate's row; NULL: none
 * is known. */
static const ExsEntry *find(const ExsRecord *record, const GArray *routes,
                            const ExsDecision *decision, uint32_t row, uint64_t number)
{
    uint32_t site = exs_names_above(record, decision->actor, "site");

    for (guint i = routes->len; i-- > 0;) {
        uint64_t at = g_array_index(routes, uint64_t, i);
        const ExsEntry *entry = exs_record_entry(record, at);

        if (at < number && entry->actor == site &&
            get(record, entry, "space") == cell(record, decision, row, "space") &&
            get(record, entry, "connector") == cell(record, decision, row, "connector") &&
            get(record, entry, "cost") == cell(record, decision, row, "cost"))
            return entry;
    }
    return NULL;
}

static void append_route(GString *out, const ExsRecord *record, const ExsEntry *entry)
{
    uint32_t from = (uint32_t)get(record, entry, "from");

    if (from) {
        g_string_append(out, "learned from ");
        exs_names_append_title(out, record, from);
        g_string_append(out, " (");
        exs_escape_append(out, exs_record_text_at(record, (uint32_t)get(record, entry, "path")));
        g_string_append_c(out, ')');
    } else {
        g_string_append(out, "the site's own");
    }
    g_string_append(out, ", in the table since ");
    exs_names_append_day(out, entry->when);
    g_string_append_c(out, ' ');
    exs_names_append_clock(out, entry->when);
}

void exs_explain_append_routes(GString *out, const ExsRecord *record, const GArray *routes,
                               uint32_t decision, uint64_t number, size_t indent)
{
    const ExsDecision *made = exs_record_decision(record, decision);

    for (uint32_t row = 0; row < made->row_count; row++) {
        const ExsEntry *entry = find(record, routes, made, row, number);
        g_autofree char *mark = g_strdup_printf("row %u: ", row + 1);
        g_autoptr(GString) line = g_string_new(NULL);

        if (!entry)
            continue;
        append_route(line, record, entry);
        exs_layout_paragraph(out, indent, mark, line->str, EXS_REPORT_WIDTH);
    }
}
