/* test_chart.c - the sequence chart as a drawing of its own.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/report/chart.h"
#include "report/report_example.h"
#include "sim/report/chart_private.h"

/* "x400" is sent, waits for FAST, which breaks, and is rerouted; another message is sent later. */
static ExsRecord *make(const char *name)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);

    exs_record_name_message(record, 1, name);
    EXAMPLE_TRACE(record, 60, SUBMITTED, EXAMPLE_MTA, 1, exs_record_text(record, "ann"), 1, 1024,
                  exs_record_text(record, "normal"));
    EXAMPLE_TRACE(record, 61, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 62, QUEUED, EXAMPLE_MTA, 2, EXAMPLE_FAST_QUEUE, 2);
    EXAMPLE_TRACE(record, 600, FAULT, EXAMPLE_FAST, EXAMPLE_FAST, exs_record_text(record, "cut"));
    EXAMPLE_TRACE(record, 700, REROUTED, EXAMPLE_MTA, 1, EXAMPLE_FAST, EXAMPLE_SLOW, 0);
    EXAMPLE_TRACE(record, 7200, REPAIRED, EXAMPLE_FAST, EXAMPLE_FAST,
                  exs_record_text(record, "cut"));
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

static char *draw(const ExsRecord *record, const ExsChartOptions *options)
{
    GString *out = g_string_new(NULL);

    ck_assert(exs_chart(record, options, out, NULL));
    return g_string_free(out, FALSE);
}

/* clang-format off */
static const struct {
    const char *name, *part;
} parts[] = {
    {"a head",           "<text class=\"title\" x=\"2\" y=\"20\">Q100000: An example</text>"},
    {"a lane",           "<text class=\"lane-name\""},
    {"an arrow",         "<path class=\"arrow arrow-3 part-connector\" d=\"M"},
    {"what it is",       "<title>08:11:40 HUB1 MTA: &quot;x400&quot; rerouted from FAST to SLOW"},
    {"words beside it",  ">&quot;x400&quot; rerouted</text>"},
    {"what broke",       "<path class=\"spot spot-fault\""},
    {"how long",         "<g class=\"state state-down\">"},
    {"how many waited",  ">2 waiting</text>"},
    {"a quiet stretch",  "<text class=\"gap-text\""},
    {"the dark",         "@media (prefers-color-scheme:dark)"},
    {"what signs mean",  ">rerouted</text>"},
};
/* clang-format on */

START_TEST(a_drawing_of_its_own)
{
    g_autoptr(ExsRecord) record = make("x400");
    const ExsChartOptions options = {.is_part = false};
    g_autofree char *text = draw(record, &options);

    ck_assert_msg(strstr(text, parts[_i].part) != NULL, "%s", parts[_i].name);
    ck_assert(g_str_has_prefix(text, "<svg xmlns=\"http://www.w3.org/2000/svg\""));
    ck_assert_ptr_null(strstr(text, "<script"));
}
END_TEST

START_TEST(of_one_message)
{
    g_autoptr(ExsRecord) record = make("x400");
    const ExsChartOptions options = {.is_part = true, .message = 2, .name = "the \"other\""};
    g_autofree char *text = draw(record, &options);

    ck_assert_ptr_null(strstr(text, "x400"));
    ck_assert_ptr_null(strstr(text, "<style"));
    ck_assert_ptr_nonnull(strstr(text, "aria-label=\"Sequence chart: the &quot;other&quot;\""));
}
END_TEST

START_TEST(names_are_text)
{
    g_autoptr(ExsRecord) record = make("</title><script>x</script>\x01");
    const ExsChartOptions options = {.is_part = false};
    g_autofree char *text = draw(record, &options);

    ck_assert_ptr_null(strstr(text, "<script"));
    ck_assert_ptr_null(strchr(text, 1));
    ck_assert_ptr_nonnull(strstr(text, "&lt;/title&gt;&lt;script&gt;"));
}
END_TEST

START_TEST(too_much_is_said_to_be)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    const ExsChartOptions options = {.is_part = false};
    g_autofree char *text = NULL;

    for (uint32_t i = 0; i < EXS_CHART_MARKS + 5; i++)
        EXAMPLE_TRACE(record, i, SUBMITTED, EXAMPLE_MTA, i + 1, 0, 1, 1, 0);
    ck_assert(exs_record_finish(record, true, NULL));
    text = draw(record, &options);
    ck_assert_ptr_nonnull(strstr(text, ">The first 3000 of 3005 arrows and marks are drawn, up to "
                                       "1998-03-02 08:49:59: the page (.html) has all.<"));
}
END_TEST

