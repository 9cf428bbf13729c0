/* report.c - see report.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/report.h"

#include "exsim/kernel/error.h"
#include "exsim/report/chart.h"
#include "exsim/report/csv.h"
#include "exsim/report/dot.h"
#include "exsim/report/html.h"
#include "exsim/report/json.h"
#include "exsim/report/text.h"

static bool write_text(const ExsRecord *record, const ExsReportOptions *asked, GString *out,
                       GError **error)
{
    const ExsTextOptions options = {.all = asked->all, .by_message = asked->by_message};

    return exs_text_report(record, &options, out, error);
}

static bool write_json(const ExsRecord *record, const ExsReportOptions *asked, GString *out,
                       GError **error)
{
    (void)asked; /* always */
    (void)error;
    exs_json_report(record, out);
    return true;
}

static bool write_html(const ExsRecord *record, const ExsReportOptions *asked, GString *out,
                       GError **error)
{
    const ExsHtmlOptions options = {.all = asked->all};

    return exs_html_report(record, &options, out, error);
}

static bool write_csv(const ExsRecord *record, const ExsReportOptions *asked, GString *out,
                      GError **error)
{
    (void)asked; /* always */
    return exs_csv_report(record, out, error);
}

static bool write_svg(const ExsRecord *record, const ExsReportOptions *asked, GString *out,
                      GError **error)
{
    const ExsChartOptions options = {.is_part = false};

    (void)asked; /* as much as there is room for */
    return exs_chart(record, &options, out, error);
}

static bool write_dot(const ExsRecord *record, const ExsReportOptions *asked, GString *out,
                      GError **error)
{
    (void)asked, (void)error;
    exs_dot_report(record, out);
    return true;
}

typedef struct {
    const char *ending;
    /* NULL: not built yet */
    bool (*write)(const ExsRecord *record, const ExsReportOptions *asked, GString *out,
                  GError **error);
} Ending;

static const Ending endings[] = {
    {".txt", write_text}, {".json", write_json},    {".html", write_html},
    {".csv", write_csv},  {".svg", write_svg},      {".dot", write_dot},
    {".mmd", NULL},       {".perfetto.json", NULL}, {".sqlite", NULL},
};

void exs_report_endings(const char *between, GString *out)
{
    size_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (endings[i].write)
            g_string_append_printf(out, "%s%s", count++ ? between : "", endings[i].ending);
}

static bool fail_ending(const Ending *row, const char *ending, GError **error)
{
    g_autoptr(GString) have = g_string_new(NULL);
    g_autofree char *quoted = exs_quote(ending);

    exs_report_endings(", ", have);
    if (row)
        return exs_fail(error, EXS_ERROR_USAGE, "not built yet: %s; there are %s", row->ending,
                        have->str);
    return exs_fail(error, EXS_ERROR_USAGE, "no report ends in %s: there are %s", quoted,
                    have->str);
}

static const Ending *find(const char *ending, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_ascii_strcasecmp(endings[i].ending, ending) != 0)
            continue;
        if (endings[i].write)
            return &endings[i];
        fail_ending(&endings[i], ending, error);
        return NULL;
    }
    fail_ending(NULL, ending, error);
    return NULL;
}

bool exs_report_check(const char *ending, GError **error)
{
    return find(ending, error) != NULL;
}

bool exs_report_write(const ExsRecord *record, const char *ending, const ExsReportOptions *options,
                      GString *out, GError **error)
{
    static const ExsReportOptions plain = {.all = false};
    const Ending *row = find(ending, error);

    return row && row->write(record, options ? options : &plain, out, error);
}
