/* test_query.c - finding entries and telling them in words.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/record/query.h"
#include "support/sample.h"

#define LATER (SAMPLE_START + 10 * EXS_MINUTE)

/* clang-format off */
static const struct {
    const char *name;
    ExsFilter filter;
    const char *numbers;
} filters[] = {
    {"nothing asked: everything",    {0},                                           "0 1 2 3 4 5 6 7 8 9 10 11"},
    {"one kind",                     {.kinds = "queued"},                           "2 3"},
    {"kinds in any order",           {.kinds = "  unqueued\tqueued rerouted "},     "2 3 5 6"},
    {"no kinds: nothing",            {.kinds = ""},                                 ""},
    {"a message",                    {.message = 1},                                "0 1 2 5 6"},
    {"a message and a kind",         {.message = 1, .kinds = "queued"},             "2"},
    {"a message never seen",         {.message = 9},                                ""},
    {"an object in a field",         {.object = SAMPLE_SLOW},                       "5"},
    {"an object as actor",           {.object = SAMPLE_OTHER_HUB},                  "11"},
    {"a count is no object",         {.object = SAMPLE_HUB, .kinds = "queued"},     "2 3"},
    {"from an instant on",           {.from = LATER},                               "3 4 5 6 7 8 9 10 11"},
    {"up to an instant",             {.until = SAMPLE_START},                       "0 1 2"},
    {"one instant",                  {.from = LATER + 1, .until = LATER + 1},       "9 10 11"},
    {"between two entries",          {.from = SAMPLE_START + 1, .until = LATER - 1}, ""},
    {"until never",                  {.from = LATER + 1, .until = EXS_TIME_NEVER},  "9 10 11"},
};
/* clang-format on */

START_TEST(finds_what_the_filter_asks_for)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autoptr(ExsQuery) query = exs_query_new(record, &filters[_i].filter, NULL);
    g_autoptr(GString) numbers = g_string_new(NULL);
    const ExsEntry *entry;
    uint64_t number;

    while ((entry = exs_query_next(query, &number)) != NULL) {
        ck_assert_ptr_eq(entry, exs_record_entry(record, number));
        g_string_append_printf(numbers, numbers->len ? " %d" : "%d", (int)number);
    }
    ck_assert_msg(g_str_equal(numbers->str, filters[_i].numbers), "%s: %s", filters[_i].name,
                  numbers->str);
    ck_assert_ptr_null(exs_query_next(query, NULL));
}
END_TEST

START_TEST(an_unknown_kind_is_an_error_with_a_suggestion)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autoptr(GError) near = NULL;
    g_autoptr(GError) far = NULL;

    ck_assert_ptr_null(exs_query_new(record, &(ExsFilter){.kinds = "rerouted quued"}, &near));
    ck_assert(g_error_matches(near, EXS_ERROR, EXS_ERROR_UNKNOWN));
    ck_assert_str_eq(near->message, "no kind of entry is \"quued\" (did you mean \"queued\"?)");
    ck_assert_ptr_null(exs_query_new(record, &(ExsFilter){.kinds = "zzz"}, &far));
    ck_assert_str_eq(far->message, "no kind of entry is \"zzz\"");
}
END_TEST

START_TEST(an_empty_record_has_nothing_to_find)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autoptr(ExsQuery) query = exs_query_new(record, &(ExsFilter){.from = 5, .until = 9}, NULL);
    uint64_t witness = 0;

    ck_assert_ptr_null(exs_query_next(query, NULL));
    ck_assert_int_eq(exs_record_queue_depth(record, 1, EXS_TIME_NEVER, &witness), 0);
    ck_assert(witness == EXS_NO_ENTRY);
    ck_assert_uint_eq(exs_record_find_object(record, NULL, 0, "HUB1"), 0);
}
END_TEST

