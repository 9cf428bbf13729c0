/* test_text.c - the timeline as text.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/text.h"
#include "report/report_example.h"

/* `count` messages handed to one queue, a minute apart. */
static ExsRecord *queued(int count)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);

    for (int i = 1; i <= count; i++)
        EXAMPLE_TRACE(record, 60 * i, QUEUED, EXAMPLE_MTA, i, EXAMPLE_FAST_QUEUE, i);
    return record;
}

START_TEST(a_line_has_clock_offset_actor_and_sentence)
{
    g_autoptr(ExsRecord) record = queued(1);
    g_autofree char *text = example_timeline(record, NULL);

    ck_assert_str_eq(text, "---- Mon 1998-03-02 "
                           "------------------------------------------------------------\n"
                           "08:01:00  +0:01:00  HUB1 MTA  message 1 queued for FAST, 1 waiting\n");
}
END_TEST

START_TEST(more_than_three_alike_are_folded)
{
    g_autoptr(ExsRecord) three = queued(3), six = queued(6);
    g_autofree char *all = example_timeline(three, NULL), *folded = example_timeline(six, NULL);

    ck_assert_uint_eq(example_count_lines(all, "queued for"), 3);
    ck_assert_uint_eq(example_count_lines(all, "not shown"), 0);
    ck_assert_uint_eq(example_count_lines(folded, "queued for"), 2);
    ck_assert(strstr(folded, "message 1 "));
    ck_assert(
        strstr(folded, "\n          ... 4 more like it, message 2 to message 5, until 08:05:00\n"));
    ck_assert(strstr(folded, "\n(4 of 6 entries are not shown: --all shows them)\n"));
    ck_assert(strstr(folded, "message 6 "));
}
END_TEST

START_TEST(another_queue_ends_a_run)
{
    g_autoptr(ExsRecord) record = queued(3);
    g_autofree char *text = NULL;

    EXAMPLE_TRACE(record, 400, QUEUED, EXAMPLE_MTA, 6, EXAMPLE_IMS_QUEUE, 1);
    EXAMPLE_TRACE(record, 401, QUEUED, EXAMPLE_MTA, 7, EXAMPLE_FAST_QUEUE, 4);
    text = example_timeline(record, NULL);
    ck_assert_uint_eq(example_count_lines(text, "queued for"), 5);
}
END_TEST

START_TEST(rounds_are_folded_too)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autofree char *text = NULL;

    for (int i = 1; i <= 144; i++) {
        EXAMPLE_TRACE(record, 600 * i, OPEN_FAILED, EXAMPLE_MTA, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1,
                      exs_record_text(record, "cut"));
        EXAMPLE_TRACE(record, 600 * i + 1, RETRY_WAITS, EXAMPLE_MTA, EXAMPLE_FAST_QUEUE,
                      600 * EXS_SECOND);
    }
    text = example_timeline(record, NULL);
    ck_assert_uint_eq(example_count_lines(text, "+"), 4);
    ck_assert(strstr(text, "... these 2 lines 142 times more until Tue 1998-03-03 07:50:01"));
    ck_assert_uint_eq(example_count_lines(text, "---- "), 2);
}
END_TEST

START_TEST(a_message_in_another_way_is_told)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autofree char *text = NULL;
    uint32_t cut = exs_record_text(record, "cut"), refused = exs_record_text(record, "refused");

    for (int i = 1; i <= 8; i++)
        EXAMPLE_TRACE(record, i, OPEN_FAILED, EXAMPLE_MTA, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1,
                      i % 3 == 0 ? refused : cut);
    text = example_timeline(record, NULL);
    ck_assert_uint_eq(example_count_lines(text, "+"), 8);
}
END_TEST

