/* html.c - the page from its first byte to its last, see html.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/report/html.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "sim/report/html_private.h"

/* ---- the head ---- */

/* 'sha256-...' of the element's text, as a Content-Security-Policy wants it. */
static void append_hash(GString *out, const ExsAsset *asset)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof digest;
    g_autofree char *text = NULL;

    g_checksum_update(sum, (const guchar *)asset->text, (gssize)asset->length);
    g_checksum_get_digest(sum, digest, &length);
    text = g_base64_encode(digest, length);
    g_string_append_printf(out, " 'sha256-%s'", text);
}

static void append_asset(GString *out, const char *element, const ExsAsset *asset)
{
    if (asset->length == 0)
        return;
    g_string_append_printf(out, "<%s>", element);
    g_string_append_len(out, asset->text, (gssize)asset->length);
    g_string_append_printf(out, "</%s>\n", element);
}

static void append_title(GString *out, const ExsRecord *record)
{
    static const char *const facts[] = {"article", "title", "product", "case"};
    size_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(facts); i++) {
        const char *value = exs_record_fact(record, facts[i]);

        if (!value || !*value)
            continue;
        g_string_append(out, count++ ? " - " : "");
        exs_html_text(out, value);
    }
    g_string_append(out, count ? " - exsim" : "exsim report");
}

void exs_html_open(GString *out, const ExsRecord *record)
{
    g_string_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                         "'none'; base-uri 'none'; form-action 'none'; style-src");
    append_hash(out, &exs_asset_plot_style);
    append_hash(out, &exs_asset_style);
    g_string_append(out, "; script-src");
    append_hash(out, &exs_asset_plot);
    append_hash(out, &exs_asset_app);
    g_string_append(out, "\">\n<meta name=\"viewport\" content=\"width=device-width, "
                         "initial-scale=1\">\n<meta name=\"generator\" content=\"exsim " EXS_VERSION
                         "\">\n<title>");
    append_title(out, record);
    g_string_append(out, "</title>\n");
    append_asset(out, "style", &exs_asset_plot_style);
    append_asset(out, "style", &exs_asset_style);
    g_string_append(out, "</head>\n<body>\n");
}

void exs_html_open_plain(GString *out, const char *title)
{
    g_string_append(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                         "'none'; base-uri 'none'; form-action 'none'; style-src");
    append_hash(out, &exs_asset_style);
    g_string_append(out, "\">\n<meta name=\"viewport\" content=\"width=device-width, "
                         "initial-scale=1\">\n<meta name=\"generator\" content=\"exsim " EXS_VERSION
                         "\">\n<title>");
    exs_html_text(out, title);
    g_string_append(out, "</title>\n");
    append_asset(out, "style", &exs_asset_style);
    g_string_append(out, "</head>\n<body>\n");
}

/* ---- the header ---- */

static void append_fact(GString *out, const ExsRecord *record, const char *key, const char *label)
{
    const char *value = exs_record_fact(record, key);

    if (!value || !*value)
        return;
    g_string_append_printf(out, "<dt>%s</dt><dd>", label);
    exs_html_prose(out, value);
    g_string_append(out, "</dd>\n");
}

void exs_html_verdict(GString *out, const ExsRecord *record)
{
    size_t passed = exs_names_passed(record), count = exs_record_check_count(record);
    const char *verdict = exs_names_verdict(record);

    g_string_append_printf(out, "<p class=\"verdict %s\"><strong>%s</strong>",
                           count == 0        ? "empty"
                           : passed == count ? "pass"
                                             : "fail",
                           verdict);
    if (count)
        g_string_append_printf(out, " %zu of %zu", passed, count);
    if (!exs_record_is_complete(record))
        g_string_append(out, ", partial: the run did not come to its end");
    g_string_append(out, "</p>\n");
}

static void append_others(GString *out, const ExsHtmlOptions *options)
{
    if (options->other_count == 0)
        return;
    g_string_append(out, "<dt>Other products</dt><dd>");
    for (size_t i = 0; i < options->other_count; i++) {
        g_string_append(out, i ? "; <a href=\"" : "<a href=\"");
        exs_html_text(out, options->others[i].href);
        g_string_append(out, "\">");
        exs_html_prose(out, options->others[i].product);
        g_string_append(out, "</a>");
    }
    g_string_append(out, "</dd>\n");
}

