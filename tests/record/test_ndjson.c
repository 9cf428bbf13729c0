/* test_ndjson.c - strict import: what no export writes is refused, with its line.
 *
 * Round trips are in test_record_file.c.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/record/ndjson.h"
#include "support/sample.h"

static char *folder;
static char *sample; /* the sample's export */

static void make_sample(void)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autofree char *path = NULL;

    folder = sample_folder();
    path = sample_path(folder, "sample.ndjson");
    ck_assert(exs_ndjson_write(record, path, NULL));
    ck_assert(g_file_get_contents(path, &sample, NULL, NULL));
}

static void remove_sample(void)
{
    sample_remove_folder(folder);
    g_free(folder);
    g_free(sample);
}

static ExsRecord *read_text(const char *text, gssize length, GError **error)
{
    g_autofree char *path = sample_path(folder, "text.ndjson");

    ck_assert(g_file_set_contents_full(path, text, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    return exs_ndjson_read(path, error);
}

static void check_refused(const char *name, const char *text, gssize length, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsRecord) record = read_text(text, length, &error);

    ck_assert_msg(!record, "%s", name);
    ck_assert_msg(g_error_matches(error, EXS_ERROR, EXS_ERROR_FORMAT), "%s", name);
    ck_assert_msg(strstr(error->message, message), "%s: %s", name, error->message);
}

START_TEST(an_entry_is_a_line_with_the_names_of_its_fields)
{
    ck_assert_ptr_nonnull(strstr(sample, "\n{\"entry\":2,\"t\":888825600000000,\"kind\":\"queued\","
                                         "\"at\":2,\"message\":1,\"queue\":3,\"waiting\":1}\n"));
    ck_assert_ptr_nonnull(
        strstr(sample, "{\"name\":\"caf\xc3\xa9 \\\"2\\\"\\u000a\",\"message\":2}\n"));
    ck_assert(g_str_has_prefix(sample, "{\"record\":1,\"detail\":\"full\",\"messages\":2,"));
}
END_TEST

START_TEST(space_between_and_order_within_do_not_matter)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_auto(GStrv) parts = g_strsplit(sample, ",\"value\":\"1\"", 2);
    g_autofree char *text = g_strjoinv(" , \"value\" :\t\"1\"", parts);
    g_autoptr(ExsRecord) read = read_text(text, -1, NULL);

    ck_assert_ptr_nonnull(read);
    sample_compare(record, read);
}
END_TEST

