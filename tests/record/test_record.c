/* test_record.c - the record in memory: kinds, numbers, details, fingerprints.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/record/query.h"
#include "support/sample.h"

/* clang-format off */
static const struct {
    const char *name;
    uint16_t kind;
    size_t field;
    const char *field_name, *role;
    ExsFieldType type;
    int word;
} fields[] = {
    {"a message is a field",         SAMPLE_SUBMITTED, 0, "message",   "message",   EXS_FIELD_MESSAGE,  0},
    {"bytes come after three words", SAMPLE_SUBMITTED, 3, "size",      "bytes",     EXS_FIELD_BYTES,    3},
    {"any other word is an object",  SAMPLE_REROUTED,  2, "to",        "connector", EXS_FIELD_OBJECT,   2},
    {"a decision",                   SAMPLE_ROUTED,    2, "decision",  "decision",  EXS_FIELD_DECISION, 2},
    {"a rule",                       SAMPLE_REFUSED,   1, "rule",      "rule",      EXS_FIELD_RULE,     1},
    {"a time is two words",          SAMPLE_DEFERRED,  1, "until",     "time",      EXS_FIELD_TIME,     1},
    {"a code",                       SAMPLE_RETURNED,  2, "diagnostic", "code",     EXS_FIELD_CODE,     2},
    {"a text",                       SAMPLE_RETURNED,  3, "why",       "text",      EXS_FIELD_TEXT,     3},
    {"a duration",                   SAMPLE_EXPIRED,   1, "age",       "duration",  EXS_FIELD_DURATION, 1},
    {"a flag",                       SAMPLE_CHECKED,   0, "passed",    "flag",      EXS_FIELD_FLAG,     0},
};
/* clang-format on */

START_TEST(makes_fields_of_a_sentence)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    const ExsKind *kind = exs_record_kind(record, fields[_i].kind);
    const ExsField *field = &kind->fields[fields[_i].field];

    ck_assert_msg(fields[_i].field < kind->field_count, "%s", fields[_i].name);
    ck_assert_str_eq(field->name, fields[_i].field_name);
    ck_assert_str_eq(field->role, fields[_i].role);
    ck_assert_msg(field->type == fields[_i].type, "%s", fields[_i].name);
    ck_assert_int_eq(field->word, fields[_i].word);
}
END_TEST

START_TEST(finds_kinds_and_columns_by_name)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    ck_assert_int_eq(exs_record_find_kind(record, "unqueued"), SAMPLE_UNQUEUED);
    ck_assert_int_eq(exs_record_find_kind(record, "quued"), -1);
    ck_assert_int_eq(exs_record_find_column(record, "cost"), 2);
    ck_assert_int_eq(exs_record_find_column(record, "price"), -1);
    ck_assert_int_eq(exs_record_column(record, 6)->type, EXS_FIELD_RULE);
}
END_TEST

START_TEST(numbers_texts_in_the_order_first_met)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    ck_assert_uint_eq(exs_record_text(record, NULL), 0);
    ck_assert_uint_eq(exs_record_text(record, ""), 0);
    ck_assert_uint_eq(exs_record_text(record, "ann"), 1);
    ck_assert_uint_eq(exs_record_text(record, "bob"), 2);
    ck_assert_uint_eq(exs_record_text(record, "ann"), 1);
    ck_assert_str_eq(exs_record_text_at(record, 2), "bob");
    ck_assert_str_eq(exs_record_text_at(record, 0), "");
}
END_TEST

START_TEST(keeps_bytes_that_are_not_utf8_as_words)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    uint32_t text = exs_record_text(record, "a\xff"
                                            "b\xc3\xa9\xfe");

    ck_assert_str_eq(exs_record_text_at(record, text), "a\\xffb\xc3\xa9\\xfe");
    exs_record_add_object(record, "server", 0, "\xff", NULL);
    ck_assert_str_eq(exs_record_object(record, 1)->title, "\\xff");
    exs_record_set_fact(record, "title", "\x80");
    ck_assert_str_eq(exs_record_fact(record, "title"), "\\x80");
}
END_TEST

START_TEST(numbers_rules_in_the_order_first_met)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    int64_t rule;

    ck_assert_uint_eq(exs_record_rule_count(record), 2);
    ck_assert_str_eq(exs_record_rule(record, 1)->id, "SECURED_STAYS");
    ck_assert_str_eq(exs_record_rule(record, 2)->id, "STEP_6_COST");
    ck_assert(exs_entry_get(record, exs_record_entry(record, 7), "rule", &rule));
    ck_assert_int_eq(rule, 1);
}
END_TEST