static void append_header(const ExsPage *page)
{
    const char *title = exs_record_fact(page->record, "title");
    GString *out = page->out;

    g_string_append(out, "<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header "
                         "id=\"top\">\n<h1>");
    exs_html_prose(out, title && *title ? title : "A run of exsim");
    g_string_append(out, "</h1>\n");
    exs_html_verdict(out, page->record);
    g_string_append(out, "<dl class=\"facts\">\n");
    append_fact(out, page->record, "article", "Article");
    append_fact(out, page->record, "product", "Product");
    append_fact(out, page->record, "case", "Case");
    append_fact(out, page->record, "start", "Starts");
    append_fact(out, page->record, "end", "Ends");
    append_fact(out, page->record, "seed", "Seed");
    append_fact(out, page->record, "without", "Rules off");
    append_others(out, page->options);
    g_string_append(out, "</dl>\n</header>\n");
}

/* ---- the sections ---- */

typedef struct {
    const char *id, *title;
    void (*append)(ExsPage *page); /* NULL: the script's own */
} Section;

static const Section sections[] = {
    {"story", "What happened", exs_html_story},
    {"checks", "Expectations", exs_html_checks},
    {"app", "Replay", NULL},
    {"topology", "Topology", exs_html_topology},
    {"events", "Events", exs_html_events},
    {"decisions", "Decisions", exs_html_decisions},
    {"queues", "Queues", exs_html_queues},
};

static void append_navigation(GString *out)
{
    g_string_append(out, "<nav id=\"contents\" aria-label=\"Contents\">\n<ul>\n");
    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++)
        g_string_append_printf(out, "<li%s><a href=\"#%s\">%s</a></li>\n",
                               sections[i].append ? "" : " hidden", sections[i].id,
                               sections[i].title);
    g_string_append(out, "</ul>\n</nav>\n");
}

static void append_sections(ExsPage *page)
{
    g_string_append(page->out, "<main id=\"main\" tabindex=\"-1\">\n");
    for (size_t i = 0; i < G_N_ELEMENTS(sections); i++) {
        if (sections[i].append)
            sections[i].append(page);
        else
            g_string_append_printf(page->out,
                                   "<section id=\"%s\" aria-label=\"%s\" hidden></section>\n",
                                   sections[i].id, sections[i].title);
    }
    g_string_append(page->out, "</main>\n");
}

static void append_footer(GString *out, const ExsRecord *record)
{
    g_string_append(out, "<footer>\n<p>exsim " EXS_VERSION ", ");
    exs_html_text(out, exs_record_fingerprint(record));
    g_string_append(out, "</p>\n</footer>\n");
}

bool exs_html_close(GString *out, const ExsRecord *record, GError **error)
{
    g_string_append(out, "<script id=\"data\" type=\"application/octet-stream\">");
    if (!exs_html_data(record, out, error))
        return false;
    g_string_append(out, "</script>\n");
    append_asset(out, "script", &exs_asset_plot);
    append_asset(out, "script", &exs_asset_app);
    g_string_append(out, "</body>\n</html>\n");
    return true;
}

void exs_page_init(ExsPage *page, const ExsRecord *record, const ExsHtmlOptions *options,
                   const char *side, GString *out)
{
    size_t decisions = exs_record_decision_count(record);

    *page = (ExsPage){.record = record,
                      .options = options,
                      .side = side,
                      .words = exs_words_new(record),
                      .out = out,
                      .start = exs_names_start(record),
                      .told = exs_story_told(record),
                      .shown = g_array_new(FALSE, FALSE, sizeof(uint64_t)),
                      .has_row = g_new0(bool, exs_record_count(record) + 1),
                      .has_decision = g_new0(bool, decisions + 1),
                      .taken = g_new0(uint32_t, decisions + 1),
                      .tallies = exs_html_tally(record)};
}

void exs_page_clear(ExsPage *page)
{
    exs_words_free(page->words);
    g_array_unref(page->shown);
    g_free(page->told);
    g_free(page->has_row);
    g_free(page->has_decision);
    g_free(page->taken);
    g_free(page->tallies);
}

bool exs_html_report(const ExsRecord *record, const ExsHtmlOptions *options, GString *out,
                     GError **error)
{
    static const ExsHtmlOptions plain = {.all = false};
    const ExsHtmlOptions *given = options ? options : &plain;
    ExsPage page;
    bool done;

    exs_page_init(&page, record, given, "", out);
    for (uint64_t i = 0; i < exs_record_count(record); i++)
        if (given->all || page.told[i])
            g_array_append_val(page.shown, i);
    exs_html_choose(&page);
    exs_html_limit_decisions(&page);
    exs_html_open(out, record);
    append_header(&page);
    append_navigation(out);
    append_sections(&page);
    append_footer(out, record);
    done = exs_html_close(out, record, error);
    exs_page_clear(&page);
    return done;
}
