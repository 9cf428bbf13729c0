/* fuzz_tell.c - see fuzz_tell.h.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz/fuzz_tell.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "exsim/record/ndjson.h"
#include "exsim/report/events.h"
#include "exsim/report/explain.h"
#include "exsim/report/find.h"
#include "exsim/report/queues.h"
#include "exsim/report/report.h"
#include "exsim/report/track.h"
#include "report/report_example.h"

ExsRecord *fuzz_sample(void)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);
    uint32_t text = exs_record_text(record, "ann");

    exs_record_name_message(record, 1, "x400");
    EXAMPLE_TRACE(record, 1, SUBMITTED, EXAMPLE_MTA, 1, text, 1, 1000, text);
    EXAMPLE_TRACE(record, 2, ROUTED, EXAMPLE_MTA, 1, text, EXAMPLE_FAST, example_choose(record, 1));
    EXAMPLE_TRACE(record, 2, QUEUED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, 1);
    EXAMPLE_TRACE(record, 3, REROUTE_REFUSED, EXAMPLE_MTA, EXAMPLE_IMS_QUEUE,
                  EXS_RULE_SECURED_STAYS);
    return record;
}

/* A path of a file that holds these bytes, and nobody else sees; its descriptor to be closed. */
static int make_file(const void *bytes, size_t size, char path[64])
{
    int descriptor = memfd_create("fuzz", MFD_CLOEXEC);

    g_assert(descriptor >= 0 && write(descriptor, bytes, size) == (ssize_t)size);
    g_snprintf(path, 64, "/proc/self/fd/%d", descriptor);
    return descriptor;
}

ExsRecord *fuzz_read(const void *bytes, size_t size, bool lines)
{
    GError *error = NULL;
    char path[64];
    int descriptor = make_file(bytes, size, path);
    ExsRecord *record = lines ? exs_ndjson_read(path, &error) : exs_record_read(path, &error);

    g_assert((record != NULL) == (error == NULL));
    g_clear_error(&error);
    close(descriptor);
    return record;
}

static void check_other_form(ExsRecord *record, bool lines)
{
    g_autofree char *folder = g_dir_make_tmp("fuzz-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "record", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(ExsRecord) again = NULL;

    if (lines ? exs_record_write(record, path, &error) : exs_ndjson_write(record, path, &error))
        again = lines ? exs_record_read(path, &error) : exs_ndjson_read(path, &error);
    g_assert_no_error(error);
    g_assert(exs_record_count(again) == exs_record_count(record));
    g_assert_cmpstr(exs_record_fingerprint(again), ==, exs_record_fingerprint(record));
    g_unlink(path);
    g_rmdir(folder);
}

static void tell(const ExsRecord *record, unsigned choice, GString *out)
{
    static const char *const endings[] = {".txt", ".json", ".html", ".csv", ".dot"};
    const ExsQueuesOptions queues = {.at = exs_find_end(record), .messages = true};
    const ExsTrackOptions track = {0};
    const ExsEventsOptions events = {.until = EXS_TIME_NEVER};
    uint32_t message = exs_explain_find(record, "message 1", NULL);

    switch (choice) {
    case 0:
        exs_queues(record, &queues, out, NULL);
        break;
    case 1:
        exs_track(record, &track, out, NULL);
        break;
    case 2:
        exs_events(record, &events, out, NULL);
        break;
    case 3:
    case 4:
        if (message)
            exs_explain(record, message, EXS_TIME_NEVER, choice == 4, out, NULL);
        break;
    default:
        choice -= 5;
        exs_report_write(record, endings[choice / 4 % G_N_ELEMENTS(endings)],
                         &(ExsReportOptions){.all = choice & 1, .by_message = choice & 2}, out,
                         NULL);
        break;
    }
}

void fuzz_tell(const ExsRecord *record, bool lines, unsigned choice)
{
    g_autoptr(GString) out = g_string_new(NULL);

    if (choice % 32 == 31) {
        check_other_form((ExsRecord *)record, lines);
        return;
    }
    tell(record, choice % 32, out);
    g_assert(g_utf8_validate_len(out->str, out->len, NULL));
    for (const char *p = out->str; *p; p++)
        g_assert((unsigned char)*p >= 0x20 || strchr("\n\r\t", *p));
}
