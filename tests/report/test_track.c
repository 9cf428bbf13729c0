/* test_track.c - message tracking: which entries make which of Exchange's events.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/report/track.h"
#include "report/report_example.h"

enum {
    STORE = EXAMPLE_ANN + 1, /* of HUB1 */
    MTS_IN,
    PARIS_MTA,
    PARIS_STORE,
    PARIS_MDB,
    HOST,
    MDB, /* of HUB1 */
};

#define ANN "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann"
#define BOB "EX:/o=ORG/ou=PARIS/cn=Recipients/cn=bob"
#define ELL "SMTP:ell@example.com"

typedef struct {
    ExsRecord *record;
    uint32_t ann, bob, ell, normal, why;
} Sample;

static Sample sample(const char *product)
{
    ExsRecord *record = example_new(EXS_DETAIL_FULL);

    exs_record_add_object(record, "store", EXAMPLE_HUB1, "HUB1", "HUB1 store");
    exs_record_add_object(record, "queue", STORE, "mts-in", "MTS-IN");
    exs_record_add_object(record, "mta", EXAMPLE_PAR1, "PAR1", "PAR1 MTA");
    exs_record_add_object(record, "store", EXAMPLE_PAR1, "PAR1", "PAR1 store");
    exs_record_add_object(record, "queue", PARIS_MTA, "mdb", "Private Information Store (PAR1)");
    exs_record_add_object(record, "host", 0, "mail.example.com", NULL);
    exs_record_add_object(record, "queue", EXAMPLE_MTA, "mdb", "Private Information Store (HUB1)");
    exs_record_set_attribute(record, EXAMPLE_HUB1, "product", product);
    exs_record_set_attribute(record, EXAMPLE_IMS, "kind", "ims");
    exs_record_set_attribute(record, EXAMPLE_FAST, "kind", "x400");
    return (Sample){record,
                    exs_record_text(record, ANN),
                    exs_record_text(record, BOB),
                    exs_record_text(record, ELL),
                    exs_record_text(record, "normal"),
                    exs_record_text(record, "no route")};
}

static void submit(const Sample *s, int seconds, uint32_t message)
{
    EXAMPLE_TRACE(s->record, seconds, SUBMITTED, STORE, message, s->ann, 1, 1024, s->normal);
}

static void locally(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 1, DELIVERED, STORE, 1, s->ann);
}

/* An address that is not a DN: by the MTA and back. */
static void back_home(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 1, UNQUEUED, EXAMPLE_MTA, 1, MDB, 0);
    EXAMPLE_TRACE(s->record, 1, DELIVERED, STORE, 1, s->ann);
}

static void to_paris(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 5, TRANSFERRED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, 1);
    EXAMPLE_TRACE(s->record, 6, UNQUEUED, PARIS_MTA, 1, PARIS_MDB, 0);
    EXAMPLE_TRACE(s->record, 6, DELIVERED, PARIS_STORE, 1, s->bob);
}

static void outside(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 1, HANDED_OFF, STORE, 1, EXAMPLE_IMS, 1);
    EXAMPLE_TRACE(s->record, 2, TAKEN, EXAMPLE_IMS, 1, MTS_IN, EXAMPLE_IMS);
    EXAMPLE_TRACE(s->record, 3, DELIVERED, HOST, 1, s->ell);
}

static void by_x400_to_a_host(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 5, TRANSFERRED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, HOST, 1);
    EXAMPLE_TRACE(s->record, 5, DELIVERED, HOST, 1, s->ell);
}

static void from_outside(const Sample *s)
{
    EXAMPLE_TRACE(s->record, 0, SUBMITTED, EXAMPLE_IMS, 1, s->ell, 1, 512, s->normal);
    EXAMPLE_TRACE(s->record, 1, QUEUED, STORE, 1, MTS_IN, 1);
    EXAMPLE_TRACE(s->record, 2, UNQUEUED, STORE, 1, MTS_IN, 0);
}

static void rerouted(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 5, REROUTED, EXAMPLE_MTA, 1, EXAMPLE_FAST, EXAMPLE_SLOW, 0);
}

static void returned(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 5, REPORT, EXAMPLE_MTA, 2, s->ann, 1);
    EXAMPLE_TRACE(s->record, 5, RETURNED, EXAMPLE_MTA, 1, s->bob, 1, 2, s->why, 0);
    EXAMPLE_TRACE(s->record, 6, UNQUEUED, EXAMPLE_MTA, 2, MDB, 0);
    EXAMPLE_TRACE(s->record, 6, DELIVERED, STORE, 2, s->ann);
}

static void returned_by_the_gateway(const Sample *s)
{
    submit(s, 0, 1);
    EXAMPLE_TRACE(s->record, 5, REPORT, EXAMPLE_IMS, 2, s->ann, 1);
    EXAMPLE_TRACE(s->record, 6, DISCARDED, EXAMPLE_IMS, 2, s->ann, s->why, 0);
}

