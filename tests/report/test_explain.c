/* test_explain.c - why a message went where it went.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <jansson.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/report/explain.h"
#include "report/report_example.h"

#define STUCK 2
#define X400  1
#define OTHER 3
#define GONE  4

/* "stuck" waits for an Internet Mail Service that was stopped; "x400" goes by FAST, and when that
 * fails by SLOW. */
static void start_again(ExsRecord *record)
{
    uint32_t ann = exs_record_text(record, "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann");

    EXAMPLE_TRACE(record, 1000, STARTED, EXAMPLE_IMS, EXAMPLE_IMS);
    EXAMPLE_TRACE(record, 1200, UNQUEUED, EXAMPLE_MTA, GONE, EXAMPLE_IMS_QUEUE, 2);
    EXAMPLE_TRACE(record, 1200, HANDED_OFF, EXAMPLE_HUB1, GONE, EXAMPLE_IMS, 1);
    EXAMPLE_TRACE(record, 1210, DELIVERED, EXAMPLE_PAR1, GONE, ann);
}

static ExsRecord *make(ExsDetail detail)
{
    ExsRecord *record = example_new(detail);
    uint32_t bob = exs_record_text(record, "bob"), ann = exs_record_text(record, "ann");
    uint32_t normal = exs_record_text(record, "normal"), cut = exs_record_text(record, "cut");

    exs_record_name_message(record, X400, "x400");
    exs_record_name_message(record, STUCK, "stuck");
    EXAMPLE_TRACE(record, 0, SUBMITTED, EXAMPLE_HUB1, STUCK, ann, 1, 1024, normal);
    EXAMPLE_TRACE(record, 0, QUEUED, EXAMPLE_MTA, STUCK, EXAMPLE_IMS_QUEUE, 1);
    EXAMPLE_TRACE(record, 0, QUEUED, EXAMPLE_MTA, GONE, EXAMPLE_IMS_QUEUE, 2);
    EXAMPLE_TRACE(record, 5, STOPPED, EXAMPLE_IMS, EXAMPLE_IMS);
    EXAMPLE_TRACE(record, 5, REROUTE_REFUSED, EXAMPLE_MTA, EXAMPLE_IMS_QUEUE,
                  EXS_RULE_SECURED_STAYS);
    EXAMPLE_TRACE(record, 60, SUBMITTED, EXAMPLE_HUB1, X400, ann, 1, 1024, normal);
    EXAMPLE_TRACE(record, 60, ROUTED, EXAMPLE_MTA, X400, bob, EXAMPLE_FAST,
                  example_choose(record, 0));
    EXAMPLE_TRACE(record, 61, QUEUED, EXAMPLE_MTA, X400, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 62, QUEUED, EXAMPLE_MTA, OTHER, EXAMPLE_IMS_QUEUE, 3);
    EXAMPLE_TRACE(record, 90, OPEN_FAILED, EXAMPLE_MTA, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, cut);
    EXAMPLE_TRACE(record, 90, UNQUEUED, EXAMPLE_MTA, X400, EXAMPLE_FAST_QUEUE, 0);
    EXAMPLE_TRACE(record, 90, REROUTED, EXAMPLE_MTA, X400, EXAMPLE_FAST, EXAMPLE_SLOW,
                  example_choose(record, 1));
    EXAMPLE_TRACE(record, 700, OPEN_FAILED, EXAMPLE_MTA, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, cut);
    EXAMPLE_TRACE(record, 900, DELIVERED, EXAMPLE_PAR1, X400, bob);
    start_again(record);
    ck_assert(exs_record_finish(record, true, NULL));
    return record;
}

/* All blanks and line ends as one blank, so that wrapping does not count. */
static char *flatten(const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
    GString *out = g_string_new(NULL);

    for (char **word = words; *word; word++)
        if (**word)
            g_string_append_printf(out, "%s%s", out->len ? " " : "", *word);
    return g_string_free(out, FALSE);
}

static char *explain(const ExsRecord *record, uint32_t message, ExsTime at)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(GStrv) lines = NULL;

    ck_assert(exs_explain(record, message, at, false, out, NULL));
    lines = g_strsplit(out->str, "\n", -1);
    for (char **line = lines; *line; line++)
        ck_assert_msg(g_utf8_strlen(*line, -1) <= 80, "%s", *line);
    return flatten(out->str);
}