/* Two lines a message, of which the second is told of the message before in one round. */
START_TEST(rounds_of_other_messages_are_no_rounds)
{
    g_autoptr(ExsRecord) same = example_new(EXS_DETAIL_FULL), other = example_new(EXS_DETAIL_FULL);
    g_autofree char *folded = NULL, *told = NULL;

    for (int i = 1; i <= 6; i++) {
        EXAMPLE_TRACE(same, i, HANDED_OFF, EXAMPLE_HUB1, i, EXAMPLE_IMS, 1);
        EXAMPLE_TRACE(same, i, DELIVERED, EXAMPLE_PAR1, i, 0);
        EXAMPLE_TRACE(other, i, HANDED_OFF, EXAMPLE_HUB1, i, EXAMPLE_IMS, 1);
        EXAMPLE_TRACE(other, i, DELIVERED, EXAMPLE_PAR1, i == 3 ? 2 : i, 0);
    }
    folded = example_timeline(same, NULL);
    told = example_timeline(other, NULL);
    ck_assert_uint_eq(example_count_lines(folded, "+"), 4);
    ck_assert(strstr(folded, "... these 2 lines 4 times more, message 2 to message 5, until "));
    ck_assert_uint_eq(example_count_lines(told, "+"), 12);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    ExsTraceKind kind;
    int64_t values[EXS_ENTRY_WORDS];
    size_t count;
    const char *line; /* what is told; NULL: it is no part of the story */
} sentences[] = {
    {"what is ordinary is not told",       EXS_TRACE_SUBMITTED, {1, 'A', 1, 1024, 'N'}, 5, "\"m\" submitted by ann"},
    {"what is not, is",                    EXS_TRACE_SUBMITTED, {1, 'A', 3, 20480, 'U'}, 5, "\"m\" submitted by ann for 3 recipients, 20,480 B, urgent"},
    {"an address outside is itself",       EXS_TRACE_DELIVERED, {1, 'X'}, 2, "\"m\" delivered to x@example.com"},
    {"a server's queue is called as it",   EXS_TRACE_TRANSFERRED, {1, EXAMPLE_HUB2_QUEUE, EXAMPLE_HUB2, 1}, 4, "\"m\" transferred to HUB2 (hop 1)"},
    {"a connector's is not",               EXS_TRACE_TRANSFERRED, {1, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, 2}, 4, "\"m\" transferred by FAST to PAR1 (hop 2)"},
    {"connectors go by their names",       EXS_TRACE_REROUTED, {1, EXAMPLE_FAST, EXAMPLE_SLOW, 0}, 4, "\"m\" rerouted from FAST to SLOW"},
    {"which host said it",                 EXS_TRACE_SMTP, {1, EXAMPLE_PAR1, 'S', 1}, 4, "\"m\": PAR1 says \"450 later\""},
    {"what waits is told",                 EXS_TRACE_QUEUED, {1, EXAMPLE_IMS_QUEUE, 1}, 3, "\"m\" queued for HUB1 IMS, 1 waiting"},
    {"leaving is not",                     EXS_TRACE_UNQUEUED, {1, EXAMPLE_IMS_QUEUE, 0}, 3, NULL},
    {"nor being sent",                     EXS_TRACE_TRANSFER_STARTED, {1, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1}, 3, NULL},
    {"nor an address without a rule",      EXS_TRACE_RESOLVED, {1, 'A', 'X', 0}, 4, NULL},
    {"one that a rule changed is",         EXS_TRACE_RESOLVED, {1, 'A', 'X', EXS_RULE_SECURED_STAYS}, 4, "\"m\": recipient ann is x@example.com: SECURED_STAYS"},
    {"one that a rule left is not",        EXS_TRACE_RESOLVED, {1, 'A', 'A', EXS_RULE_SECURED_STAYS}, 4, NULL},
    {"a table, if there is no mail",        EXS_TRACE_TABLE_CALCULATED, {EXAMPLE_SITE, 3, 1}, 3, "routing table of SEATTLE, rows: 3, changed"},
    {"nor one that did not change",        EXS_TRACE_TABLE_CALCULATED, {EXAMPLE_SITE, 3, 0}, 3, NULL},
    {"nor an idle association",            EXS_TRACE_CLOSED, {EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, 'I'}, 3, NULL},
    {"one that breaks is",                 EXS_TRACE_CLOSED, {EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, 'C'}, 3, "FAST: association to PAR1 closed: cut"},
};

static const struct {
    char sign;
    const char *text;
} texts[] = {
    {'A', "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ANN"}, {'X', "SMTP:x@example.com"}, {'N', "normal"},
    {'U', "urgent"}, {'S', "450 later"}, {'I', "idle for its lifetime"}, {'C', "cut"},
};
/* clang-format on */