/* clang-format off */
static const struct {
    const char *name, *product;
    void (*happens)(const Sample *s);
    const char *events; /* in order of time */
} cases[] = {
    {"on one server, the store delivers",      "5.5 SP4", locally,                 "4 1000"},
    {"by the MTA to the same store",           "5.5 SP4", back_home,               "4 9"},
    {"from server to server",                  "5.5 SP4", to_paris,                "4 7 0 9"},
    {"out by the Internet Mail Service",       "5.5 SP4", outside,                 "4 7 1010 1011"},
    {"out, before there were SMTP events",     "4.0 SP5", outside,                 "4 7 1003"},
    {"an MTA's transfer is no gateway's",      "5.5 SP4", by_x400_to_a_host,       "4 7"},
    {"in by the Internet Mail Service",        "5.0 SP2", from_outside,            "1012 1013 0"},
    {"in, before there were SMTP events",      "4.0 SP5", from_outside,            "1004"},
    {"another way",                            "5.5 SP4", rerouted,                "4 29"},
    {"a report is made and delivered",         "5.5 SP4", returned,                "4 34 10"},
    {"the service's report, absorbed",         "5.5 SP4", returned_by_the_gateway, "4 1017 1018"},
    {"a gateway's report, discarded",          "4.0 SP5", returned_by_the_gateway, "4 1007 43"},
};
/* clang-format on */

/* The second field of each row of the log. */
static char *events_of(const ExsRecord *record)
{
    ExsTrackOptions options = {.json = false};
    g_autoptr(GPtrArray) files = exs_track_log(record, &options, NULL);
    GString *events = g_string_new(NULL);

    for (guint i = 0; i < files->len; i++) {
        const ExsTrackFile *file = files->pdata[i];
        g_auto(GStrv) lines = g_strsplit(file->content->str, "\n", -1);

        for (char **line = lines; *line; line++) {
            g_auto(GStrv) fields = g_strsplit(*line, "\t", -1);

            if (g_strv_length(fields) > 1)
                g_string_append_printf(events, "%s%s", events->len ? " " : "", fields[1]);
        }
    }
    return g_string_free(events, FALSE);
}

START_TEST(what_happens_makes_events)
{
    Sample s = sample(cases[_i].product);
    g_autofree char *events = NULL;

    cases[_i].happens(&s);
    ck_assert(exs_record_finish(s.record, true, NULL));
    events = events_of(s.record);
    ck_assert_msg(strcmp(events, cases[_i].events) == 0, "%s: %s, not %s", cases[_i].name, events,
                  cases[_i].events);
    exs_record_free(s.record);
}
END_TEST

START_TEST(a_row_has_the_published_fields)
{
    Sample s = sample("5.5 SP4");
    ExsTrackOptions options = {.json = false};
    g_autoptr(GPtrArray) files = NULL;
    const ExsTrackFile *file;

    locally(&s);
    ck_assert(exs_record_finish(s.record, true, NULL));
    files = exs_track_log(s.record, &options, NULL);
    ck_assert_uint_eq(files->len, 1);
    file = files->pdata[0];
    ck_assert_str_eq(file->name, "19980302.log");
    ck_assert_str_eq(file->content->str,
                     "C=US;A= ;P=;L=HUB1-980302080000Z-1\t4\t1998.3.2 8:0:0\t\t"
                     "/O=/OU=SEATTLE/CN=CONFIGURATION/CN=SERVERS/CN=HUB1/CN=MICROSOFT MTA\t\t"
                     "/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann\t0\t1024\t0\t1\t\t1\n"
                     "/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann\n\n"
                     "C=US;A= ;P=;L=HUB1-980302080000Z-1\t1000\t1998.3.2 8:0:1\t\t"
                     "/O=/OU=SEATTLE/CN=CONFIGURATION/CN=SERVERS/CN=HUB1/CN=MICROSOFT PRIVATE MDB\t"
                     "\t/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann\t0\t1024\t0\t1\t\t1\n"
                     "/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann\n\n");
    exs_record_free(s.record);
}
END_TEST

START_TEST(a_report_names_what_it_is_on)
{
    Sample s = sample("5.5 SP4");
    ExsTrackOptions options = {.json = false};
    g_autoptr(GPtrArray) files = NULL;
    const ExsTrackFile *file;

    returned(&s);
    ck_assert(exs_record_finish(s.record, true, NULL));
    files = exs_track_log(s.record, &options, NULL);
    file = files->pdata[0];
    ck_assert_ptr_nonnull(strstr(file->content->str,
                                 "C=US;A= ;P=;L=HUB1-980302080000Z-1\t34\t1998.3.2 8:0:5\t\t\t\t"
                                 "/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann\t0\t0\t0\t1\t"
                                 "C=US;A= ;P=;L=HUB1-980302080005Z-2\t1\n"
                                 "/o=ORG/ou=PARIS/cn=Recipients/cn=bob\n1\n"));
    exs_record_free(s.record);
}
END_TEST

