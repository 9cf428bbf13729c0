/* test_record_file.c - the native file: round trips, cut off, damaged, of the future, of old.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "exsim/kernel/error.h"
#include "exsim/record/ndjson.h"
#include "exsim/record/query.h"
#include "support/sample.h"

#define OLD_FILE        EXS_SOURCE_DIR "/tests/data/record-v1.exr"
#define OLD_FINGERPRINT "sha256:35b0488a7d4ca28ef085507960a1abd874ceb1cf9af0f04fba12c8aa257c6b9e"

static char *folder;

static void make_folder(void)
{
    folder = sample_folder();
}

static void remove_folder(void)
{
    sample_remove_folder(folder);
    g_free(folder);
}

static size_t count_files(void)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    size_t count = 0;

    while (g_dir_read_name(dir))
        count++;
    g_dir_close(dir);
    return count;
}

/* The bytes of the sample's file. */
static GBytes *sample_bytes(void)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autofree char *path = sample_path(folder, "sample.exr");
    char *bytes;
    gsize length;

    ck_assert(exs_record_write(record, path, NULL));
    ck_assert(g_file_get_contents(path, &bytes, &length, NULL));
    return g_bytes_new_take(bytes, length);
}

/* What a file with these bytes is read as. */
static ExsRecord *read_bytes(const char *bytes, size_t length, GError **error)
{
    g_autofree char *path = sample_path(folder, "bytes.exr");

    ck_assert(g_file_set_contents_full(path, bytes, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600,
                                       NULL));
    return exs_record_read(path, error);
}

START_TEST(memory_file_and_ndjson_are_one_record)
{
    g_autoptr(ExsRecord) first = sample_new((ExsDetail)_i);
    g_autofree char *native = sample_path(folder, "a.exr"),
                    *lines = sample_path(folder, "a.ndjson");
    g_autofree char *again = sample_path(folder, "b.exr");
    g_autoptr(ExsRecord) second = NULL;
    g_autoptr(ExsRecord) third = NULL;
    g_autoptr(ExsRecord) fourth = NULL;

    ck_assert(exs_record_write(first, native, NULL));
    second = exs_record_read(native, NULL);
    ck_assert_ptr_nonnull(second);
    ck_assert(exs_ndjson_write(second, lines, NULL));
    third = exs_ndjson_read(lines, NULL);
    ck_assert_ptr_nonnull(third);
    ck_assert(exs_record_write(third, again, NULL));
    fourth = exs_record_read(again, NULL);
    ck_assert_ptr_nonnull(fourth);
    sample_compare(first, second);
    sample_compare(first, third);
    sample_compare(first, fourth);
}
END_TEST

START_TEST(one_record_is_one_file)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autofree char *one = sample_path(folder, "1.exr"), *other = sample_path(folder, "2.exr");
    g_autofree char *a = NULL, *b = NULL;
    gsize a_length, b_length;

    ck_assert(exs_record_write(record, one, NULL));
    ck_assert(exs_record_write(record, other, NULL));
    ck_assert(g_file_get_contents(one, &a, &a_length, NULL));
    ck_assert(g_file_get_contents(other, &b, &b_length, NULL));
    ck_assert_uint_eq(a_length, b_length);
    ck_assert_mem_eq(a, b, a_length);
}
END_TEST

/* As much as crosses blocks and chunks, with things declared on the way. */
static void fill_much(ExsRecord *record, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i % 5000 == 0) {
            g_autofree char *name = g_strdup_printf("object %u", i);
            uint32_t object = exs_record_add_object(record, "queue", 0, name, NULL);

            exs_record_text(record, name);
            exs_record_name_message(record, i + 1, name);
            exs_record_set_attribute(record, object, "n", name);
            exs_record_set_attribute(record, 1, "last", name);
            exs_record_set_fact(record, "last", name);
            exs_record_add_decision(record, &(ExsDecision){.actor = object});
        }
        exs_trace(record, i, SAMPLE_QUEUED, i / 5000 + 1, i, i / 5000 + 1, i);
    }
}

START_TEST(what_is_written_on_the_way_is_what_is_kept)
{
    static const uint32_t counts[] = {0, 1, 8191, 8192, 8193, 262144, 1000000};
    g_autoptr(ExsRecord) kept = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autoptr(ExsRecord) written = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autoptr(ExsRecord) read = NULL;
    g_autofree char *path = sample_path(folder, "much.exr");
    uint32_t count = counts[_i];

    ck_assert(exs_record_open_file(written, path, _i % 2 == 0, NULL));
    fill_much(kept, count);
    fill_much(written, count);
    ck_assert(exs_record_finish(kept, true, NULL));
    ck_assert(exs_record_finish(written, true, NULL));
    read = exs_record_read(path, NULL);
    ck_assert_ptr_nonnull(read);
    ck_assert_str_eq(exs_record_fingerprint(kept), exs_record_fingerprint(written));
    ck_assert_str_eq(exs_record_fingerprint(kept), exs_record_fingerprint(read));
    ck_assert_uint_eq(exs_record_count(written), count);
    ck_assert_uint_eq(exs_record_count(read), count);
    for (uint64_t i = 0; i < count; i += MAX(count / 97, 1))
        ck_assert_int_eq(exs_entry_value(read, exs_record_entry(read, i), 2), (int64_t)i);
    if (count > 0)
        ck_assert_int_eq(exs_record_entry(kept, count - 1)->when, count - 1);
}
END_TEST

