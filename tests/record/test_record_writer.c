/* test_record_writer.c - entries in a file: few bytes, every value, a thread when it pays.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exsim/kernel/error.h"
#include "sim/record/record_private.h"
#include "support/sample.h"

#define MANY ((uint32_t)(20 * EXS_ENTRIES_PER_BLOCK + 77))

static char *folder, *path;

static void make_folder(void)
{
    folder = sample_folder();
    path = sample_path(folder, "a.exr");
}

static void remove_folder(void)
{
    sample_remove_folder(folder);
    g_free(path);
    g_free(folder);
}

static size_t count_in(const char *name)
{
    GDir *dir = g_dir_open(name, 0, NULL);
    size_t count = 0;

    while (dir && g_dir_read_name(dir))
        count++;
    g_clear_pointer(&dir, g_dir_close);
    return count;
}

static ExsRecord *new_record(bool keep)
{
    ExsRecord *record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);

    ck_assert(exs_record_open_file(record, path, keep, NULL));
    exs_record_add_object(record, "server", 0, "HUB1", NULL);
    return record;
}

/* Messages that wait and go, as they come in practice. */
static void add_ordinary(ExsRecord *record, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        exs_trace(record, SAMPLE_START + i * 137, i % 2 == 0 ? SAMPLE_QUEUED : SAMPLE_UNQUEUED, 1,
                  1 + i / 2, 1, i % 20);
}

/* -- the bytes of an entry --------------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *name;
    const char *bytes;
    size_t length;
    ExsDecoded decoded;
} codes[] = {
    {"nothing is too short",                 "",                                                   0, EXS_DECODED_SHORT},
    {"a kind alone is too short",            "\2",                                                 1, EXS_DECODED_SHORT},
    {"a number that goes on is too short",   "\2\x80",                                             2, EXS_DECODED_SHORT},
    {"a field too few is too short",         "\2\0\0\0\0",                                         5, EXS_DECODED_SHORT},
    {"the smallest queued is an entry",      "\2\0\0\0\0\0",                                       6, EXS_DECODED_ENTRY},
    {"a kind of no schema is none",          "\x0a\0\0\0\0\0",                                     6, EXS_DECODED_BAD},
    {"a longer zero is none",                "\2\x80\0\0\0\0\0",                                   7, EXS_DECODED_BAD},
    {"64 bits of time are an entry",         "\2\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\0\0\0\0",  15, EXS_DECODED_ENTRY},
    {"65 bits of time are none",             "\2\xff\xff\xff\xff\xff\xff\xff\xff\xff\2\0\0\0\0",  15, EXS_DECODED_BAD},
    {"eleven bytes of time are none",        "\2\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\0\0\0",  14, EXS_DECODED_BAD},
    {"an actor of 32 bits is an entry",      "\2\0\xff\xff\xff\xff\x0f\0\0\0",                    10, EXS_DECODED_ENTRY},
    {"an actor of 33 bits is none",          "\2\0\xff\xff\xff\xff\x1f\0\0\0",                    10, EXS_DECODED_BAD},
    {"a word of 33 bits is none",            "\2\0\0\0\0\xff\xff\xff\xff\x1f",                    10, EXS_DECODED_BAD},
};
/* clang-format on */

START_TEST(tells_entries_from_what_is_none)
{
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autofree uint8_t *bytes = g_malloc(MAX(codes[_i].length, 1)); /* a byte too far is noticed */
    const uint8_t *at = bytes;
    ExsCoder coder;
    ExsEntry entry;

    memcpy(bytes, codes[_i].bytes, codes[_i].length);
    exs_coder_init(&coder, record);
    ck_assert_msg(exs_coder_decode(&coder, &at, bytes + codes[_i].length, &entry) ==
                      codes[_i].decoded,
                  "%s", codes[_i].name);
    ck_assert_uint_eq((size_t)(at - bytes),
                      codes[_i].decoded == EXS_DECODED_ENTRY ? codes[_i].length : 0);
    exs_coder_clear(&coder);
}
END_TEST

/* Values at the edges of their types, and anything between. */
static uint64_t any_value(GRand *random)
{
    static const uint64_t edges[] = {0, 1, 63, 64, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX};
    uint64_t any = (uint64_t)g_rand_int(random) << 32 | g_rand_int(random);

    return g_rand_boolean(random) ? edges[g_rand_int_range(random, 0, G_N_ELEMENTS(edges))]
                                  : any >> g_rand_int_range(random, 0, 64);
}

