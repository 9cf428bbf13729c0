/* test_product.c - products and builds, read and printed.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "exsim/facts/product.h"
#include "exsim/kernel/error.h"

/* clang-format off */
static const struct {
    const char *text;
    ExsLine line;
    ExsBuild build;
    const char *printed;
} readable[] = {
    {"5.5",            EXS_LINE_55, EXS_BUILD(1960, 0),  "5.5"},
    {"5.5 RTM",        EXS_LINE_55, EXS_BUILD(1960, 0),  "5.5"},
    {" 5.5  sp3 ",     EXS_LINE_55, EXS_BUILD(2650, 24), "5.5 SP3"},
    {"5.5 SP4",        EXS_LINE_55, EXS_BUILD(2653, 22), "5.5 SP4"},
    {"5.5.2650",       EXS_LINE_55, EXS_BUILD(2650, 24), "5.5 SP3"},
    {"5.5.2650.24",    EXS_LINE_55, EXS_BUILD(2650, 24), "5.5 SP3"},
    {"5.5.2650.1",     EXS_LINE_55, EXS_BUILD(2650, 1),  "5.5.2650.1"},
    {"5.5.2650.0",     EXS_LINE_55, EXS_BUILD(2650, 0),  "5.5.2650.0"},
    {"5.5.2654.38",    EXS_LINE_55, EXS_BUILD(2654, 38), "5.5.2654.38"},
    {"5.5.2654.0",     EXS_LINE_55, EXS_BUILD(2654, 0),  "5.5.2654"},
    {"5.0 SP2",        EXS_LINE_50, EXS_BUILD(1460, 0),  "5.0 SP2"},
    {"5.0.1459.72",    EXS_LINE_50, EXS_BUILD(1459, 72), "5.0.1459.72"},
    {"4.0",            EXS_LINE_40, EXS_BUILD(837, 0),   "4.0"},
    {"4.0.837",        EXS_LINE_40, EXS_BUILD(837, 0),   "4.0"},
    {"4.0 SP5",        EXS_LINE_40, EXS_BUILD(996, 56),  "4.0 SP5"},
    {"4.0.996.42",     EXS_LINE_40, EXS_BUILD(996, 42),  "4.0.996.42"},
    {"4.0.1456.255",   EXS_LINE_40, EXS_BUILD(1456, 255), "4.0.1456.255"},
};

static const struct {
    const char *text;
    const char *says; /* what would be right */
} refused[] = {
    {"5.6",            "there are 4.0, 5.0 and 5.5"},
    {"x",              "there are 4.0, 5.0 and 5.5"},
    {"",               "there are 4.0, 5.0 and 5.5"},
    {"5.5 SP9",        "5.5 has no \"SP9\": it has RTM, SP1, SP2, SP3, SP4"},
    {"5.0 SP3",        "5.0 has no \"SP3\": it has RTM, SP1, SP2"},
    {"4.0 SP6",        "4.0 has no \"SP6\": it has RTM, SP1, SP2, SP3, SP4, SP5"},
    {"5.5 SP3 x",      "5.5 has no \"SP3 x\""},
    {"5.5.",           "write \"5.5\""},
    {"5.5.2650.",      "write \"5.5\""},
    {"5.5.2650.1.1",   "write \"5.5\""},
    {"5.5.2650 SP3",   "write \"5.5\""},
    {"5.5.-1",         "write \"5.5\""},
    {"5.5.65536",      "write \"5.5\""},
    {"5.5.2650.256",   "write \"5.5\""},
    {"5.55",           "write \"5.5\""},
    {"5.5SP3",         "write \"5.5\""},
    {"5.5.1959.255",   "earlier than Exchange 5.5 as released, build 1960"},
    {"4.0.836",        "earlier than Exchange 4.0 as released, build 837"},
    {"4.0.1457.0",     "builds from 1457 on are of 5.0"},
    {"5.0.1960",       "builds from 1960 on are of 5.5"},
    {"5.5 \033[31m",   "\\x1b[31m"},
};
/* clang-format on */

START_TEST(reads_and_prints)
{
    for (size_t i = 0; i < G_N_ELEMENTS(readable); i++) {
        ExsProduct product;
        g_autoptr(GError) error = NULL;
        g_autofree char *printed = NULL;

        ck_assert_msg(exs_product_parse(readable[i].text, &product, &error), "%s: %s",
                      readable[i].text, error ? error->message : "");
        ck_assert_msg(product.line == readable[i].line, "%s: line", readable[i].text);
        ck_assert_msg(product.build == readable[i].build, "%s: build %x", readable[i].text,
                      product.build);
        printed = exs_product_format(product);
        ck_assert_str_eq(printed, readable[i].printed);
    }
}
END_TEST

START_TEST(what_is_printed_is_read_back)
{
    for (size_t i = 0; i < G_N_ELEMENTS(readable); i++) {
        ExsProduct product;

        ck_assert(exs_product_parse(readable[i].printed, &product, NULL));
        ck_assert_msg(product.build == readable[i].build, "%s", readable[i].printed);
    }
}
END_TEST

START_TEST(refuses_what_was_never_released)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        ExsProduct product = {.build = 1};
        g_autoptr(GError) error = NULL;

        ck_assert_msg(!exs_product_parse(refused[i].text, &product, &error), "%s", refused[i].text);
        ck_assert_msg(g_error_matches(error, EXS_ERROR, EXS_ERROR_PARSE), "%s", refused[i].text);
        ck_assert_msg(strstr(error->message, refused[i].says) != NULL, "%s: %s", refused[i].text,
                      error->message);
        ck_assert_msg(product.build == 1, "%s: touched", refused[i].text);
    }
}
END_TEST

START_TEST(names_components)
{
    ExsComponent component;
    g_autoptr(GError) error = NULL;

    ck_assert_str_eq(exs_component_name(EXS_COMPONENT_RID), "rid");
    ck_assert(exs_component_parse("Store", &component, NULL));
    ck_assert_int_eq(component, EXS_COMPONENT_STORE);
    ck_assert(!exs_component_parse("imc", &component, &error));
    ck_assert(strstr(error->message, "mta, store, ims, rid and ds"));
}
END_TEST

START_TEST(gives_every_component_the_build)
{
    ExsBuilds builds = exs_builds((ExsProduct){EXS_LINE_50, EXS_BUILD(1458, 0)});

    ck_assert_int_eq(builds.line, EXS_LINE_50);
    for (int i = 0; i < EXS_COMPONENT_COUNT; i++)
        ck_assert_uint_eq(builds.build[i], EXS_BUILD(1458, 0));
}
END_TEST

Suite *suite_product(void)
{
    Suite *suite = suite_create("product");
    TCase *tests = tcase_create("product");

    tcase_add_test(tests, reads_and_prints);
    tcase_add_test(tests, what_is_printed_is_read_back);
    tcase_add_test(tests, refuses_what_was_never_released);
    tcase_add_test(tests, names_components);
    tcase_add_test(tests, gives_every_component_the_build);
    suite_add_tcase(suite, tests);
    return suite;
}