/* Every sign that stands for a text becomes its number. */
static void add_sentence(ExsRecord *record, size_t row)
{
    const ExsKind *kind = exs_record_kind(record, (uint16_t)sentences[row].kind);
    int64_t values[EXS_ENTRY_WORDS];

    for (size_t i = 0; i < sentences[row].count; i++) {
        values[i] = sentences[row].values[i];
        for (size_t j = 0; j < G_N_ELEMENTS(texts) && kind->fields[i].type == EXS_FIELD_TEXT; j++)
            if (values[i] == texts[j].sign) {
                values[i] = exs_record_text(record, texts[j].text);
                break;
            }
    }
    example_add(record, 60, sentences[row].kind, EXAMPLE_MTA, values, sentences[row].count);
}

START_TEST(sentences_are_short)
{
    const ExsTextOptions wide = {.width = 200};

    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
        g_autofree char *text = NULL;

        exs_record_name_message(record, 1, "m");
        add_sentence(record, i);
        text = example_timeline(record, &wide);
        if (sentences[i].line)
            ck_assert_msg(strstr(text, sentences[i].line) != NULL, "%s: %s", sentences[i].name,
                          text);
        else
            ck_assert_msg(g_str_has_prefix(text, "(1 of 1 entries"), "%s: %s", sentences[i].name,
                          text);
    }
}
END_TEST

/* What passes through a queue did not wait in it; the tables before any mail are no story. */
START_TEST(what_follows_decides)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    uint32_t x = exs_record_text(record, "SMTP:x@example.com");
    uint32_t taken = exs_record_text(record, "250 taken");
    g_autofree char *text = NULL;

    EXAMPLE_TRACE(record, 1, TABLE_CALCULATED, EXAMPLE_HUB1, EXAMPLE_SITE, 3, 1);
    EXAMPLE_TRACE(record, 9, SUBMITTED, EXAMPLE_HUB1, 1, x, 1, 1, 0);
    EXAMPLE_TRACE(record, 10, ROUTED, EXAMPLE_MTA, 1, x, EXAMPLE_FAST, 0);
    EXAMPLE_TRACE(record, 10, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 11, UNQUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 0);
    EXAMPLE_TRACE(record, 20, ROUTED, EXAMPLE_MTA, 2, x, EXAMPLE_FAST, 0);
    EXAMPLE_TRACE(record, 20, QUEUED, EXAMPLE_MTA, 2, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 22, UNQUEUED, EXAMPLE_MTA, 2, EXAMPLE_FAST_QUEUE, 0);
    EXAMPLE_TRACE(record, 30, SMTP, EXAMPLE_IMS, EXAMPLE_IMS, EXAMPLE_PAR1, taken, 2);
    EXAMPLE_TRACE(record, 30, DELIVERED, EXAMPLE_PAR1, 2, x);
    EXAMPLE_TRACE(record, 40, TABLE_CALCULATED, EXAMPLE_HUB1, EXAMPLE_SITE, 4, 1);
    text = example_timeline(record, NULL);
    ck_assert(!strstr(text, "rows: 3") && strstr(text, "rows: 4"));
    ck_assert(strstr(text, "message 1 for x@example.com goes by FAST"));
    ck_assert(!strstr(text, "message 1 queued"));
    ck_assert(!strstr(text, "message 2 for x@example.com goes"));
    ck_assert(strstr(text, "message 2 queued for FAST, 1 waiting"));
    ck_assert(!strstr(text, "250 taken") && strstr(text, "message 2 delivered"));
    ck_assert(strstr(text, "(6 of 11 entries are not shown: --all shows them)"));
}
END_TEST

/* The bridgehead only says again what the first server chose. */
START_TEST(a_choice_is_told_once)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autofree char *text = NULL;

    EXAMPLE_TRACE(record, 1, ROUTED, EXAMPLE_HUB2, 1, 0, EXAMPLE_IMS, 0);
    EXAMPLE_TRACE(record, 2, ROUTED, EXAMPLE_MTA, 1, 0, EXAMPLE_IMS, 0);
    EXAMPLE_TRACE(record, 3, ROUTED, EXAMPLE_HUB2, 2, 0, EXAMPLE_IMS, 0);
    EXAMPLE_TRACE(record, 4, ROUTED, EXAMPLE_MTA, 2, 0, EXAMPLE_FAST, 0);
    text = example_timeline(record, NULL);
    ck_assert_uint_eq(example_count_lines(text, "message 1 "), 1);
    ck_assert_uint_eq(example_count_lines(text, "message 2 "), 2);
}
END_TEST

