/* test_queues.c - the queues at one time.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/find.h"
#include "exsim/report/queues.h"
#include "report/report_example.h"

/* Messages 1 and 2 for the gateway, 3 for FAST; 1 leaves after five minutes. */
static ExsRecord *busy(ExsDetail detail)
{
    ExsRecord *record = example_new(detail);

    exs_record_name_message(record, 2, "late");
    EXAMPLE_TRACE(record, 60, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_IMS_QUEUE, 1);
    EXAMPLE_TRACE(record, 120, QUEUED, EXAMPLE_MTA, 2, EXAMPLE_IMS_QUEUE, 2);
    EXAMPLE_TRACE(record, 180, QUEUED, EXAMPLE_MTA, 3, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 360, UNQUEUED, EXAMPLE_MTA, 1, EXAMPLE_IMS_QUEUE, 1);
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

static char *show(const ExsRecord *record, ExsQueuesOptions options)
{
    GString *out = g_string_new(NULL);

    ck_assert(exs_queues(record, &options, out, NULL));
    return g_string_free(out, FALSE);
}

#define AT(seconds)                                                                                \
    (ExsQueuesOptions)                                                                             \
    {                                                                                              \
        .at = example_at(seconds)                                                                  \
    }

/* clang-format off */
static const struct {
    const char *name;
    int seconds;
    const char *line; /* of the gateway's queue */
} cases[] = {
    {"before anything",         30,  "  Internet Mail Service (HUB1)         0        -                    -\n"},
    {"with the first entry",    60,  "  Internet Mail Service (HUB1)         1        1998-03-02 08:01:00  0 s\n"},
    {"the oldest counts",       200, "  Internet Mail Service (HUB1)         2        1998-03-02 08:01:00  2 min 20 s\n"},
    {"the oldest has left",     360, "  Internet Mail Service (HUB1)         1        1998-03-02 08:02:00  4 min\n"},
};
/* clang-format on */

START_TEST(a_queue_at_a_time)
{
    g_autoptr(ExsRecord) record = busy(EXS_DETAIL_FULL);
    g_autofree char *text = show(record, AT(cases[_i].seconds));

    ck_assert_msg(strstr(text, cases[_i].line) != NULL, "%s: %s", cases[_i].name, text);
}
END_TEST

START_TEST(ages_are_counted_in_bands)
{
    g_autoptr(ExsRecord) record = busy(EXS_DETAIL_FULL);
    g_autofree char *text = show(record, AT(60 + 600));

    ck_assert_ptr_nonnull(strstr(text, "\nHUB1 MTA\n"));
    ck_assert_ptr_null(strstr(text, "by age")); /* one message needs no bands */
}
END_TEST

START_TEST(two_messages_in_two_bands)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autofree char *text = NULL;

    EXAMPLE_TRACE(record, 0, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_IMS_QUEUE, 1);
    EXAMPLE_TRACE(record, 3000, QUEUED, EXAMPLE_MTA, 2, EXAMPLE_IMS_QUEUE, 2);
    ck_assert(exs_record_finish(record, true, NULL));
    text = show(record, AT(3599));
    ck_assert_ptr_nonnull(strstr(text, "by age: 1 under 10 min, 1 under 1 h\n"));
    g_free(text);
    text = show(record, AT(3600));
    ck_assert_ptr_nonnull(strstr(text, "by age: 1 under 1 h, 1 under 4 h\n"));
}
END_TEST

/* A crash empties a queue without a word; the next count tells. */
START_TEST(the_count_of_an_entry_stands)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autofree char *text = NULL;

    EXAMPLE_TRACE(record, 0, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 10, QUEUED, EXAMPLE_MTA, 2, EXAMPLE_FAST_QUEUE, 1);
    ck_assert(exs_record_finish(record, true, NULL));
    text = show(record, (ExsQueuesOptions){.at = example_at(10), .messages = true});
    ck_assert_ptr_nonnull(strstr(text, "message 2"));
    ck_assert_ptr_null(strstr(text, "message 1"));
}
END_TEST

START_TEST(another_server_has_none)
{
    g_autoptr(ExsRecord) record = busy(EXS_DETAIL_FULL);
    g_autofree char *text =
        show(record, (ExsQueuesOptions){.at = example_at(200), .server = EXAMPLE_HUB2});

    ck_assert_str_eq(text, "queues at Mon 1998-03-02 08:03:20, product 5.5 SP4\n\nno queues\n");
}
END_TEST

START_TEST(json_names_every_message)
{
    g_autoptr(ExsRecord) record = busy(EXS_DETAIL_FULL);
    g_autofree char *text = show(record, (ExsQueuesOptions){.at = example_at(360), .json = true});

    ck_assert_ptr_nonnull(
        strstr(text, "\"title\":\"Internet Mail Service (HUB1)\",\"secured\":true,\"waiting\":1,"
                     "\"oldest\":\"1998-03-02 08:02:00\",\"age\":240000000,\"messages\":["
                     "{\"number\":2,\"name\":\"late\","));
}
END_TEST

START_TEST(a_record_without_entries_is_refused)
{
    g_autoptr(ExsRecord) record = busy(EXS_DETAIL_NONE);
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    ck_assert(!exs_queues(record, &AT(60), out, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "--detail"));
}
END_TEST

START_TEST(a_time_after_the_end_is_refused)
{
    g_autoptr(ExsRecord) record = busy(EXS_DETAIL_FULL);
    g_autoptr(GError) error = NULL;
    ExsTime when = 0;

    ck_assert(exs_find_time(record, "08:06", &when, NULL));
    ck_assert_int_eq(when, example_at(360));
    ck_assert(!exs_find_time(record, "08:07", &when, &error));
    ck_assert_str_eq(error->message, "\"08:07\" is after the end of the run, 1998-03-02 08:06:00");
}
END_TEST

START_TEST(a_misspelt_server_is_suggested)
{
    g_autoptr(ExsRecord) record = busy(EXS_DETAIL_FULL);
    g_autoptr(GError) error = NULL;

    ck_assert_uint_eq(exs_find_object(record, "server", "hub2", NULL), EXAMPLE_HUB2);
    ck_assert_uint_eq(exs_find_object(record, "server", "PAR2", &error), 0);
    ck_assert_str_eq(error->message, "there is no server \"PAR2\"; did you mean PAR1?");
}
END_TEST

Suite *suite_queues(void)
{
    Suite *suite = suite_create("queues");
    TCase *tests = tcase_create("queues");

    tcase_add_loop_test(tests, a_queue_at_a_time, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tests, ages_are_counted_in_bands);
    tcase_add_test(tests, two_messages_in_two_bands);
    tcase_add_test(tests, the_count_of_an_entry_stands);
    tcase_add_test(tests, another_server_has_none);
    tcase_add_test(tests, json_names_every_message);
    tcase_add_test(tests, a_record_without_entries_is_refused);
    tcase_add_test(tests, a_time_after_the_end_is_refused);
    tcase_add_test(tests, a_misspelt_server_is_suggested);
    suite_add_tcase(suite, tests);
    return suite;
}