/* One change to the sample's export each. */
/* clang-format off */
static const struct {
    const char *name, *old, *new, *message;
} refusals[] = {
    {"a future version",        "\"record\":1",         "\"record\":2",        "line 1: written by exsim record format 2, this exsim reads 1"},
    {"an unknown member",       "\"t\":888825600000000,", "\"t\":888825600000000,\"colour\":1,", "the member \"colour\" is not known here"},
    {"a member missing",        ",\"waiting\":1}",      "}",                   "the member \"waiting\" is missing"},
    {"a member twice",          ",\"waiting\":1}",      ",\"waiting\":1,\"waiting\":1}", "duplicate object key"},
    {"a text for a number",     ",\"waiting\":1}",      ",\"waiting\":\"1\"}", "the member \"waiting\" must be a whole number"},
    {"a fraction",              ",\"waiting\":1}",      ",\"waiting\":1.5}",   "must be a whole number"},
    {"1e-400",                  ",\"waiting\":1}",      ",\"waiting\":1e-400}", "must be a whole number"},
    {"1e999",                   ",\"waiting\":1}",      ",\"waiting\":1e999}", "real number overflow"},
    {"NaN",                     ",\"waiting\":1}",      ",\"waiting\":NaN}",   "invalid token"},
    {"20 digits",               ",\"waiting\":1}",      ",\"waiting\":12345678901234567890}", "too big integer"},
    {"minus zero",              ",\"waiting\":1}",      ",\"waiting\":-0}",    "\"-0\" is no number"},
    {"a negative count",        ",\"waiting\":1}",      ",\"waiting\":-1}",    "waiting is -1, outside 0 to 4294967295"},
    {"a count of 33 bits",      ",\"waiting\":1}",      ",\"waiting\":4294967296}", "outside 0 to"},
    {"a code of none in full",  "\"diagnostic\":-1",    "\"diagnostic\":4294967295", "is too large"},
    {"a code below none",       "\"diagnostic\":-1",    "\"diagnostic\":-2",   "diagnostic is -2"},
    {"a flag of 2",             "\"passed\":1",         "\"passed\":2",        "passed is 2, outside 0 to 1"},
    {"half a surrogate pair",   "\"value\":\"ann\"",    "\"value\":\"\\ud800\"", "invalid Unicode"},
    {"a zero byte",             "\"value\":\"ann\"",    "\"value\":\"\\u0000\"", "\\u0000 is not allowed"},
    {"invalid UTF-8",           "\"value\":\"ann\"",    "\"value\":\"\xff\"",  "line 10: "},
    {"time runs back",          "{\"entry\":3,\"t\":888826200000000", "{\"entry\":3,\"t\":1", "entry 3 is earlier than 2"},
    {"a negative time",         "{\"entry\":0,\"t\":888825600000000", "{\"entry\":0,\"t\":-5", "the member \"t\" is -5"},
    {"a gap in the numbers",    "{\"entry\":3,",        "{\"entry\":4,",       "entry 4 where 3 comes next"},
    {"a number again",          "{\"entry\":3,",        "{\"entry\":2,",       "entry 2 where 3 comes next"},
    {"a number over 63 bits",   "{\"entry\":3,",        "{\"entry\":9223372036854775808,", "too big integer"},
    {"a kind that is none",     "\"kind\":\"queued\"",  "\"kind\":\"quued\"",  "the schema has no kind \"quued\""},
    {"an undeclared object",    "\"queue\":3",          "\"queue\":6",         "queue is 6, but 5 objects are declared"},
    {"an undeclared actor",     "\"kind\":\"queued\",\"at\":2", "\"kind\":\"queued\",\"at\":6", "at is 6, but 5 objects"},
    {"an undeclared message",   "\"messages\":2",       "\"messages\":1",      "message 2, but 1 messages are declared"},
    {"an undeclared decision",  "\"decision\":1}",      "\"decision\":2}",     "decision is 2, but 1 decisions"},
    {"an undeclared rule",      "\"rule\":1}",          "\"rule\":3}",         "rule is 3, but 2 rules"},
    {"an undeclared text",      "\"from\":1",           "\"from\":9",          "from is 9, but 4 texts"},
    {"a parent not yet there",  "{\"object\":2,\"class\":\"server\",\"parent\":1", "{\"object\":2,\"class\":\"server\",\"parent\":2", "object 2 is below 2"},
    {"an attribute of 1",       "\"cost\":\"1\"",       "\"cost\":1",          "the member \"cost\" must be a text"},
    {"a fact twice",            "{\"fact\":\"seed\"",   "{\"fact\":\"product\"", "the fact \"product\" is there twice"},
    {"a text twice",            "\"value\":\"no way left\"", "\"value\":\"ann\"", "text 2 is empty or like an earlier one"},
    {"a rule twice",            "\"id\":\"STEP_6_COST\"", "\"id\":\"SECURED_STAYS\"", "the rule \"SECURED_STAYS\" is there twice"},
    {"a name for nothing",      "\"message\":2}\n{\"decision\"", "\"message\":0}\n{\"decision\"", "message 0 has no name"},
    {"a row too short",         "\"retrying\":0,",      "",                    "row 1 has not \"felled\""},
    {"a wrong column",          "\"retrying\":0,",      "\"delaying\":0,",     "the member \"retrying\" is missing"},
    {"a step that is none",     "\"steps\":[2,1]",      "\"steps\":[2,7]",     "steps is 7, but 2 rules"},
    {"a step in words",         "\"steps\":[2,1]",      "\"steps\":[2,\"1\"]", "a step that is no number"},
    {"a kind of line unknown",  "{\"check\":1,",        "{\"chek\":1,",        "no line begins with the member \"chek\" (did you mean \"check\"?)"},
    {"an empty line",           "{\"check\":1,",        "\n{\"check\":1,",     "line 31: "},
    {"an array",                "{\"check\":1,",        "[]\n{\"check\":1,",   "line 31: not an object"},
    {"an empty object",         "{\"check\":1,",        "{}\n{\"check\":1,",   "line 31: an empty object"},
    {"two objects on a line",   "{\"check\":1,",        "{\"a\":1}{\"check\":1,", "end of file expected"},
    {"lines out of order",      "{\"check\":1,",        "{\"fact\":\"x\",\"value\":\"\"}\n{\"check\":1,", "a \"fact\" line after a \"entry\" line"},
    {"a verdict of a kind",     "\"verdict\":\"PASS\"", "\"verdict\":\"pass\"", "must be PASS or FAIL"},
    {"a witness too late",      "\"witness\":11",       "\"witness\":12",      "entry 12, which is not there"},
    {"another number of entries", "\"entries\":12",     "\"entries\":13",      "the end of 13 entries after 12"},
    {"another number of checks", "\"checks\":2",        "\"checks\":1",        "the end of 1 checks after 2"},
    {"an end of its own kind",  "\"end\":\"complete\"", "\"end\":\"done\"",    "must be complete or partial"},
    {"a wrong fingerprint",     "\"seed\",\"value\":\"1\"", "\"seed\",\"value\":\"2\"", "the fingerprint is not that of the lines before"},
    {"a level that is none",    "\"level\":\"full\"",   "\"level\":\"much\"",  "must be none, verdict or full"},
    {"a kind beyond the detail", "\"detail\":\"full\"", "\"detail\":\"verdict\"", "a decision in a record of detail \"verdict\""},
    {"a brace alone",           "{waiting:count} waiting", "{waiting:count waiting", "has a brace without its partner"},
    {"a placeholder untyped",   "{waiting:count} waiting", "{waiting} waiting", "has a placeholder without a type"},
    {"a placeholder unnamed",   "{waiting:count} waiting", "{:count} waiting", "has a placeholder that is no {name:type}"},
    {"a field twice",           "{waiting:count} waiting", "{queue:count} waiting", "has two fields of one name"},
    {"a field named t",         "{waiting:count} waiting", "{t:count} waiting", "has a field named entry, t, kind or at"},
    {"seven words",             "{waiting:count} waiting", "{a:time}{b:time}{c:flag}", "has more fields than an entry holds"},
    {"a kind twice",            "\"word\":\"unqueued\"", "\"word\":\"queued\"", "the kind \"queued\" is no word, or is there twice"},
    {"a kind of two words",     "\"word\":\"unqueued\"", "\"word\":\"un queued\"", "the kind \"un queued\" is no word"},
    {"a column twice",          "\"name\":\"opens\"",   "\"name\":\"cost\"",   "the column \"cost\" is no word, or is there twice"},
};
/* clang-format on */