START_TEST(options_choose)
{
    g_autoptr(ExsRecord) record = queued(8);
    const ExsTextOptions all = {.all = true}, message = {.message = 3};
    const ExsTextOptions kinds = {.kinds = "rerouted stopped"}, wrong = {.kinds = "reruoted"};
    g_autofree char *text = NULL;
    g_autoptr(GString) one = g_string_new(NULL), some = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    EXAMPLE_TRACE(record, 600, STOPPED, EXAMPLE_IMS, EXAMPLE_IMS);
    text = example_timeline(record, &all);
    ck_assert_uint_eq(example_count_lines(text, "queued for"), 8);
    ck_assert_uint_eq(example_count_lines(text, "+0:01:00.0"), 1);
    ck_assert(exs_text_timeline(record, &message, one, NULL));
    ck_assert_uint_eq(example_count_lines(one->str, "+"), 1);
    ck_assert(strstr(one->str, "message 3 "));
    ck_assert(exs_text_timeline(record, &kinds, some, NULL));
    ck_assert_uint_eq(example_count_lines(some->str, "+"), 1);
    ck_assert(strstr(some->str, "stopped"));
    ck_assert(!exs_text_timeline(record, &wrong, some, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_UNKNOWN);
}
END_TEST

START_TEST(keeps_to_the_width)
{
    static const unsigned widths[] = {0, 40, 60, 132, 1};

    for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
        g_autoptr(ExsRecord) record = queued(3);
        const ExsTextOptions options = {.width = widths[i]};
        g_autoptr(GString) out = g_string_new(NULL);
        size_t expected = widths[i] == 0 ? 80 : MAX(widths[i], 40);

        exs_record_add_check(record, &(ExsCheck){"message x is rerouted from here to there and "
                                                 "never comes back to where it was before",
                                                 "stated", EXS_VERDICT_FAIL, "one", "none", 0});
        exs_record_finish(record, true, NULL);
        exs_text_header(record, &options, out);
        ck_assert(exs_text_timeline(record, &options, out, NULL));
        exs_text_checks(record, &options, out);
        ck_assert_msg(example_longest_line(out->str) <= expected, "%u: %s", widths[i], out->str);
    }
}
END_TEST

START_TEST(names_cannot_harm_a_terminal)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    g_autoptr(GString) out = g_string_new(NULL);

    exs_record_set_fact(record, "title", "bell\a");
    exs_record_name_message(record, 1, "red\033[31m");
    EXAMPLE_TRACE(record, 1, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    exs_record_add_check(record, &(ExsCheck){"line\nbreak", "stated", EXS_VERDICT_FAIL, "\033c",
                                             "\xe2\x80\xae", EXS_NO_ENTRY});
    exs_record_finish(record, true, NULL);
    ck_assert(exs_text_report(record, NULL, out, NULL));
    ck_assert(!strchr(out->str, '\033') && !strchr(out->str, '\a'));
    ck_assert(strstr(out->str, "bell\\x07"));
    ck_assert(strstr(out->str, "red\\x1b[31m"));
    ck_assert(strstr(out->str, "line\\x0abreak"));
    ck_assert(strstr(out->str, "\\u{202e}"));
}
END_TEST

