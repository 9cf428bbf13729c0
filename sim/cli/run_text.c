/* run_text.c - see run_text.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/run_text.h"

#include <string.h>

#include "exsim/cli/commands.h"
#include "exsim/cli/exit.h"
#include "exsim/cli/wrap.h"

#define EXPLAIN_MOST 3 /* lines */

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

/* ---- totals ---- */

void exs_run_total_init(ExsRunTotal *total)
{
    *total = (ExsRunTotal){.fingerprints = g_ptr_array_new_with_free_func(g_free)};
}

void exs_run_total_clear(ExsRunTotal *total)
{
    g_clear_pointer(&total->fingerprints, g_ptr_array_unref);
}

static void add_run(ExsRunTotal *total, const json_t *public)
{
    const json_t *checks = json_object_get(public, "expectations");
    const char *fingerprint = json_string_value(json_object_get(public, "fingerprint"));
    const char *result = text_of(public, "result");
    const json_t *check;
    size_t i;

    total->runs++;
    total->errors += strcmp(result, "ERROR") == 0;
    total->applicable += strcmp(result, "NOT-APPLICABLE") != 0;
    json_array_foreach(checks, i, check)
    {
        bool passed = strcmp(text_of(check, "result"), "PASS") == 0;

        total->passed += passed;
        total->failed += !passed;
    }
    if (fingerprint)
        g_ptr_array_add(total->fingerprints, g_strdup(fingerprint));
}

void exs_run_total_add(ExsRunTotal *total, const json_t *outcome)
{
    const json_t *run;
    size_t i;

    json_array_foreach(json_object_get(outcome, "runs"), i, run)
    {
        add_run(total, json_object_get(run, "public"));
        total->cut += json_object_get(run, "cut") != NULL;
    }
    total->code =
        exs_exit_worse(total->code, (int)json_integer_value(json_object_get(outcome, "code")));
}

char *exs_run_total_fingerprint(const ExsRunTotal *total)
{
    g_autoptr(GChecksum) sum = NULL;

    if (total->fingerprints->len == 1)
        return g_strdup(total->fingerprints->pdata[0]);
    sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < total->fingerprints->len; i++) {
        const char *line = total->fingerprints->pdata[i];

        g_checksum_update(sum, (const guchar *)line, (gssize)strlen(line));
        g_checksum_update(sum, (const guchar *)"\n", 1);
    }
    return g_strdup_printf("sha256:%s", g_checksum_get_string(sum));
}

/* ---- runs ---- */

static void append_heading(GString *out, const json_t *run, bool colour)
{
    const json_t *public = json_object_get(run, "public");
    const char *name = text_of(public, "case"), *article = text_of(public, "article");
    g_autoptr(GString) line = g_string_new(NULL), wrapped = g_string_new(NULL);

    g_string_append(line, *article ? article : text_of(public, "file"));
    if (*text_of(public, "product"))
        g_string_append_printf(line, " on %s", text_of(public, "product"));
    if (*name)
        g_string_append_printf(line, ": %s", name);
    exs_wrap(wrapped, "", 2, line->str);
    g_string_append_printf(out, "%s%s%s", colour ? "\033[1m" : "",
                           wrapped->str + strspn(wrapped->str, " "), colour ? "\033[0m" : "");
}

/* What to run next: the stories of the messages that something failed on. */
static void append_explain(GString *out, const json_t *run)
{
    const json_t *lines = json_object_get(run, "explain"), *line;
    size_t i;

    json_array_foreach(lines, i, line) if (i < EXPLAIN_MOST)
        g_string_append_printf(out, "      explain:  %s\n", json_string_value(line));
    if (json_array_size(lines) > EXPLAIN_MOST)
        g_string_append_printf(out, "                and %zu other messages\n",
                               json_array_size(lines) - EXPLAIN_MOST);
}

static void append_empty(GString *out, const char *cut)
{
    if (*cut)
        g_string_append_printf(out,
                               "EMPTY: --until ended the run at %s, before what it\n"
                               "       expects was asked\n",
                               cut);
    else
        g_string_append(out, "EMPTY: it ran, and expects nothing\n");
}

static void append_run(GString *out, const json_t *run, size_t runs, bool colour)
{
    const json_t *public = json_object_get(run, "public");
    const char *result = text_of(public, "result"), *timeline = text_of(run, "timeline");

    if (*text_of(public, "product")) /* else the file could not even be read */
        append_heading(out, run, colour);
    if (*timeline) {
        if (runs > 1)
            g_string_append_printf(out,
                                   "(of %zu runs, the timeline of this one; "
                                   "--product and --case choose)\n",
                                   runs);
        g_string_append_printf(out, "%s\n", timeline);
    }
    g_string_append(out, text_of(run, "checks"));
    if (strcmp(result, "ERROR") == 0) {
        g_autoptr(GString) wrapped = g_string_new(NULL);

        exs_wrap(wrapped, result, 7, text_of(public, "error"));
        exs_append_verdict(out, result, colour);
        g_string_append(out, wrapped->str + strlen(result));
    } else if (strcmp(result, "NOT-APPLICABLE") == 0) {
        g_string_append(out, "NOT-APPLICABLE: nothing of this case is for this product\n");
    } else if (strcmp(result, "EMPTY") == 0) {
        append_empty(out, text_of(run, "cut"));
    } else if (strcmp(result, "FAIL") == 0) {
        g_string_append_printf(out, "      replay:   %s\n", text_of(run, "replay"));
        append_explain(out, run);
    }
}

void exs_run_text_outcome(GString *out, const json_t *outcome, bool quiet, bool colour)
{
    const json_t *runs = json_object_get(outcome, "runs"), *run;
    bool is_first = true;
    size_t i;

    json_array_foreach(runs, i, run)
    {
        const json_t *public = json_object_get(run, "public");
        const char *result = text_of(public, "result");

        if (quiet && strcmp(result, "FAIL") != 0 && strcmp(result, "ERROR") != 0)
            continue;
        if (is_first) {
            g_string_append_printf(out, "%s\n", text_of(public, "file"));
            if (*text_of(run, "title"))
                exs_wrap(out, "", 2, text_of(run, "title"));
        }
        is_first = false;
        g_string_append_c(out, '\n');
        append_run(out, run, json_array_size(runs), colour);
    }
    if (!is_first)
        g_string_append_c(out, '\n');
}

void exs_run_text_total(GString *out, const ExsRunTotal *total, bool colour)
{
    g_autofree char *fingerprint = exs_run_total_fingerprint(total);
    size_t count = total->passed + total->failed;

    g_string_append_printf(out, "fingerprint: %s\n", fingerprint);
    if (total->code > EXS_EXIT_FAILED)
        exs_append_verdict(out, "ERROR", colour);
    else if (total->failed > 0)
        exs_append_verdict(out, "FAIL", colour);
    else
        exs_append_verdict(out,
                           count                    ? "PASS"
                           : total->applicable == 0 ? "NOT-APPLICABLE"
                                                    : "EMPTY",
                           colour);
    g_string_append_printf(out, " %zu of %zu%s\n", total->passed, count,
                           total->code == EXS_EXIT_OK && total->applicable == 0
                               ? ": nothing is for this product"
                               : "");
}