START_TEST(gives_values_by_name)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    const ExsEntry *returned = exs_record_entry(record, 9);
    const ExsEntry *expired = exs_record_entry(record, 10);
    int64_t value = 99;

    ck_assert(exs_entry_get(record, returned, "reason", &value));
    ck_assert_int_eq(value, 1);
    ck_assert(exs_entry_get(record, returned, "diagnostic", &value));
    ck_assert_int_eq(value, -1);
    ck_assert(exs_entry_get(record, expired, "age", &value));
    ck_assert_int_eq(value, -90 * EXS_SECOND);
    ck_assert(!exs_entry_get(record, expired, "queue", &value));
}
END_TEST

/* clang-format off */
static const char *const sentences[] = {
    "\"x400\" submitted by ann, 2, 1,234,567 B",
    "\"x400\" goes by X.400 Connector FAST (decision 1)",
    "\"x400\" queued for X.400 Connector FAST, 1 waiting",
    "\"caf\xc3\xa9 \"2\"\\x0a\" queued for X.400 Connector FAST, 2 waiting",
    "\"caf\xc3\xa9 \"2\"\\x0a\" goes by X.400 Connector FAST (decision 1)",
    "\"x400\" rerouted from X.400 Connector FAST to X.400 Connector SLOW",
    "\"x400\" leaves X.400 Connector FAST, 1 waiting",
    "mail in X.400 Connector FAST is not rerouted: SECURED_STAYS (Q1)",
    "\"caf\xc3\xa9 \"2\"\\x0a\" deferred until never",
    "\"caf\xc3\xa9 \"2\"\\x0a\" returned: 1, none: no way left",
    "\"caf\xc3\xa9 \"2\"\\x0a\" expired after -1 min 30 s",
    "yes: ",
};
/* clang-format on */

START_TEST(tells_an_entry_as_a_sentence)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autoptr(GString) out = g_string_new(NULL);

    exs_entry_append(out, record, exs_record_entry(record, (uint64_t)_i));
    ck_assert_str_eq(out->str, sentences[_i]);
}
END_TEST

/* clang-format off */
static const struct {
    ExsFieldType type;
    int64_t value;
    const char *words;
} values[] = {
    {EXS_FIELD_OBJECT,   SAMPLE_FAST,      "X.400 Connector FAST"},
    {EXS_FIELD_OBJECT,   SAMPLE_OTHER_HUB, "Paris \\u{202e}\\x1b[1m\"<&>"},
    {EXS_FIELD_OBJECT,   0,                "none"},
    {EXS_FIELD_MESSAGE,  1,                "\"x400\""},
    {EXS_FIELD_MESSAGE,  17,               "message 17"},
    {EXS_FIELD_MESSAGE,  0,                "no message"},
    {EXS_FIELD_DECISION, 1,                "decision 1"},
    {EXS_FIELD_DECISION, 0,                "no decision"},
    {EXS_FIELD_TEXT,     0,                ""},
    {EXS_FIELD_RULE,     2,                "STEP_6_COST (Q2)"},
    {EXS_FIELD_RULE,     0,                "no rule"},
    {EXS_FIELD_COUNT,    0,                "0"},
    {EXS_FIELD_COUNT,    999,              "999"},
    {EXS_FIELD_COUNT,    1000,             "1,000"},
    {EXS_FIELD_COUNT,    UINT32_MAX,       "4,294,967,295"},
    {EXS_FIELD_CODE,     12345,            "12345"},
    {EXS_FIELD_CODE,     -1,               "none"},
    {EXS_FIELD_FLAG,     0,                "no"},
    {EXS_FIELD_FLAG,     1,                "yes"},
    {EXS_FIELD_TIME,     SAMPLE_START,     "1998-03-02 08:00:00"},
    {EXS_FIELD_TIME,     EXS_TIME_NEVER,   "never"},
    {EXS_FIELD_DURATION, 600000000,        "10 min"},
    {EXS_FIELD_BYTES,    1024,             "1,024 B"},
};
/* clang-format on */