/* clang-format off */
static const struct {
    const char *name;
    uint32_t message;
    int64_t until; /* seconds; -1: to the end */
    const char *says;
    bool is_said;
} cases[] = {
    {"the candidates stand in a table",  X400,  -1, "connector X.400 Connector FAST X.400 Connector SLOW", true},
    {"with their tries",                 X400,  -1, "tries 1 of 144 0 of 144", true},
    {"their state",                      X400,  -1, "state retrying remote", true},
    {"and where they fall",              X400,  -1, "falls at stays (c)", true},
    {"each rule with its article",       X400,  -1, "(c) step 6: the lowest cost (STEP_6_COST, Q193322) -> SLOW falls: cost 5 against 1", true},
    {"what a retry counts",              X400,  -1, "-> FAST falls: tries 1 of 144 against 0 of 144", true},
    {"a rule that fells nobody",         X400,  -1, "(a) step 1: not by the connector that the message came in on - nobody falls (b)", true},
    {"a step that was not asked",        X400,  -1, "nobody falls (-) step 5 is passed over when a candidate is on another server, whose timers the MTA cannot know (STEP_5_OWN_TIMERS): SLOW on HUB2 (c) step 6", true},
    {"no time that does not apply",      X400,  -1, "1970", false},
    {"the winner",                       X400,  -1, "SLOW alone is left.", true},
    {"who was never considered, and why", X400, -1, "Never considered, for a connector is a candidate only if one of its address spaces matches (NO_SPACE_NO_ROUTE, RK4): - Internet Mail Service (HUB1): SMTP:* cost 1 - Internet Mail Service (HUB2): SMTP:* cost 5", true},
    {"and the same only once",           X400,  -1, "Never considered: as in decision 1.", true},
    {"the failure that led to it",       X400,  -1, "08:01:30 HUB1 MTA: FAST: no association to PAR1: cut", true},
    {"the story comes first",            X400,  -1, "Q100000 on 5.5 SP4 \"x400\" was submitted by ann on HUB1, Mon 1998-03-02 08:01:00. It waited in the queue X.400 Connector FAST of HUB1 from 08:01:01 to 08:01:30 (29 s): no association to PAR1 could be opened (cut).", true},
    {"then which way it went",           X400,  -1, "At 08:01:30 HUB1 rerouted it from X.400 Connector FAST to X.400 Connector SLOW: FAST fell (STEP_4_FEWEST_TRIES, Q193322): tries 1 of 144 against 0 of 144.", true},
    {"and its end",                      X400,  -1, "It was delivered to bob at 08:15:00.", true},
    {"not what befell the queue later",  X400,  -1, "08:11:40", false},
    {"nor what befell other queues",     X400,  -1, "SECURED_STAYS", false},
    {"that is no end of a lost message", X400,  -1, "it stands in no queue.", false},
    {"it may be between two queues",     X400,  100, "At that time it stands in no queue.", true},
    {"it may be asked for earlier",      X400,  70, "It stands in the queue X.400 Connector FAST of HUB1 since 08:01:01. It waits for its turn.", true},
    {"the asked instant is told too",    X400,  61, "08:01:01 HUB1 MTA: \"x400\" queued for FAST, 1 waiting", true},
    {"and then nothing later is told",   X400,  70, "rerouted", false},
    {"even before it was there",         X400,  10, "Nothing has happened to it yet.", true},
    {"a wait may be asked about",        STUCK, 999, "\"stuck\" was submitted by ann on HUB1, Mon 1998-03-02 08:00:00. It stands in the queue", true},
    {"a gateway's mail stays",           STUCK, 999, "It was never rerouted: this is a gateway's queue, the end of the MTA's routing; mail queued for a gateway is never rerouted (SECURED_STAYS, Q263714).", true},
    {"where it waits",                   STUCK, 999, "It stands in the queue Internet Mail Service (HUB1) since 08:00:00.", true},
    {"and why",                          STUCK, 999, "It waits because the service does not run: Internet Mail Service (HUB1) stopped, 08:00:05.", true},
    {"the rule where it is met",         STUCK, 999, "SECURED_STAYS: mail queued for a gateway is never rerouted", true},
    {"a gateway's mail goes when it can", GONE, -1, "It waited in the queue Internet Mail Service (HUB1) from 08:00:00 to 08:20:00 (20 min): Internet Mail Service (HUB1) was stopped at 08:00:05 and started again at 08:16:40. While it waited it was not rerouted: this is a gateway's queue, the end of the MTA's routing; mail queued for a gateway is never rerouted (SECURED_STAYS, Q263714). It left the MTA's queue for MTS-OUT of Internet Mail Service (HUB1) at 08:20:00. It was delivered to ann at 08:20:10.", true},
    {"before the service stopped",       STUCK, 4,  "It waits for its turn.", true},
    {"who comes later waits alike",      OTHER, 999, "(SECURED_STAYS, Q263714). It waits because the service does not run", true},
};
/* clang-format on */