START_TEST(keeps_a_decision_once)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    const ExsDecision *decision;
    int64_t first, second;

    ck_assert_uint_eq(exs_record_decision_count(record), 1);
    ck_assert(exs_entry_get(record, exs_record_entry(record, 1), "decision", &first));
    ck_assert(exs_entry_get(record, exs_record_entry(record, 4), "decision", &second));
    ck_assert_int_eq(first, 1);
    ck_assert_int_eq(second, 1);
    decision = exs_record_decision(record, 1);
    ck_assert_uint_eq(decision->row_count, 2);
    ck_assert_int_eq(decision->cells[2], 1);
    ck_assert_int_eq(decision->cells[5], -1);
    ck_assert_int_eq(decision->cells[7], SAMPLE_SLOW);
    ck_assert_int_eq(decision->cells[13], 1); /* the record's number of the rule */
    ck_assert_uint_eq(decision->felled_by[0], 0);
    ck_assert_str_eq(exs_record_rule(record, decision->felled_by[1])->id, "STEP_6_COST");
    ck_assert_str_eq(exs_record_rule(record, decision->steps[1])->id, "SECURED_STAYS");
    ck_assert_str_eq(exs_record_text_at(record, decision->about), "SMTP:x@example.com");
}
END_TEST

START_TEST(tells_decisions_apart)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    const uint32_t steps[] = {SAMPLE_RULE_SECURED, SAMPLE_RULE_CHEAPEST};
    ExsDecision decision = {0};

    ck_assert_uint_eq(exs_record_add_decision(record, &decision), 1);
    decision.unlisted_rule = SAMPLE_RULE_SECURED;
    ck_assert_uint_eq(exs_record_add_decision(record, &decision), 2);
    decision.steps = steps;
    decision.step_count = 1;
    ck_assert_uint_eq(exs_record_add_decision(record, &decision), 3);
    decision.step_count = 2;
    ck_assert_uint_eq(exs_record_add_decision(record, &decision), 4);
    decision.step_count = 1;
    ck_assert_uint_eq(exs_record_add_decision(record, &decision), 3);
    ck_assert_uint_eq(exs_record_decision_count(record), 4);
}
END_TEST

/* More than any table begins with, by one actor about one thing; without and with a column of
 * rules. */
START_TEST(keeps_each_of_many_decisions_once)
{
    ExsSchema schema = sample_schema;
    g_autoptr(ExsRecord) record = NULL;
    const uint32_t steps[] = {SAMPLE_RULE_CHEAPEST};

    schema.column_count -= _i;
    record = exs_record_new(&schema, EXS_DETAIL_FULL);
    for (uint32_t i = 0; i < 6000; i++) {
        uint32_t which = i % 2000 / 2; /* each twice, in three rounds */
        const int64_t cells[7] = {[2] = which / 2};
        const uint32_t felled_by[] = {which % 2 == 0 ? SAMPLE_RULE_NONE : SAMPLE_RULE_SECURED};
        ExsDecision decision = {
            .row_count = 1,
            .step_count = 1,
            .cells = cells,
            .felled_by = felled_by,
            .steps = steps,
        };

        ck_assert_uint_eq(exs_record_add_decision(record, &decision), which + 1);
    }
    ck_assert_uint_eq(exs_record_decision_count(record), 1000);
    ck_assert_int_eq(exs_record_decision(record, 999)->cells[2], 499);
    ck_assert_uint_eq(exs_record_decision(record, 999)->felled_by[0], 0);
    ck_assert_str_eq(exs_record_rule(record, exs_record_decision(record, 1000)->felled_by[0])->id,
                     "SECURED_STAYS");
}
END_TEST

/* clang-format off */
static const struct {
    const char *word;
    ExsDetail detail;
    bool wants_queued, wants_routed;
    uint64_t entries;
    size_t decisions;
} details[] = {
    {"none",    EXS_DETAIL_NONE,    false, false, 0,  0},
    {"verdict", EXS_DETAIL_VERDICT, true,  false, 10, 0},
    {"full",    EXS_DETAIL_FULL,    true,  true,  12, 1},
};
/* clang-format on */