START_TEST(every_entry_comes_back_and_keeps_to_its_bound)
{
    enum { COUNT = 4000 };
    g_autoptr(ExsRecord) record = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    g_autofree ExsEntry *entries = g_new0(ExsEntry, COUNT);
    g_autofree uint8_t *bytes = g_malloc(COUNT * EXS_ENTRY_CODE_MAX);
    const uint8_t *at = bytes;
    g_autoptr(GRand) random = g_rand_new_with_seed(5);
    ExsCoder coder;
    ExsEntry back;
    size_t length;

    for (size_t i = 0; i < COUNT; i++) {
        const ExsKind *kind;

        entries[i].kind = (uint16_t)g_rand_int_range(random, 0, (gint32)record->kind_count);
        entries[i].when = (ExsTime)any_value(random);
        entries[i].actor = (uint32_t)any_value(random);
        kind = exs_record_kind(record, entries[i].kind);
        for (size_t j = 0; j < kind->field_count; j++) {
            uint64_t value = any_value(random);

            memcpy(&entries[i].word[kind->fields[j].word], &value,
                   exs_field_is_wide(&kind->fields[j]) ? 8 : 4);
        }
    }
    exs_coder_init(&coder, record);
    length = exs_coder_encode(&coder, bytes, entries, COUNT);
    ck_assert_uint_le(length, COUNT * EXS_ENTRY_CODE_MAX);
    exs_coder_reset(&coder);
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_int_eq(exs_coder_decode(&coder, &at, bytes + length, &back), EXS_DECODED_ENTRY);
        ck_assert_mem_eq(&back, &entries[i], sizeof back);
    }
    ck_assert_ptr_eq(at, bytes + length);
    exs_coder_clear(&coder);
}
END_TEST

START_TEST(an_ordinary_entry_takes_few_bytes)
{
    g_autoptr(ExsRecord) record = new_record(false);
    GStatBuf status;

    add_ordinary(record, MANY);
    ck_assert(exs_record_finish(record, true, NULL));
    ck_assert_int_eq(g_stat(path, &status), 0);
    ck_assert_uint_lt((uint64_t)status.st_size, (uint64_t)MANY * 10);
}
END_TEST

/* -- the thread ---------------------------------------------------------------------------- */

/* A process that has forked, or is to fork, must not have threads it does not know of. */
START_TEST(only_a_record_of_more_than_a_block_has_a_thread)
{
    g_autoptr(ExsRecord) record = new_record(_i == 1);
    size_t before = count_in("/proc/self/task"), more;

    add_ordinary(record, EXS_ENTRIES_PER_BLOCK);
    ck_assert_uint_eq(count_in("/proc/self/task"), before);
    exs_trace(record, EXS_TIME_NEVER, SAMPLE_QUEUED, 1, 1, 1, 1);
    more = count_in("/proc/self/task");
    ck_assert(before == 0 || more > before);
    ck_assert(exs_record_finish(record, true, NULL));
}
END_TEST

START_TEST(a_full_disk_is_told_at_the_end)
{
    static const rlim_t limits[] = {0, 100, 100000};
    g_autoptr(GError) error = NULL;
    ExsRecord *record = new_record(_i % 2 == 0);
    g_autoptr(ExsRecord) same = exs_record_new(&sample_schema, EXS_DETAIL_FULL);
    struct rlimit limit, whole;

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &whole), 0);
    limit = whole;
    limit.rlim_cur = limits[_i];
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    add_ordinary(record, MANY);
    ck_assert(!exs_record_finish(record, true, &error));
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &whole), 0);
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_FILE));
    ck_assert_ptr_nonnull(strstr(error->message, path));
    exs_record_add_object(same, "server", 0, "HUB1", NULL);
    add_ordinary(same, MANY);
    ck_assert(exs_record_finish(same, true, NULL));
    ck_assert_str_eq(exs_record_fingerprint(record), exs_record_fingerprint(same));
    exs_record_free(record);
    ck_assert_uint_eq(count_in(folder), 0);
}
END_TEST

START_TEST(a_large_record_never_finished_leaves_nothing)
{
    ExsRecord *record = new_record(_i == 1);

    add_ordinary(record, MANY);
    ck_assert_uint_eq(count_in(folder), 1);
    exs_record_free(record);
    ck_assert_uint_eq(count_in(folder), 0);
}
END_TEST

START_TEST(a_child_makes_records_of_its_own)
{
    g_autoptr(ExsRecord) own = NULL;
    g_autoptr(ExsRecord) read = NULL;
    pid_t child;
    int status;

    own = new_record(false);
    add_ordinary(own, MANY);
    ck_assert(exs_record_finish(own, true, NULL));
    g_unlink(path);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        ExsRecord *record = new_record(false);
        bool ok;

        add_ordinary(record, MANY);
        ok = exs_record_finish(record, true, NULL);
        exs_record_free(record);
        exs_record_free(own);
        _exit(ok ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    read = exs_record_read(path, NULL);
    ck_assert_ptr_nonnull(read);
    ck_assert_str_eq(exs_record_fingerprint(read), exs_record_fingerprint(own));
}
END_TEST

Suite *suite_record_writer(void)
{
    Suite *suite = suite_create("record_writer");
    TCase *tests = tcase_create("record_writer");

    tcase_add_checked_fixture(tests, make_folder, remove_folder);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, tells_entries_from_what_is_none, 0, G_N_ELEMENTS(codes));
    tcase_add_test(tests, every_entry_comes_back_and_keeps_to_its_bound);
    tcase_add_test(tests, an_ordinary_entry_takes_few_bytes);
    tcase_add_loop_test(tests, only_a_record_of_more_than_a_block_has_a_thread, 0, 2);
    tcase_add_loop_test(tests, a_full_disk_is_told_at_the_end, 0, 3);
    tcase_add_loop_test(tests, a_large_record_never_finished_leaves_nothing, 0, 2);
    tcase_add_test(tests, a_child_makes_records_of_its_own);
    suite_add_tcase(suite, tests);
    return suite;
}