START_TEST(entries_not_kept_are_not_looked_for)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autofree char *path = sample_path(folder, "a.exr"), *other = sample_path(folder, "b.exr");
    g_autoptr(GError) error = NULL;

    ck_assert(exs_record_open_file(record, path, false, NULL));
    sample_fill(record);
    ck_assert(exs_record_finish(record, true, NULL));
    ck_assert_ptr_null(exs_query_new(record, &(ExsFilter){0}, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_STATE));
    ck_assert(!exs_record_write(record, other, NULL));
    ck_assert(!exs_ndjson_write(record, other, NULL));
    ck_assert(!g_file_test(other, G_FILE_TEST_EXISTS));
}
END_TEST

START_TEST(a_record_never_finished_leaves_what_was_there)
{
    ExsRecord *record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autofree char *path = sample_path(folder, "a.exr");
    g_autofree char *bytes = NULL;

    ck_assert(g_file_set_contents(path, "precious", -1, NULL));
    ck_assert(exs_record_open_file(record, path, false, NULL));
    sample_fill(record);
    ck_assert_uint_eq(count_files(), 2);
    exs_record_free(record);
    ck_assert_uint_eq(count_files(), 1);
    ck_assert(g_file_get_contents(path, &bytes, NULL, NULL));
    ck_assert_str_eq(bytes, "precious");
}
END_TEST

START_TEST(a_partial_record_says_so)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autoptr(ExsRecord) read = NULL;
    g_autofree char *path = sample_path(folder, "a.exr");

    sample_fill(record);
    ck_assert(exs_record_finish(record, false, NULL));
    ck_assert(exs_record_write(record, path, NULL));
    read = exs_record_read(path, NULL);
    ck_assert_ptr_nonnull(read);
    ck_assert(!exs_record_is_complete(read));
    sample_compare(record, read);
}
END_TEST

START_TEST(a_file_cut_off_anywhere_is_read_as_far_as_it_goes)
{
    g_autoptr(GBytes) whole = sample_bytes();
    gsize length;
    const char *bytes = g_bytes_get_data(whole, &length);
    uint64_t entries = 0;
    size_t refused = 0;

    for (gsize cut = 0; cut < length; cut++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(ExsRecord) record = read_bytes(bytes, cut, &error);

        if (!record) {
            ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_FORMAT));
            ck_assert_uint_eq(refused, cut);
            refused++;
            continue;
        }
        ck_assert(!exs_record_is_complete(record));
        ck_assert_uint_ge(exs_record_count(record), entries);
        entries = exs_record_count(record);
        g_free(sample_sentences(record));
    }
    ck_assert_uint_eq(entries, 12);
    ck_assert_uint_gt(refused, 16);
    ck_assert_uint_lt(refused, length / 2);
}
END_TEST

START_TEST(a_changed_byte_is_noticed)
{
    g_autoptr(GBytes) whole = sample_bytes();
    gsize length;
    const char *bytes = g_bytes_get_data(whole, &length);
    g_autofree char *copy = g_memdup2(bytes, length);
    g_autoptr(GRand) random = g_rand_new_with_seed(2);

    for (int i = 0; i < 2000; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(ExsRecord) record = NULL;
        gint32 at = g_rand_int_range(random, 0, (gint32)length);

        copy[at] ^= (char)g_rand_int_range(random, 1, 256);
        record = read_bytes(copy, length, &error);
        ck_assert_msg(!record, "byte %d", at);
        ck_assert_msg(g_error_matches(error, EXS_ERROR, EXS_ERROR_FORMAT), "%s", error->message);
        copy[at] = bytes[at];
    }
}
END_TEST

/* Damage beyond one byte: what lies behind the checksums must hold by itself. */
START_TEST(many_changed_bytes_and_a_cut_never_crash)
{
    g_autoptr(GBytes) whole = sample_bytes();
    gsize length;
    const char *bytes = g_bytes_get_data(whole, &length);
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    size_t partial = 0;

    for (int i = 0; i < 2000; i++) {
        g_autofree char *copy = g_memdup2(bytes, length);
        g_autoptr(ExsRecord) record = NULL;
        gint32 cut = g_rand_int_range(random, (gint32)length / 4, (gint32)length);

        for (int j = 0; j < 3; j++)
            copy[g_rand_int_range(random, 0, cut)] = (char)g_rand_int(random);
        record = read_bytes(copy, (size_t)cut, NULL);
        if (record) {
            g_free(sample_sentences(record));
            ck_assert(!exs_record_is_complete(record));
            partial++;
        }
    }
    ck_assert_uint_gt(partial, 0);
}
END_TEST