START_TEST(writes_a_value_as_its_type_asks)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autoptr(GString) out = g_string_new(NULL);
    ExsField field = {.type = values[_i].type};

    exs_value_append(out, record, &field, values[_i].value);
    ck_assert_str_eq(out->str, values[_i].words);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    const char *class_name;
    uint32_t parent;
    const char *asked;
    uint32_t found;
} objects[] = {
    {"by name",                   NULL,        0,                "FAST",    SAMPLE_FAST},
    {"case does not matter",      NULL,        0,                "fAsT",    SAMPLE_FAST},
    {"by class",                  "connector", 0,                "SLOW",    SAMPLE_SLOW},
    {"not of that class",         "server",    0,                "SLOW",    0},
    {"below its server",          "connector", SAMPLE_HUB,       "SLOW",    SAMPLE_SLOW},
    {"below its site, deeper",    NULL,        SAMPLE_SITE,      "SLOW",    SAMPLE_SLOW},
    {"not below another site",    NULL,        SAMPLE_OTHER_HUB, "SLOW",    0},
    {"nothing is below itself",   NULL,        SAMPLE_HUB,       "HUB1",    0},
    {"the first added of a name", NULL,        0,                "twin",    6},
    {"the second by its class",   "queue",     0,                "TWIN",    7},
    {"no such name",              NULL,        0,                "FASTER",  0},
};
/* clang-format on */

START_TEST(finds_objects)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    sample_fill(record);
    exs_record_add_object(record, "host", 0, "Twin", NULL);
    exs_record_add_object(record, "queue", SAMPLE_HUB, "tWin", NULL);
    ck_assert_msg(exs_record_find_object(record, objects[_i].class_name, objects[_i].parent,
                                         objects[_i].asked) == objects[_i].found,
                  "%s", objects[_i].name);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    uint32_t queue;
    ExsTime when;
    int64_t depth;
    uint64_t witness;
} depths[] = {
    {"nothing before the first entry",   SAMPLE_FAST, SAMPLE_START - 1, 0, EXS_NO_ENTRY},
    {"one from the first on",            SAMPLE_FAST, SAMPLE_START,     1, 2},
    {"still one just before the second", SAMPLE_FAST, LATER - 1,        1, 2},
    {"the last word of an instant",      SAMPLE_FAST, LATER,            1, 6},
    {"and so to the end",                SAMPLE_FAST, EXS_TIME_NEVER,   1, 6},
    {"another queue holds nothing",      SAMPLE_SLOW, LATER,            0, EXS_NO_ENTRY},
};
/* clang-format on */

START_TEST(knows_how_many_wait)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    uint64_t witness;

    ck_assert_msg(exs_record_queue_depth(record, depths[_i].queue, depths[_i].when, &witness) ==
                      depths[_i].depth,
                  "%s", depths[_i].name);
    ck_assert_msg(witness == depths[_i].witness, "%s", depths[_i].name);
}
END_TEST

Suite *suite_query(void)
{
    Suite *suite = suite_create("query");
    TCase *tests = tcase_create("query");

    tcase_add_loop_test(tests, finds_what_the_filter_asks_for, 0, G_N_ELEMENTS(filters));
    tcase_add_test(tests, an_unknown_kind_is_an_error_with_a_suggestion);
    tcase_add_test(tests, an_empty_record_has_nothing_to_find);
    tcase_add_test(tests, gives_values_by_name);
    tcase_add_loop_test(tests, tells_an_entry_as_a_sentence, 0, G_N_ELEMENTS(sentences));
    tcase_add_loop_test(tests, writes_a_value_as_its_type_asks, 0, G_N_ELEMENTS(values));
    tcase_add_loop_test(tests, finds_objects, 0, G_N_ELEMENTS(objects));
    tcase_add_loop_test(tests, knows_how_many_wait, 0, G_N_ELEMENTS(depths));
    suite_add_tcase(suite, tests);
    return suite;
}
