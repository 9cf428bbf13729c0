/* test_text_messages.c - the timeline as text, message by message.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/report/text.h"
#include "report/report_example.h"

/* What befalls the messages, each a minute after the other; `slow` takes an hour. */
static ExsRecord *sent(int count, int slow)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);

    for (int i = 1; i <= count; i++)
        EXAMPLE_TRACE(record, 60 * i, QUEUED, EXAMPLE_MTA, i, EXAMPLE_FAST_QUEUE, i);
    EXAMPLE_TRACE(record, 60 * count + 1, STOPPED, EXAMPLE_MTA, EXAMPLE_MTA);
    for (int i = 1; i <= count; i++)
        if (i != slow)
            EXAMPLE_TRACE(record, 60 * (count + i), DELIVERED, EXAMPLE_MTA, i,
                          exs_record_text(record, "bob"));
    if (slow)
        EXAMPLE_TRACE(record, 7200, DELIVERED, EXAMPLE_MTA, slow, exs_record_text(record, "bob"));
    return record;
}

START_TEST(each_message_by_itself)
{
    const ExsTextOptions options = {.by_message = true};
    g_autoptr(ExsRecord) record = sent(2, 0);
    g_autofree char *text = example_timeline(record, &options);

    ck_assert_str_eq(
        text, "---- beside the messages, Mon 1998-03-02 ---------------------------------------\n"
              "08:02:01  +0:02:01  HUB1 MTA  MTA stopped\n"
              "---- message 1, Mon 1998-03-02 -------------------------------------------------\n"
              "08:01:00  +0:00:00  HUB1 MTA  message 1 queued for FAST, 1 waiting\n"
              "08:03:00  +0:02:00  HUB1 MTA  message 1 delivered to bob\n"
              "---- message 2, Mon 1998-03-02 -------------------------------------------------\n"
              "08:02:00  +0:00:00  HUB1 MTA  message 2 queued for FAST, 2 waiting\n"
              "08:04:00  +0:02:00  HUB1 MTA  message 2 delivered to bob\n");
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    int count, slow;
    bool all;
    size_t heads;
    const char *fold; /* NULL: none */
} groups[] = {
    {"three",                3, 0, false, 4, NULL},
    {"four",                 4, 0, false, 4, "---- 2 messages more like it, message 2 to message 3 ---"},
    {"one that took longer", 9, 9, false, 5, "---- 6 messages more like it, message 2 to message 7 ---"},
    {"one in between",       5, 3, false, 6, NULL},
    {"all",                  9, 0, true, 10, NULL},
};
/* clang-format on */

START_TEST(messages_that_are_alike_are_folded)
{
    const ExsTextOptions options = {.by_message = true, .all = groups[_i].all};
    g_autoptr(ExsRecord) record = sent(groups[_i].count, groups[_i].slow);
    g_autofree char *text = example_timeline(record, &options);

    ck_assert_msg(example_count_lines(text, "---- ") == groups[_i].heads, "%s: %s", groups[_i].name,
                  text);
    ck_assert_msg((strstr(text, " more like it") != NULL) == (groups[_i].fold != NULL), "%s: %s",
                  groups[_i].name, text);
    ck_assert_msg(!groups[_i].fold || strstr(text, groups[_i].fold), "%s: %s", groups[_i].name,
                  text);
    ck_assert_uint_le(example_longest_line(text), 80);
}
END_TEST

START_TEST(a_report_says_on_what_it_is)
{
    const ExsTextOptions options = {.by_message = true};
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autofree char *text = NULL;

    exs_record_name_message(record, 1, "x400");
    EXAMPLE_TRACE(record, 20, REPORT, EXAMPLE_MTA, 2, exs_record_text(record, "ann"), 1);
    text = example_timeline(record, &options);
    ck_assert_msg(
        g_str_has_prefix(text, "---- message 2, a report on \"x400\", Mon 1998-03-02 ---"), "%s",
        text);
}
END_TEST

Suite *suite_text_messages(void)
{
    Suite *suite = suite_create("text_messages");
    TCase *tests = tcase_create("tests");

    tcase_add_test(tests, each_message_by_itself);
    tcase_add_loop_test(tests, messages_that_are_alike_are_folded, 0, G_N_ELEMENTS(groups));
    tcase_add_test(tests, a_report_says_on_what_it_is);
    suite_add_tcase(suite, tests);
    return suite;
}