/* One recipient by the X.400 Connector, one by the Internet Mail Service. */
START_TEST(a_copy_has_its_own_recipients)
{
    Sample s = sample("5.5 SP4");
    ExsTrackOptions options = {.json = true};
    g_autoptr(GString) out = g_string_new(NULL);

    EXAMPLE_TRACE(s.record, 0, SUBMITTED, STORE, 1, s.ann, 2, 1024, s.normal);
    for (int i = 0; i < 2; i++)
        EXAMPLE_TRACE(s.record, 1, RESOLVED, EXAMPLE_MTA, 1, i ? s.ell : s.bob, s.bob, 0);
    EXAMPLE_TRACE(s.record, 1, ROUTED, EXAMPLE_MTA, 1, s.bob, EXAMPLE_FAST, 0);
    EXAMPLE_TRACE(s.record, 1, ROUTED, EXAMPLE_MTA, 1, s.ell, EXAMPLE_IMS, 0);
    EXAMPLE_TRACE(s.record, 2, HANDED_OFF, STORE, 1, EXAMPLE_IMS, 1);
    exs_record_set_attribute(s.record, EXAMPLE_FAST_QUEUE, "connector", "FAST");
    EXAMPLE_TRACE(s.record, 5, TRANSFERRED, EXAMPLE_MTA, 1, EXAMPLE_FAST_QUEUE, EXAMPLE_PAR1, 1);
    ck_assert(exs_record_finish(s.record, true, NULL));
    ck_assert(exs_track(s.record, &options, out, NULL));
    ck_assert_ptr_nonnull(strstr(out->str, "CN=INTERNET MAIL SERVICE (HUB1)\","
                                           "\"recipients\":[\"SMTP:ell@example.com\"]}"));
    ck_assert_ptr_nonnull(strstr(out->str, "\"event\":7,\"name\":\"Message transfer out\","
                                           "\"partner\":\"/O=/OU=/CN=CONFIGURATION/CN=SERVERS/"
                                           "CN=PAR1/CN=MICROSOFT MTA\",\"recipients\":["
                                           "\"/o=ORG/ou=PARIS/cn=Recipients/cn=bob\"]}"));
    exs_record_free(s.record);
}
END_TEST

START_TEST(a_day_is_a_file)
{
    Sample s = sample("5.5 SP4");
    ExsTrackOptions options = {.json = false};
    g_autoptr(GPtrArray) files = NULL;

    submit(&s, 0, 1);
    EXAMPLE_TRACE(s.record, 16 * 3600, DELIVERED, STORE, 1, s.ann);
    ck_assert(exs_record_finish(s.record, true, NULL));
    files = exs_track_log(s.record, &options, NULL);
    ck_assert_uint_eq(files->len, 2);
    ck_assert_str_eq(((ExsTrackFile *)files->pdata[1])->name, "19980303.log");
    exs_record_free(s.record);
}
END_TEST

START_TEST(a_server_logs_its_own)
{
    Sample s = sample("5.5 SP4");
    ExsTrackOptions options = {.server = EXAMPLE_PAR1};
    g_autoptr(GString) out = g_string_new(NULL);

    to_paris(&s);
    ck_assert(exs_record_finish(s.record, true, NULL));
    ck_assert(exs_track(s.record, &options, out, NULL));
    ck_assert_ptr_nonnull(strstr(out->str, "PAR1  0     Message transfer in: HUB1 MTA\n"));
    ck_assert_ptr_nonnull(strstr(out->str, "PAR1  9     Message delivered:"));
    ck_assert_ptr_null(strstr(out->str, "Message submission"));
    exs_record_free(s.record);
}
END_TEST

START_TEST(a_message_comes_with_its_report)
{
    Sample s = sample("5.5 SP4");
    ExsTrackOptions options = {.message = 1};
    g_autoptr(GString) out = g_string_new(NULL);

    returned(&s);
    submit(&s, 60, 3);
    ck_assert(exs_record_finish(s.record, true, NULL));
    ck_assert(exs_track(s.record, &options, out, NULL));
    ck_assert_ptr_nonnull(strstr(out->str, "\nmessage 2, report on message 1"));
    ck_assert_ptr_null(strstr(out->str, "message 3"));
    exs_record_free(s.record);
}
END_TEST

Suite *suite_track(void)
{
    Suite *suite = suite_create("track");
    TCase *tests = tcase_create("track");

    tcase_add_loop_test(tests, what_happens_makes_events, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tests, a_row_has_the_published_fields);
    tcase_add_test(tests, a_report_names_what_it_is_on);
    tcase_add_test(tests, a_copy_has_its_own_recipients);
    tcase_add_test(tests, a_day_is_a_file);
    tcase_add_test(tests, a_server_logs_its_own);
    tcase_add_test(tests, a_message_comes_with_its_report);
    suite_add_tcase(suite, tests);
    return suite;
}