START_TEST(refuses_what_no_export_writes)
{
    char *at = strstr(sample, refusals[_i].old);
    g_autofree char *text = NULL;

    ck_assert_msg(at != NULL, "%s: not in the sample", refusals[_i].name);
    text = g_strdup_printf("%.*s%s%s", (int)(at - sample), sample, refusals[_i].new,
                           at + strlen(refusals[_i].old));
    check_refused(refusals[_i].name, text, -1, refusals[_i].message);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name, *text, *message;
} files[] = {
    {"an empty file",        "",                                "the file is empty"},
    {"no record line",       "{\"fact\":\"a\",\"value\":\"\"}\n", "line 1: the first line must be the \"record\" line"},
    {"a byte order mark",    "\xef\xbb\xbf{\"record\":1}\n",    "line 1: "},
    {"a record line cut off", "{\"record\":1,\"detail\"",       "line 1: "},
    {"a native file",        "exsim record\1",                  "line 1: "},
    {"an ESC in the trouble", "\x1b[2J",                        "\\x1b"},
    {"an invalid schema",    "{\"record\":1,\"detail\":\"full\",\"messages\":0,\"schema\":[]}\n", "the member \"schema\" must be an object"},
    {"two record lines",     "{\"record\":1,\"detail\":\"full\",\"messages\":0,\"schema\":{\"kinds\":[],\"columns\":[]}}\n"
                             "{\"record\":1,\"detail\":\"full\",\"messages\":0,\"schema\":{\"kinds\":[],\"columns\":[]}}\n", "line 2: a second \"record\" line"},
};
/* clang-format on */

