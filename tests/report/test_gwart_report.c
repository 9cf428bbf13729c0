/* test_gwart_report.c - routing tables in the layout of GWART0.MTA.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/report/gwart.h"
#include "report/report_example.h"

static void route(ExsRecord *record, ExsTime second, bool is_new, const char *space, uint32_t cost,
                  const char *scope, const char *path, uint32_t from)
{
    uint32_t texts[] = {exs_record_text(record, space), exs_record_text(record, scope),
                        exs_record_text(record, path)};

    if (is_new)
        EXAMPLE_TRACE(record, second, ROUTE_ADDED, EXAMPLE_SITE, texts[0], cost, texts[1],
                      EXAMPLE_FAST, texts[2], from);
    else
        EXAMPLE_TRACE(record, second, ROUTE_DROPPED, EXAMPLE_SITE, texts[0], cost, texts[1],
                      EXAMPLE_FAST, texts[2], from);
}

static char *table(ExsGwartOptions options)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_FULL);
    GString *out = g_string_new(NULL);

    route(record, 0, true, "X400:c=US;a= ;p=ORG;o=PARIS;", 1, "organization", "FAST", 0);
    route(record, 0, true, "SMTP:*", 9, "site", "FAST, SLOW", EXAMPLE_SITE);
    route(record, 0, true, "SMTP:*", 2, "organization", "SLOW", 0);
    route(record, 0, true, "MS:NET/PO", 2, "organization", "SLOW", 0);
    route(record, 0, true, "SMTP:", 2, "organization", "FAST", 0);
    route(record, 0, true, "EX:/o=ORG/ou=a\\/b=c", 1, "organization", "FAST", 0);
    route(record, 60, false, "SMTP:", 2, "organization", "FAST", 0);
    route(record, 60, true, "SMTP:", 1, "organization", "FAST", 0);
    ck_assert(exs_record_finish(record, true, NULL));
    ck_assert(exs_gwart(record, &options, out, NULL));
    return g_string_free(out, FALSE);
}

#define BEFORE_SMTP "EX,/O=ORG/OU=a\\/b=c;,1,FAST,\nMS,NET/PO;,2,SLOW,\n"
#define AFTER_SMTP                                                                                 \
    "SMTP,*;,2,SLOW,\nSMTP,*;,9,FAST,SLOW, (this site)\nX400,c=US;a= ;p=ORG;o=PARIS;,1,FAST,\n"

START_TEST(rows_in_their_sections)
{
    g_autofree char *now = table((ExsGwartOptions){.at = example_at(60), .site = EXAMPLE_SITE});
    g_autofree char *then = table((ExsGwartOptions){.at = example_at(59), .site = EXAMPLE_SITE});
    g_autofree char *previous =
        table((ExsGwartOptions){.at = example_at(60), .site = EXAMPLE_SITE, .previous = true});

    ck_assert_str_eq(now, BEFORE_SMTP "SMTP,;,1,FAST,\n" AFTER_SMTP);
    ck_assert_str_eq(then, BEFORE_SMTP "SMTP,;,2,FAST,\n" AFTER_SMTP);
    ck_assert_str_eq(previous, then);
}
END_TEST

START_TEST(rows_as_json)
{
    g_autofree char *json =
        table((ExsGwartOptions){.at = example_at(60), .site = EXAMPLE_SITE, .json = true});

    ck_assert_ptr_nonnull(strstr(json, "{\"type\":\"SMTP\",\"space\":\"*\",\"cost\":9,\"scope\":"
                                       "\"site\",\"path\":[\"FAST\",\"SLOW\"],\"from\":"));
}
END_TEST

START_TEST(no_entries_no_table)
{
    g_autoptr(ExsRecord) record = example_new(EXS_DETAIL_NONE);
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    ExsGwartOptions options = {.at = EXS_TIME_NEVER};

    ck_assert(!exs_gwart(record, &options, out, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "holds no entries"));
}
END_TEST

Suite *suite_gwart_report(void)
{
    Suite *suite = suite_create("report/gwart");
    TCase *tcase = tcase_create("tables");

    tcase_add_test(tcase, rows_in_their_sections);
    tcase_add_test(tcase, rows_as_json);
    tcase_add_test(tcase, no_entries_no_table);
    suite_add_tcase(suite, tcase);
    return suite;
}