START_TEST(reads_as_a_lesson)
{
    g_autoptr(ExsRecord) record = make(EXS_DETAIL_FULL);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        ExsTime at = cases[i].until < 0 ? EXS_TIME_NEVER : example_at(cases[i].until);
        g_autofree char *text = explain(record, cases[i].message, at);

        ck_assert_msg((strstr(text, cases[i].says) != NULL) == cases[i].is_said, "%s: %s",
                      cases[i].name, text);
    }
}
END_TEST

START_TEST(json_has_the_same)
{
    g_autoptr(ExsRecord) record = make(EXS_DETAIL_FULL);
    g_autoptr(GString) out = g_string_new(NULL);
    const json_t *decision, *row, *step;
    json_t *lesson;

    ck_assert(exs_explain(record, X400, EXS_TIME_NEVER, true, out, NULL));
    lesson = json_loads(out->str, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(lesson);
    ck_assert_str_eq(json_string_value(json_object_get(lesson, "name")), "x400");
    ck_assert(g_str_has_prefix(json_string_value(json_object_get(lesson, "summary")),
                               "\"x400\" was submitted by ann on HUB1"));
    decision = json_object_get(json_array_get(json_object_get(lesson, "entries"), 1), "decision");
    row = json_array_get(json_object_get(decision, "candidates"), 1);
    ck_assert_str_eq(json_string_value(json_object_get(row, "connector")), "X.400 Connector SLOW");
    ck_assert_str_eq(json_string_value(json_object_get(row, "server")), "HUB2");
    ck_assert_str_eq(
        json_string_value(json_object_get(json_object_get(row, "felled_by"), "source")), "Q193322");
    step = json_array_get(json_object_get(decision, "steps"), 2);
    ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(step, "felled"), 0)), 2);
    ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(step, "left"), 0)), 1);
    ck_assert_str_eq(json_string_value(json_object_get(decision, "taken")), "X.400 Connector FAST");
    ck_assert_uint_eq(json_array_size(json_object_get(decision, "never_considered")), 2);
    ck_assert(json_is_null(json_object_get(row, "opens")));
    step = json_array_get(json_object_get(decision, "passed_over"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(step, "rule")), "STEP_5_OWN_TIMERS");
    ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(step, "candidates"), 0)), 2);
    json_decref(lesson);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    uint32_t asked; /* between steps 4 and 6 */
    bool is_remote;
    const char *without;
    bool is_passed;
} passed[] = {
    {"a candidate is elsewhere",      0,                            true,  "",                              true},
    {"nobody is",                     0,                            false, "",                              false},
    {"it was asked all the same",     EXS_RULE_STEP_5_NOT_RETRYING, true,  "STEP_5_OWN_TIMERS",             false},
    {"step 5 itself was off",         0,                            true,  "HOP_LIMIT STEP_5_NOT_RETRYING", false},
};
/* clang-format on */

