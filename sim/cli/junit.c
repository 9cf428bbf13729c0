/* junit.c - see junit.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/cli/junit.h"

#include <stdbool.h>
#include <string.h>

void exs_junit_init(ExsJunit *junit)
{
    *junit = (ExsJunit){.suites = g_string_new(NULL)};
}

void exs_junit_clear(ExsJunit *junit)
{
    g_string_free(junit->suites, TRUE);
}

/* GLib escapes control characters as references that XML 1.0 forbids: they become U+FFFD. */
static void append_escaped(GString *out, const char *text)
{
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        gunichar point = g_utf8_get_char(c);
        bool legal = point >= 0x20 && point != 0x7f && !(point >= 0x80 && point <= 0x9f) &&
                     point != 0xfffe && point != 0xffff;

        if (point == '&')
            g_string_append(out, "&amp;");
        else if (point == '<')
            g_string_append(out, "&lt;");
        else if (point == '>')
            g_string_append(out, "&gt;");
        else if (point == '"')
            g_string_append(out, "&quot;");
        else
            g_string_append_unichar(out, legal ? point : 0xfffd);
    }
}

static void append_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s=\"", name);
    append_escaped(out, value);
    g_string_append_c(out, '"');
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}

/* "Q... on 5.5 SP4: the case" */
static char *name_of(const json_t *public)
{
    const char *article = text_of(public, "article"), *name = text_of(public, "case");
    const char *product = text_of(public, "product");
    GString *text = g_string_new(*article ? article : text_of(public, "file"));

    if (*product)
        g_string_append_printf(text, " on %s", product);
    if (*name)
        g_string_append_printf(text, ": %s", name);
    return g_string_free(text, FALSE);
}

static void append_case(GString *out, const char *suite, const char *name)
{
    g_string_append(out, "    <testcase");
    append_attribute(out, "classname", suite);
    append_attribute(out, "name", name);
}

static void append_expectation(GString *out, const char *suite, const json_t *expectation)
{
    append_case(out, suite, text_of(expectation, "text"));
    if (strcmp(text_of(expectation, "result"), "PASS") == 0) {
        g_string_append(out, "/>\n");
        return;
    }
    g_string_append(out, ">\n      <failure");
    append_attribute(out, "message", text_of(expectation, "seen"));
    g_string_append(out, ">expected: ");
    append_escaped(out, text_of(expectation, "expected"));
    g_string_append(out, "\nseen: ");
    append_escaped(out, text_of(expectation, "seen"));
    if (*text_of(expectation, "when")) {
        g_string_append(out, "\nshown by: ");
        append_escaped(out, text_of(expectation, "when"));
        g_string_append_c(out, ' ');
        append_escaped(out, text_of(expectation, "entry"));
    }
    g_string_append(out, "</failure>\n    </testcase>\n");
}

/* A run without a verdict on what was expected: one case stands for it. */
static void append_whole(GString *out, const char *suite, const char *element, const char *message)
{
    append_case(out, suite, "the run");
    g_string_append_printf(out, ">\n      <%s", element);
    append_attribute(out, "message", message);
    g_string_append(out, "/>\n    </testcase>\n");
}

static void add_run(ExsJunit *self, const json_t *public)
{
    const json_t *expectations = json_object_get(public, "expectations"), *expectation;
    g_autoptr(GString) cases = g_string_new(NULL);
    g_autofree char *suite = name_of(public);
    size_t tests = json_array_size(expectations), failures = 0, i;
    bool error = strcmp(text_of(public, "result"), "ERROR") == 0;
    bool skipped = strcmp(text_of(public, "result"), "NOT-APPLICABLE") == 0;

    json_array_foreach(expectations, i, expectation)
    {
        append_expectation(cases, suite, expectation);
        failures += strcmp(text_of(expectation, "result"), "PASS") != 0;
    }
    if (error)
        append_whole(cases, suite, "error", text_of(public, "error"));
    else if (skipped)
        append_whole(cases, suite, "skipped", "nothing of this case is for this product");
    tests += error || skipped;
    g_string_append(self->suites, "  <testsuite");
    append_attribute(self->suites, "name", suite);
    append_attribute(self->suites, "file", text_of(public, "file"));
    g_string_append_printf(self->suites,
                           " tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"%d\">\n%s",
                           tests, failures, error, skipped, cases->str);
    g_string_append(self->suites, "  </testsuite>\n");
    self->tests += tests;
    self->failures += failures;
    self->errors += error;
    self->skipped += skipped;
}

void exs_junit_add(ExsJunit *junit, const json_t *outcome)
{
    const json_t *run;
    size_t i;

    json_array_foreach(json_object_get(outcome, "runs"), i, run)
        add_run(junit, json_object_get(run, "public"));
}

void exs_junit_write(const ExsJunit *junit, GString *out)
{
    g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"exsim\"");
    g_string_append_printf(
        out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n%s</testsuites>\n",
        junit->tests, junit->failures, junit->errors, junit->skipped, junit->suites->str);
}