START_TEST(keeps_what_its_detail_asks_for)
{
    ExsDetail detail;
    g_autoptr(ExsRecord) record = NULL;

    ck_assert(exs_detail_parse(details[_i].word, &detail, NULL));
    ck_assert_int_eq(detail, details[_i].detail);
    record = exs_record_new(&sample_schema, detail);
    ck_assert_int_eq(exs_record_wants(record, SAMPLE_QUEUED), details[_i].wants_queued);
    ck_assert_int_eq(exs_record_wants(record, SAMPLE_ROUTED), details[_i].wants_routed);
    sample_fill(record);
    ck_assert_uint_eq(exs_record_count(record), details[_i].entries);
    ck_assert_uint_eq(exs_record_decision_count(record), details[_i].decisions);
}
END_TEST

START_TEST(suggests_a_level_of_detail)
{
    g_autoptr(GError) error = NULL;
    ExsDetail detail;

    ck_assert(!exs_detail_parse("ful", &detail, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE));
    ck_assert_str_eq(error->message, "\"ful\" is no level of detail (did you mean \"full\"?)");
}
END_TEST

START_TEST(the_last_value_of_a_fact_and_of_an_attribute_stands)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    const ExsObject *hub = exs_record_object(record, SAMPLE_HUB);
    const char *key, *value;

    ck_assert_uint_eq(exs_record_fact_count(record), 3);
    exs_record_fact_at(record, 1, &key, &value);
    ck_assert_str_eq(key, "product");
    ck_assert_str_eq(value, "5.5 SP4");
    ck_assert_ptr_null(exs_record_fact(record, "title"));
    ck_assert_uint_eq(hub->attributes->len, 4);
    ck_assert_str_eq(exs_object_attribute(hub, "product"), "5.5 SP4");
    ck_assert_ptr_null(exs_object_attribute(hub, "colour"));
    ck_assert_ptr_null(exs_record_object(record, 0));
}
END_TEST

START_TEST(knows_messages_by_name)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    uint32_t message;

    exs_record_name_message(record, 7, "x400");
    exs_record_name_message(record, 8, "x400");
    exs_record_name_message(record, 7, "other");
    exs_record_name_message(record, 9, "");
    ck_assert_uint_eq(exs_record_name_count(record), 2);
    ck_assert_uint_eq(exs_record_find_message(record, "x400"), 7);
    ck_assert_uint_eq(exs_record_find_message(record, "other"), 0);
    ck_assert_str_eq(exs_record_message_name(record, 8), "x400");
    ck_assert_ptr_null(exs_record_message_name(record, 9));
    ck_assert_str_eq(exs_record_name_at(record, 1, &message), "x400");
    ck_assert_uint_eq(message, 8);
}
END_TEST

/* -- fingerprints ---------------------------------------------------------------------- */

static void change_nothing(ExsRecord *record)
{
    (void)record;
}

static void change_fact(ExsRecord *record)
{
    exs_record_set_fact(record, "seed", "2");
}

static void change_attribute(ExsRecord *record)
{
    exs_record_set_attribute(record, SAMPLE_SLOW, "cost", "2");
}

static void change_object(ExsRecord *record)
{
    exs_record_add_object(record, "site", 0, "ROME", NULL);
}

static void change_text(ExsRecord *record)
{
    exs_record_text(record, "one more");
}

static void change_entry(ExsRecord *record)
{
    exs_trace(record, SAMPLE_START + EXS_DAY, SAMPLE_CHECKED, 0, 1, 0);
}

static void change_decision(ExsRecord *record)
{
    exs_record_add_decision(record, &(ExsDecision){.actor = 1});
}

static void change_name(ExsRecord *record)
{
    exs_record_name_message(record, 3, "three");
}

static void change_rule(ExsRecord *record)
{
    exs_record_add_decision(record, &(ExsDecision){.unlisted_rule = SAMPLE_RULE_UNMET});
}

static void change_check(ExsRecord *record)
{
    exs_record_add_check(record, &(ExsCheck){"t", "stated", EXS_VERDICT_PASS, "", "", 0});
}

/* clang-format off */
static const struct {
    const char *name;
    void (*change)(ExsRecord *record);
    bool same;
} changes[] = {
    {"the same again is the same", change_nothing,   true},
    {"a fact counts",              change_fact,      false},
    {"an attribute counts",        change_attribute, false},
    {"an object counts",           change_object,    false},
    {"a text counts",              change_text,      false},
    {"an entry counts",            change_entry,     false},
    {"a decision counts",          change_decision,  false},
    {"a name counts",              change_name,      false},
    {"a rule met counts",          change_rule,      false},
    {"a check does not count",     change_check,     true},
};
/* clang-format on */