/* Servers of one site that something happens at, each with two lanes. */
static char *draw_servers(uint32_t count)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    const ExsChartOptions options = {.is_part = false};

    for (uint32_t i = 0; i < count; i++) {
        g_autofree char *name = g_strdup_printf("S%u", i);
        uint32_t server = exs_record_add_object(record, "server", EXAMPLE_SITE, name, name);
        uint32_t mta = exs_record_add_object(record, "mta", server, "mta", "MTA");

        EXAMPLE_TRACE(record, i, SUBMITTED, mta, i + 1, 0, 1, 1, 0);
    }
    ck_assert(exs_record_finish(record, true, NULL));
    return draw(record, &options);
}

START_TEST(many_lanes_are_folded)
{
    g_autofree char *few = draw_servers(49), *many = draw_servers(60), *more = draw_servers(200);

    ck_assert_ptr_nonnull(strstr(few, ">S48</text>"));
    ck_assert_ptr_nonnull(strstr(few, "mta: MTA"));
    ck_assert_ptr_null(strstr(few, "stand for their parts"));
    ck_assert_ptr_nonnull(strstr(many, ">S59</text>"));
    ck_assert_ptr_null(strstr(many, "mta: MTA"));
    ck_assert_ptr_nonnull(strstr(many, ">60 servers or sites stand for their parts.<"));
    ck_assert_ptr_null(strstr(more, ">S1</text>"));
    ck_assert_ptr_nonnull(strstr(more, ">1 servers or sites stand for their parts.<"));
}
END_TEST

START_TEST(nothing_is_a_drawing_too)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    const ExsChartOptions options = {.is_part = false};
    g_autofree char *text = NULL;

    ck_assert(exs_record_finish(record, true, NULL));
    text = draw(record, &options);
    ck_assert_ptr_nonnull(strstr(text, ">Nothing moved.<"));
}
END_TEST

START_TEST(time_goes_to_the_right)
{
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(ExsTime));
    ExsTime seconds[] = {0, 1, 2, 3, 4, 5, 90000, 90001};
    ExsChartScale scale;
    int last = 99;

    for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++) {
        ExsTime when = example_at(seconds[i]);

        g_array_append_val(times, when);
    }
    exs_chart_scale_init(&scale, times, 100, 1000);
    for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++) {
        int x = exs_chart_x(&scale, example_at(seconds[i]));

        ck_assert_int_gt(x, last);
        last = x;
    }
    ck_assert_int_eq(exs_chart_x(&scale, example_at(-5)), 100);
    ck_assert_int_eq(last, 1100);
    ck_assert_uint_eq(scale.gaps->len, 1);
    exs_chart_scale_clear(&scale);
}
END_TEST

START_TEST(texts_are_cut_where_they_must_be)
{
    g_autofree char *whole = exs_chart_fitting("HUB1", 100), *cut = exs_chart_fitting("HUB1", 24);
    g_autofree char *wide = exs_chart_fitting("\xE6\x9D\xB1\xE4\xBA\xAC\xE9\x83\xBD", 24);

    ck_assert_str_eq(whole, "HUB1");
    ck_assert_str_eq(cut, "HU\xE2\x80\xA6");
    ck_assert_str_eq(wide, "\xE6\x9D\xB1\xE2\x80\xA6");
}
END_TEST

Suite *suite_chart(void)
{
    Suite *suite = suite_create("chart");
    TCase *tests = tcase_create("chart");

    tcase_add_loop_test(tests, a_drawing_of_its_own, 0, G_N_ELEMENTS(parts));
    tcase_add_test(tests, of_one_message);
    tcase_add_test(tests, names_are_text);
    tcase_add_test(tests, too_much_is_said_to_be);
    tcase_add_test(tests, many_lanes_are_folded);
    tcase_add_test(tests, nothing_is_a_drawing_too);
    tcase_add_test(tests, time_goes_to_the_right);
    tcase_add_test(tests, texts_are_cut_where_they_must_be);
    suite_add_tcase(suite, tests);
    return suite;
}