START_TEST(says_what_was_passed_over)
{
    for (size_t i = 0; i < G_N_ELEMENTS(passed); i++) {
        g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
        int64_t cells[3][EXS_COLUMN_COUNT] = {{0}};
        uint32_t felled_by[3] = {0, EXS_RULE_STEP_6_COST, EXS_RULE_STEP_4_FEWEST_TRIES};
        uint32_t steps[3] = {EXS_RULE_STEP_4_FEWEST_TRIES, passed[i].asked, EXS_RULE_STEP_6_COST};
        ExsDecision decision = {.actor = EXAMPLE_MTA,
                                .row_count = 3,
                                .step_count = 3,
                                .cells = cells[0],
                                .felled_by = felled_by,
                                .steps = steps};
        g_autofree char *text = NULL;
        bool is_said;

        if (!passed[i].asked) {
            steps[1] = steps[2];
            decision.step_count = 2;
        }
        exs_record_set_fact(record, "without", passed[i].without);
        for (int row = 0; row < 3; row++)
            cells[row][EXS_COLUMN_CONNECTOR] = EXAMPLE_FAST + (uint32_t)row;
        cells[1][EXS_COLUMN_CONNECTOR] = EXAMPLE_SLOW;
        cells[1][EXS_COLUMN_REMOTE] = passed[i].is_remote;
        cells[2][EXS_COLUMN_CONNECTOR] = EXAMPLE_IMS;
        cells[2][EXS_COLUMN_REMOTE] = 1; /* but it fell before */
        EXAMPLE_TRACE(record, 1, ROUTED, EXAMPLE_MTA, 1, 0, EXAMPLE_FAST,
                      exs_record_add_decision(record, &decision));
        exs_record_finish(record, true, NULL);
        text = explain(record, 1, EXS_TIME_NEVER);
        is_said = strstr(text, "(STEP_5_OWN_TIMERS): SLOW") != NULL;
        ck_assert_msg(is_said == passed[i].is_passed, "%s: %s", passed[i].name, text);
    }
}
END_TEST

START_TEST(many_candidates_keep_to_the_width)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    int64_t cells[9][EXS_COLUMN_COUNT] = {{0}};
    uint32_t felled_by[9] = {0}, match_rule = EXS_RULE_MATCH_CLASS_FIRST;
    ExsDecision decision = {
        .actor = EXAMPLE_MTA, .row_count = 9, .cells = cells[0], .felled_by = felled_by};
    g_autofree char *text = NULL;

    for (int i = 0; i < 9; i++) {
        cells[i][EXS_COLUMN_CONNECTOR] = i % 2 ? EXAMPLE_IMS : EXAMPLE_IMS2;
        cells[i][EXS_COLUMN_SPACE] =
            exs_record_text(record, i ? "SMTP:*" : "SMTP:a.very.long.name.of.a.domain.example.com");
        cells[i][EXS_COLUMN_MATCH] = exs_record_text(record, "wildcard");
        cells[i][EXS_COLUMN_COST] = i;
        felled_by[i] = i ? match_rule : 0;
    }
    EXAMPLE_TRACE(record, 1, ROUTED, EXAMPLE_MTA, 1, 0, EXAMPLE_IMS2,
                  exs_record_add_decision(record, &decision));
    exs_record_finish(record, true, NULL);
    text = explain(record, 1, EXS_TIME_NEVER);
    ck_assert(strstr(text, "The same for all: match wildcard, tries 0"));
    ck_assert(strstr(text, "(a) exact match before wildcard, partial and blank, whatever they cost "
                           "(MATCH_CLASS_FIRST, Q152471) -> HUB1 IMS, no. 2 falls: match "
                           "wildcard -> HUB2 IMS, no. 3 falls"));
    ck_assert(strstr(text, "-> and 2 more fall HUB2 IMS, no. 1 alone is left."));
}
END_TEST

START_TEST(finds_messages_by_name)
{
    g_autoptr(ExsRecord) record = make(EXS_DETAIL_FULL);
    g_autoptr(GError) near = NULL, far = NULL;

    ck_assert_uint_eq(exs_explain_find(record, "x400", NULL), X400);
    ck_assert_uint_eq(exs_explain_find(record, "message 3", NULL), OTHER);
    ck_assert_uint_eq(exs_explain_find(record, "stukc", &near), 0);
    ck_assert_str_eq(near->message, "there is no message \"stukc\"; did you mean \"stuck\"?");
    ck_assert_int_eq(near->code, EXS_ERROR_UNKNOWN);
    ck_assert_uint_eq(exs_explain_find(record, "message 5", &far), 0);
    ck_assert(!strstr(far->message, "did you mean"));
}
END_TEST