START_TEST(what_happened_makes_the_fingerprint)
{
    g_autoptr(ExsRecord) plain = sample_new(EXS_DETAIL_FULL);
    g_autoptr(ExsRecord) changed = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    sample_fill(changed);
    changes[_i].change(changed);
    ck_assert(exs_record_finish(changed, true, NULL));
    ck_assert_msg(changes[_i].same ==
                      (strcmp(exs_record_fingerprint(plain), exs_record_fingerprint(changed)) == 0),
                  "%s", changes[_i].name);
    ck_assert_uint_eq(strlen(exs_record_fingerprint(plain)), strlen("sha256:") + 64);
}
END_TEST

START_TEST(rules_never_met_and_sentences_do_not_count)
{
    g_autoptr(ExsRecord) plain = sample_new(EXS_DETAIL_FULL);
    g_autoptr(ExsRecord) other = NULL;
    g_autofree ExsKindRow *kinds =
        g_memdup2(sample_schema.kinds, sample_schema.kind_count * sizeof *kinds);
    ExsSchema schema = sample_schema;

    kinds[SAMPLE_QUEUED].sentence = "{message:message} waits: {queue:queue}, {waiting:count}";
    schema.kinds = kinds;
    schema.rule_count--;
    other = exs_record_new(&schema, EXS_DETAIL_FULL);
    sample_fill(other);
    ck_assert(exs_record_finish(other, false, NULL));
    ck_assert_str_eq(exs_record_fingerprint(plain), exs_record_fingerprint(other));
    ck_assert(exs_record_is_complete(plain));
    ck_assert(!exs_record_is_complete(other));
}
END_TEST

START_TEST(an_empty_record_has_a_fingerprint_and_one_entry_another)
{
    g_autoptr(ExsRecord) none = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autoptr(ExsRecord) one = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    exs_trace(one, 0, SAMPLE_CHECKED, 0, 0, 0);
    ck_assert(exs_record_finish(none, true, NULL));
    ck_assert(exs_record_finish(one, true, NULL));
    ck_assert_uint_eq(exs_record_count(none), 0);
    ck_assert_uint_eq(exs_record_count(one), 1);
    ck_assert_str_ne(exs_record_fingerprint(none), exs_record_fingerprint(one));
}
END_TEST

/* -- broken invariants ------------------------------------------------------------------- */

START_TEST(time_that_runs_back_is_a_bug)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    exs_trace(record, 2, SAMPLE_CHECKED, 0, 0, 0);
    exs_trace(record, 1, SAMPLE_CHECKED, 0, 0, 0);
}
END_TEST

START_TEST(a_value_too_few_is_a_bug)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    exs_trace(record, 2, SAMPLE_CHECKED, 0, 0);
}
END_TEST

START_TEST(an_object_never_added_is_a_bug)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    exs_trace(record, 2, SAMPLE_CHECKED, 1, 0, 0);
}
END_TEST

Suite *suite_record(void)
{
    Suite *suite = suite_create("record");
    TCase *tests = tcase_create("record");

    tcase_add_loop_test(tests, makes_fields_of_a_sentence, 0, G_N_ELEMENTS(fields));
    tcase_add_test(tests, finds_kinds_and_columns_by_name);
    tcase_add_test(tests, numbers_texts_in_the_order_first_met);
    tcase_add_test(tests, keeps_bytes_that_are_not_utf8_as_words);
    tcase_add_test(tests, numbers_rules_in_the_order_first_met);
    tcase_add_test(tests, keeps_a_decision_once);
    tcase_add_test(tests, tells_decisions_apart);
    tcase_add_loop_test(tests, keeps_each_of_many_decisions_once, 0, 2);
    tcase_add_loop_test(tests, keeps_what_its_detail_asks_for, 0, G_N_ELEMENTS(details));
    tcase_add_test(tests, suggests_a_level_of_detail);
    tcase_add_test(tests, the_last_value_of_a_fact_and_of_an_attribute_stands);
    tcase_add_test(tests, knows_messages_by_name);
    tcase_add_loop_test(tests, what_happened_makes_the_fingerprint, 0, G_N_ELEMENTS(changes));
    tcase_add_test(tests, rules_never_met_and_sentences_do_not_count);
    tcase_add_test(tests, an_empty_record_has_a_fingerprint_and_one_entry_another);
    tcase_add_test_raise_signal(tests, time_that_runs_back_is_a_bug, SIGABRT);
    tcase_add_test_raise_signal(tests, a_value_too_few_is_a_bug, SIGABRT);
    tcase_add_test_raise_signal(tests, an_object_never_added_is_a_bug, SIGABRT);
    suite_add_tcase(suite, tests);
    return suite;
}