START_TEST(ends_with_checks_fingerprint_and_verdict)
{
    g_autoptr(ExsRecord) record = queued(1);
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(GStrv) lines = NULL;
    guint count;

    exs_record_add_check(
        record, &(ExsCheck){"the first", "stated", EXS_VERDICT_PASS, "", "", EXS_NO_ENTRY});
    exs_record_add_check(record,
                         &(ExsCheck){"the second", "inferred", EXS_VERDICT_FAIL, "a", "b", 0});
    exs_record_finish(record, true, NULL);
    ck_assert(exs_text_report(record, NULL, out, NULL));
    ck_assert(g_str_has_prefix(out->str, "Q100000: An example\nproduct 5.5 SP4, seed 1\n\n"));
    ck_assert(strstr(out->str, "\nPASS  the first\n"
                               "FAIL  the second (inferred)\n"
                               "      expected: a\n"
                               "      seen:     b\n"
                               "      shown by: Mon 1998-03-02 08:01:00 HUB1 MTA: message 1"));
    lines = g_strsplit(out->str, "\n", -1);
    count = g_strv_length(lines);
    ck_assert(g_str_has_prefix(lines[count - 3], "fingerprint: sha256:"));
    ck_assert_str_eq(lines[count - 2], "FAIL 1 of 2");
}
END_TEST

START_TEST(says_what_is_partial_or_empty)
{
    g_autoptr(ExsRecord) record = queued(0);
    g_autoptr(GString) out = g_string_new(NULL);

    exs_record_finish(record, false, NULL);
    ck_assert(exs_text_report(record, NULL, out, NULL));
    ck_assert(strstr(out->str, "\npartial: "));
    ck_assert(g_str_has_suffix(
        out->str, "\nEMPTY partial: the run did not get as far as its expectations\n"));
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    bool is_complete, is_cut;
    size_t checks;
    const char *ending;
} endings[] = {
    {"nothing was expected",     true,  false, 0, "\nEMPTY no expectations\n"},
    {"it was cut",               true,  true,  0, "\nEMPTY --until ended the run before its expectations were asked\n"},
    {"it was stopped",           false, false, 0, "\nEMPTY partial: the run did not get as far as its expectations\n"},
    {"all came to pass",         true,  false, 1, "\nPASS 1 of 1\n"},
    {"all that there is of it",  false, false, 1, "\nPASS 1 of 1, partial\n"},
};
/* clang-format on */

START_TEST(the_last_line_says_how_far_it_came)
{
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autoptr(ExsRecord) record = queued(0);
        g_autoptr(GString) out = g_string_new(NULL);

        if (endings[i].is_cut)
            exs_record_set_fact(record, "cut", "1998-03-02 08:00:00");
        for (size_t j = 0; j < endings[i].checks; j++)
            exs_record_add_check(
                record, &(ExsCheck){"it", "stated", EXS_VERDICT_PASS, "", "", EXS_NO_ENTRY});
        exs_record_finish(record, endings[i].is_complete, NULL);
        ck_assert(exs_text_report(record, NULL, out, NULL));
        ck_assert_msg(g_str_has_suffix(out->str, endings[i].ending), "%s: %s", endings[i].name,
                      out->str);
    }
}
END_TEST

START_TEST(colours_only_when_asked)
{
    g_autoptr(ExsRecord) plain = queued(7), coloured = queued(7);
    const ExsTextOptions options = {.colour = true};
    g_autofree char *a = example_timeline(plain, NULL), *b = example_timeline(coloured, &options);

    ck_assert(!strchr(a, '\033'));
    ck_assert(strstr(b, "\033[35mHUB1 MTA\033[0m")); /* the third class of the record */
}
END_TEST

Suite *suite_text(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");

    tcase_add_test(tests, a_line_has_clock_offset_actor_and_sentence);
    tcase_add_test(tests, more_than_three_alike_are_folded);
    tcase_add_test(tests, another_queue_ends_a_run);
    tcase_add_test(tests, rounds_are_folded_too);
    tcase_add_test(tests, a_message_in_another_way_is_told);
    tcase_add_test(tests, rounds_of_other_messages_are_no_rounds);
    tcase_add_test(tests, sentences_are_short);
    tcase_add_test(tests, what_follows_decides);
    tcase_add_test(tests, a_choice_is_told_once);
    tcase_add_test(tests, options_choose);
    tcase_add_test(tests, keeps_to_the_width);
    tcase_add_test(tests, names_cannot_harm_a_terminal);
    tcase_add_test(tests, ends_with_checks_fingerprint_and_verdict);
    tcase_add_test(tests, says_what_is_partial_or_empty);
    tcase_add_test(tests, the_last_line_says_how_far_it_came);
    tcase_add_test(tests, colours_only_when_asked);
    suite_add_tcase(suite, tests);
    return suite;
}