/* clang-format off */
static const struct {
    const char *name;
    const char *bytes;
    size_t length;
    const char *message;
} refusals[] = {
    {"an empty file",          "",                                  0,  "it is empty"},
    {"something short",        "exsim",                             5,  "it is no exsim record"},
    {"something else",         "{\"record\":1,\"schema\":{}}",      24, "it is no exsim record"},
    {"a future version",       "exsim record\2\0\0\0whatever",      24, "written by exsim record format 2, this exsim reads 1"},
    {"nothing but the header", "exsim record\1\0\0\0",              16, "it ends before its schema (record format 1)"},
    {"a chunk that is none",   "exsim record\1\0\0\0abcdefghijklmnop", 32, "a chunk's header is damaged"},
};
/* clang-format on */

START_TEST(refuses_what_is_no_record)
{
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(read_bytes(refusals[_i].bytes, refusals[_i].length, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_FORMAT));
    ck_assert_msg(strstr(error->message, refusals[_i].message), "%s: %s", refusals[_i].name,
                  error->message);
}
END_TEST

START_TEST(refuses_what_goes_on_after_its_end)
{
    g_autoptr(GBytes) whole = sample_bytes();
    gsize length;
    const char *bytes = g_bytes_get_data(whole, &length);
    g_autofree char *longer = g_malloc0(length + 1);
    g_autoptr(GError) error = NULL;

    memcpy(longer, bytes, length);
    ck_assert_ptr_null(read_bytes(longer, length + 1, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "it goes on after its end"));
}
END_TEST

START_TEST(says_which_file_cannot_be_read_or_written)
{
    g_autoptr(ExsRecord) record = sample_new(EXS_DETAIL_FULL);
    g_autofree char *missing = sample_path(folder, "no/such.exr");
    g_autofree char *pipe = sample_path(folder, "pipe");
    const char *const unreadable[] = {missing, folder, pipe};

    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    for (size_t i = 0; i < G_N_ELEMENTS(unreadable); i++) {
        g_autoptr(GError) reading = NULL;
        g_autoptr(GError) writing = NULL;

        ck_assert_ptr_null(exs_record_read(unreadable[i], &reading));
        ck_assert(g_error_matches(reading, EXS_ERROR, EXS_ERROR_FILE));
        ck_assert(!exs_record_write(record, unreadable[i], &writing));
        ck_assert(g_error_matches(writing, EXS_ERROR, EXS_ERROR_FILE));
    }
    ck_assert_uint_eq(count_files(), 1);
}
END_TEST

/* Every exsim to come must read this file. It is never written again. */
START_TEST(a_record_of_version_1_stays_readable)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsRecord) old = exs_record_read(OLD_FILE, &error);
    g_autoptr(ExsRecord) sample = sample_new(EXS_DETAIL_FULL);
    g_autofree char *sentences = NULL;

    ck_assert_msg(old != NULL, "%s", error ? error->message : "");
    ck_assert(exs_record_is_complete(old));
    ck_assert_str_eq(exs_record_fingerprint(old), OLD_FINGERPRINT);
    ck_assert_str_eq(exs_record_fact(old, "product"), "5.5 SP4");
    sentences = sample_sentences(old);
    ck_assert_ptr_nonnull(
        strstr(sentences, "\"x400\" queued for X.400 Connector FAST, 1 waiting\n"));
    ck_assert_ptr_nonnull(
        strstr(sentences, "mail in X.400 Connector FAST is not rerouted: SECURED_STAYS (Q1)\n"));
    sample_compare(old, sample);
}
END_TEST

Suite *suite_record_file(void)
{
    Suite *suite = suite_create("record_file");
    TCase *tests = tcase_create("record_file");

    tcase_add_checked_fixture(tests, make_folder, remove_folder);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, memory_file_and_ndjson_are_one_record, EXS_DETAIL_NONE,
                        EXS_DETAIL_FULL + 1);
    tcase_add_test(tests, one_record_is_one_file);
    tcase_add_loop_test(tests, what_is_written_on_the_way_is_what_is_kept, 0, 7);
    tcase_add_test(tests, entries_not_kept_are_not_looked_for);
    tcase_add_test(tests, a_record_never_finished_leaves_what_was_there);
    tcase_add_test(tests, a_partial_record_says_so);
    tcase_add_test(tests, a_file_cut_off_anywhere_is_read_as_far_as_it_goes);
    tcase_add_test(tests, a_changed_byte_is_noticed);
    tcase_add_test(tests, many_changed_bytes_and_a_cut_never_crash);
    tcase_add_loop_test(tests, refuses_what_is_no_record, 0, G_N_ELEMENTS(refusals));
    tcase_add_test(tests, refuses_what_goes_on_after_its_end);
    tcase_add_test(tests, says_which_file_cannot_be_read_or_written);
    tcase_add_test(tests, a_record_of_version_1_stays_readable);
    suite_add_tcase(suite, tests);
    return suite;
}