START_TEST(needs_a_record_with_decisions)
{
    g_autoptr(ExsRecord) record = make(EXS_DETAIL_VERDICT);
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    ck_assert(!exs_explain(record, X400, EXS_TIME_NEVER, false, out, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_STATE);
}
END_TEST

START_TEST(tells_every_end)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    uint32_t bob = exs_record_text(record, "bob"), why = exs_record_text(record, "too old");
    static const char *const ends[] = {
        "At 08:00:01: message 1 returned: bob: too old, reason 1, diagnostic 5",
        "At 08:00:02: message 2 discarded: bob: too old",
        "At 08:00:03: message 3 expired in FAST after 2 d",
        "At 08:00:04: message 4 loops: too old",
    };

    EXAMPLE_TRACE(record, 1, RETURNED, EXAMPLE_MTA, 1, bob, 1, 5, why, EXS_RULE_HOP_LIMIT);
    EXAMPLE_TRACE(record, 2, DISCARDED, EXAMPLE_MTA, 2, bob, why, EXS_RULE_HOP_LIMIT);
    EXAMPLE_TRACE(record, 3, EXPIRED, EXAMPLE_MTA, 3, EXAMPLE_FAST_QUEUE, 2 * EXS_DAY,
                  EXS_RULE_HOP_LIMIT);
    EXAMPLE_TRACE(record, 4, LOOP, EXAMPLE_MTA, 4, why, EXS_RULE_HOP_LIMIT);
    ck_assert(exs_record_finish(record, true, NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *text = explain(record, (uint32_t)i + 1, EXS_TIME_NEVER);

        ck_assert_msg(strstr(text, ends[i]), "%s", text);
        ck_assert_msg(!strstr(text, "It stands in"), "%s", text);
    }
    exs_record_free(record);
}
END_TEST

/* Forty ways taken, ten servers, ten recipients: the story stays short, the lesson does not. */
START_TEST(a_long_story_is_cut_short)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    g_autofree char *text = NULL;
    uint32_t normal = exs_record_text(record, "normal");
    uint32_t decision = example_choose(record, 1);

    EXAMPLE_TRACE(record, 0, SUBMITTED, EXAMPLE_HUB1, 1, normal, 10, 1024, normal);
    for (int i = 1; i <= 40; i++)
        EXAMPLE_TRACE(record, i, REROUTED, EXAMPLE_MTA, 1, EXAMPLE_FAST, EXAMPLE_SLOW, decision);
    for (int i = 1; i <= 10; i++)
        EXAMPLE_TRACE(record, 50, TRANSFERRED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, i);
    for (int i = 0; i < 10; i++) {
        g_autofree char *name = g_strdup_printf("bob%d", i);

        EXAMPLE_TRACE(record, 60, DELIVERED, EXAMPLE_PAR1, 1, exs_record_text(record, name));
    }
    ck_assert(exs_record_finish(record, true, NULL));
    text = explain(record, 1, EXS_TIME_NEVER);
    ck_assert_msg(strstr(text, "sentences more: see below.)"), "%s", text);
    ck_assert_msg(strstr(text, "and on, 10 hops in all."), "%s", text);
    ck_assert_msg(strstr(text, "bob0, bob1, bob2 and 7 more, last at 08:01:00."), "%s", text);
    exs_record_free(record);
}
END_TEST

Suite *suite_explain(void)
{
    Suite *suite = suite_create("explain");
    TCase *tests = tcase_create("explain");

    tcase_add_test(tests, reads_as_a_lesson);
    tcase_add_test(tests, json_has_the_same);
    tcase_add_test(tests, says_what_was_passed_over);
    tcase_add_test(tests, many_candidates_keep_to_the_width);
    tcase_add_test(tests, finds_messages_by_name);
    tcase_add_test(tests, needs_a_record_with_decisions);
    tcase_add_test(tests, tells_every_end);
    tcase_add_test(tests, a_long_story_is_cut_short);
    suite_add_tcase(suite, tests);
    return suite;
}