START_TEST(refuses_files_that_are_none)
{
    check_refused(files[_i].name, files[_i].text, -1, files[_i].message);
}
END_TEST

START_TEST(refuses_a_line_after_the_end)
{
    g_autofree char *text = g_strconcat(sample, "{\"end\":\"complete\"}\n", NULL);

    check_refused("an end again", text, -1, "a line after the end");
}
END_TEST

START_TEST(refuses_depth_and_length)
{
    g_autofree char *deep = g_strnfill(1000000, '[');
    g_autofree char *objects = g_strnfill(5000000, ' ');
    g_autofree char *longer = g_strnfill((17 << 20), ' ');
    g_autofree char *after = g_strconcat(sample, deep, NULL);

    for (size_t i = 0; i + 5 <= 5000000; i += 5)
        memcpy(objects + i, "{\"a\":", 5);
    check_refused("a million arrays", deep, 1000000, "maximum parsing depth");
    check_refused("a million objects", objects, 5000000, "maximum parsing depth");
    check_refused("a million arrays at the end", after, -1, "maximum parsing depth");
    check_refused("17 MiB of blanks", longer, 17 << 20, "longer than 16777216 bytes");
}
END_TEST

START_TEST(a_file_cut_off_anywhere_is_partial)
{
    size_t length = strlen(sample);
    size_t first_line = strcspn(sample, "\n");
    uint64_t entries = 0;

    for (size_t cut = 0; cut < length - 1; cut++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(ExsRecord) record = read_text(sample, (gssize)cut, &error);

        if (cut < first_line) {
            ck_assert_ptr_null(record);
            continue;
        }
        ck_assert_msg(record != NULL, "%zu: %s", cut, error ? error->message : "");
        ck_assert(!exs_record_is_complete(record));
        ck_assert_uint_ge(exs_record_count(record), entries);
        entries = exs_record_count(record);
    }
    ck_assert_uint_eq(entries, 12);
}
END_TEST

START_TEST(changed_bytes_never_crash)
{
    size_t length = strlen(sample);
    g_autofree char *copy = g_memdup2(sample, length);
    g_autoptr(GRand) random = g_rand_new_with_seed(4);

    for (int i = 0; i < 2000; i++) {
        g_autoptr(ExsRecord) record = NULL;
        gint32 at = g_rand_int_range(random, 0, (gint32)length);

        copy[at] ^= (char)g_rand_int_range(random, 1, 256);
        record = read_text(copy, (gssize)length, NULL);
        if (record)
            g_free(sample_sentences(record));
        copy[at] = sample[at];
    }
}
END_TEST

START_TEST(says_which_file_cannot_be_read_or_written)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autofree char *missing = sample_path(folder, "no/such.ndjson");
    g_autoptr(GError) reading = NULL;
    g_autoptr(GError) writing = NULL;

    ck_assert_ptr_null(exs_ndjson_read(missing, &reading));
    ck_assert(g_error_matches(reading, EXS_ERROR, EXS_ERROR_FILE));
    ck_assert(!exs_ndjson_write(record, missing, &writing));
    ck_assert(g_error_matches(writing, EXS_ERROR, EXS_ERROR_FILE));
}
END_TEST

Suite *suite_ndjson(void)
{
    Suite *suite = suite_create("ndjson");
    TCase *tests = tcase_create("ndjson");

    tcase_add_checked_fixture(tests, make_sample, remove_sample);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, an_entry_is_a_line_with_the_names_of_its_fields);
    tcase_add_test(tests, space_between_and_order_within_do_not_matter);
    tcase_add_loop_test(tests, refuses_what_no_export_writes, 0, G_N_ELEMENTS(refusals));
    tcase_add_loop_test(tests, refuses_files_that_are_none, 0, G_N_ELEMENTS(files));
    tcase_add_test(tests, refuses_a_line_after_the_end);
    tcase_add_test(tests, refuses_depth_and_length);
    tcase_add_test(tests, a_file_cut_off_anywhere_is_partial);
    tcase_add_test(tests, changed_bytes_never_crash);
    tcase_add_test(tests, says_which_file_cannot_be_read_or_written);
    suite_add_tcase(suite, tests);
    return suite;
}
