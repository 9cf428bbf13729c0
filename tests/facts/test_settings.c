/* test_settings.c - settings: names, units, ranges, and who asks whom.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "exsim/facts/settings.h"
#include "exsim/kernel/error.h"
#include "exsim/kernel/time.h"

#define SERVER    EXS_HOLDER_SERVER
#define CONNECTOR EXS_HOLDER_CONNECTOR

/* clang-format off */
static const struct {
    ExsSetting setting;
    const char *text;
    int64_t value;
    const char *printed;
} readable[] = {
    {EXS_SETTING_OPEN_INTERVAL,       "600",    600 * EXS_SECOND,     "10 min"},
    {EXS_SETTING_OPEN_INTERVAL,       "10 min", 600 * EXS_SECOND,     "10 min"},
    {EXS_SETTING_OPEN_INTERVAL,       "1",      EXS_SECOND,           "1 s"},
    {EXS_SETTING_OPEN_INTERVAL,       "99999",  99999 * EXS_SECOND,   "1 d 3 h 46 min 39 s"},
    {EXS_SETTING_MAX_OPEN_RETRIES,    " 9999 ", 9999,                 "9999"},
    {EXS_SETTING_MAX_TRANSFER_RETRIES, "0",     0,                    "0"},
    {EXS_SETTING_IMS_TIMEOUT_NORMAL,  "48",     48 * EXS_HOUR,        "2 d"},
    {EXS_SETTING_IMS_TIMEOUT_NORMAL,  "90 min", 90 * EXS_MINUTE,      "1 h 30 min"},
    {EXS_SETTING_HANDOFF_TIME,        "10 s",   10 * EXS_SECOND,      "10 s"},
    {EXS_SETTING_HANDOFF_TIME,        "1 d",    EXS_DAY,              "1 d"},
    {EXS_SETTING_LEAST_COST_BOX,      "Yes",    1,                    "yes"},
    {EXS_SETTING_LEAST_COST_BOX,      "0",      0,                    "no"},
};

static const struct {
    ExsSetting setting;
    const char *text;
    ExsErrorCode code;
    const char *says;
} refused[] = {
    {EXS_SETTING_OPEN_INTERVAL,    "0",        EXS_ERROR_RANGE, "Open interval (sec) must be 1 to 99999 seconds (Q234157), not 0"},
    {EXS_SETTING_OPEN_INTERVAL,    "100000",   EXS_ERROR_RANGE, "1 to 99999 seconds"},
    {EXS_SETTING_OPEN_INTERVAL,    "500 ms",   EXS_ERROR_RANGE, "not \"500 ms\""},
    {EXS_SETTING_OPEN_INTERVAL,    "-5",       EXS_ERROR_RANGE, "not -5"},
    {EXS_SETTING_OPEN_INTERVAL,    "ten",      EXS_ERROR_PARSE, "\"ten\""},
    {EXS_SETTING_MAX_OPEN_RETRIES, "10000",    EXS_ERROR_RANGE, "Max open retries must be 1 to 9999 (Q234157), not 10000"},
    {EXS_SETTING_MAX_OPEN_RETRIES, "1.5",      EXS_ERROR_PARSE, "whole number"},
    {EXS_SETTING_MAX_OPEN_RETRIES, "",         EXS_ERROR_PARSE, "whole number"},
    {EXS_SETTING_MAX_OPEN_RETRIES, "9223372036854775808", EXS_ERROR_PARSE, "whole number"},
    {EXS_SETTING_HANDOFF_TIME,     "10",       EXS_ERROR_PARSE, "write it with its unit, \"10 s\", not 10"},
    {EXS_SETTING_HANDOFF_TIME,     "1 d 1 us", EXS_ERROR_RANGE, "0 s to 1 d (ours), not \"1 d 1 us\""},
    {EXS_SETTING_LEAST_COST_BOX,   "maybe",    EXS_ERROR_PARSE, "\"yes\" or \"no\""},
};

static const struct {
    const char *name;
    bool is_registry;
    ExsHolder holder;
    int setting; /* -1: refused */
    const char *says;
} names[] = {
    {"max_open_retries",    false, CONNECTOR, EXS_SETTING_MAX_OPEN_RETRIES,   NULL},
    {"Max Open Retries",    false, CONNECTOR, EXS_SETTING_MAX_OPEN_RETRIES,   NULL},
    {"Gateway In Threads",  true,  SERVER,    EXS_SETTING_GATEWAY_IN_THREADS, NULL},
    {"gateway_in_threads",  false, SERVER,    EXS_SETTING_GATEWAY_IN_THREADS, NULL},
    {"Gateway In Threads",  false, SERVER,    -1, "write registry = { [\"Gateway In Threads\"] = ... }"},
    {"Message timeout (normal), minutes", true, SERVER, EXS_SETTING_LIFE_NORMAL, NULL},
    {"Message timeout (normal)", true, SERVER, EXS_SETTING_LIFE_NORMAL, NULL},
    {"Message timeout",     true,  SERVER,    -1, "a server has no registry value \"Message timeout\""},
    {"gateway_in_threads",  true,  SERVER,    -1, "write registry = { [\"Gateway In Threads\"] = ... }"},
    {"Gateway In Threads",  true,  CONNECTOR, -1, "Gateway In Threads is a setting of an organisation, a site or a server, not of a connector"},
    {"Max open retries",    true,  CONNECTOR, -1, "is on a property page, not in the registry: write max_open_retries = ..."},
    {"max_open_retires",    false, CONNECTOR, -1, "did you mean \"max_open_retries\"?"},
    {"handof_time",         false, SERVER,    -1, "a server has no setting \"handof_time\"; did you mean \"handoff_time\"?"},
    {"zzz",                 false, SERVER,    -1, "a server has no setting \"zzz\""},
    {"zzz",                 true,  SERVER,    -1, "a server has no registry value \"zzz\""},
};
/* clang-format on */

START_TEST(reads_units_and_prints_them)
{
    for (size_t i = 0; i < G_N_ELEMENTS(readable); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GString) printed = g_string_new(NULL);
        int64_t value, again;

        ck_assert_msg(exs_setting_parse(readable[i].setting, readable[i].text, &value, &error),
                      "%s: %s", readable[i].text, error ? error->message : "");
        ck_assert_msg(value == readable[i].value, "%s", readable[i].text);
        exs_setting_append(printed, readable[i].setting, value);
        ck_assert_str_eq(printed->str, readable[i].printed);
        ck_assert(exs_setting_parse(readable[i].setting, printed->str, &again, NULL));
        ck_assert_msg(again == value, "%s is not read back", printed->str);
    }
}
END_TEST

START_TEST(refuses_what_is_out_of_range_or_no_value)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        int64_t value = 77;

        ck_assert_msg(!exs_setting_parse(refused[i].setting, refused[i].text, &value, &error), "%s",
                      refused[i].text);
        ck_assert_msg(g_error_matches(error, EXS_ERROR, (int)refused[i].code), "%s: %s",
                      refused[i].text, error->message);
        ck_assert_msg(strstr(error->message, refused[i].says) != NULL, "%s: %s", refused[i].text,
                      error->message);
        ck_assert_msg(value == 77, "%s: touched", refused[i].text);
    }
}
END_TEST

START_TEST(finds_names_by_holder)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        ExsSetting setting = EXS_SETTING_COUNT;
        bool found = exs_setting_find(names[i].name, names[i].is_registry, names[i].holder,
                                      &setting, &error);

        ck_assert_msg(found == (names[i].setting >= 0), "%s: %s", names[i].name,
                      error ? error->message : "found");
        if (found)
            ck_assert_msg((int)setting == names[i].setting, "%s", names[i].name);
        else
            ck_assert_msg(error->code == EXS_ERROR_UNKNOWN &&
                              strstr(error->message, names[i].says) != NULL,
                          "%s: %s", names[i].name, error->message);
    }
}
END_TEST

START_TEST(asks_the_parent_and_at_last_the_default)
{
    ExsSettings org = {.parent = NULL}, site = {.parent = &org}, connector = {.parent = &site};
    const ExsSetting retries = EXS_SETTING_MAX_OPEN_RETRIES;

    ck_assert_int_eq(exs_setting(NULL, EXS_SETTING_OPEN_INTERVAL), 600 * EXS_SECOND);
    ck_assert_int_eq(exs_setting(&connector, retries), 144);
    ck_assert(exs_setting_set(&org, retries, 10, NULL));
    ck_assert_int_eq(exs_setting(&connector, retries), 10);
    ck_assert(exs_setting_set(&connector, retries, 3, NULL));
    ck_assert_int_eq(exs_setting(&connector, retries), 3);
    ck_assert_int_eq(exs_setting(&site, retries), 10);
    exs_setting_clear(&connector, retries);
    ck_assert_int_eq(exs_setting(&connector, retries), 10);
    exs_setting_clear(&org, retries);
    ck_assert_int_eq(exs_setting(&connector, retries), 144);
}
END_TEST

START_TEST(sets_within_the_range_only)
{
    ExsSettings settings = {.parent = NULL};
    g_autoptr(GError) low = NULL, high = NULL;

    ck_assert(exs_setting_set(&settings, EXS_SETTING_OPEN_INTERVAL, EXS_SECOND, NULL));
    ck_assert(!exs_setting_set(&settings, EXS_SETTING_OPEN_INTERVAL, EXS_SECOND - 1, &low));
    ck_assert(strstr(low->message, "1 to 99999 seconds (Q234157), not 999 ms 999 us"));
    ck_assert(exs_setting_set(&settings, EXS_SETTING_OPEN_INTERVAL, 99999 * EXS_SECOND, NULL));
    ck_assert(
        !exs_setting_set(&settings, EXS_SETTING_OPEN_INTERVAL, 99999 * EXS_SECOND + 1, &high));
    ck_assert_int_eq(high->code, EXS_ERROR_RANGE);
    ck_assert_int_eq(exs_setting(&settings, EXS_SETTING_OPEN_INTERVAL), 99999 * EXS_SECOND);
}
END_TEST

START_TEST(numbers_are_in_the_unit_of_the_row)
{
    int64_t value;
    g_autoptr(GError) error = NULL;

    ck_assert(exs_setting_from_number(EXS_SETTING_IMS_TIMEOUT_URGENT, 24, &value, NULL));
    ck_assert_int_eq(value, 24 * EXS_HOUR);
    ck_assert(exs_setting_from_number(EXS_SETTING_MAX_OPEN_RETRIES, 144, &value, NULL));
    ck_assert_int_eq(value, 144);
    ck_assert(!exs_setting_from_number(EXS_SETTING_OPEN_INTERVAL, INT64_MAX, &value, NULL));
    ck_assert(!exs_setting_from_number(EXS_SETTING_LATENCY, 10, &value, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_PARSE);
}
END_TEST

START_TEST(every_row_holds_its_own_default)
{
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (int i = 0; i < EXS_SETTING_COUNT; i++) {
        const ExsSettingInfo *info = exs_setting_info((ExsSetting)i);
        ExsSettings settings = {.parent = NULL};

        ck_assert_msg(
            exs_setting_set(&settings, (ExsSetting)i, exs_setting(NULL, (ExsSetting)i), NULL), "%s",
            info->id);
        ck_assert_msg(info->holders != 0 && *info->source, "%s", info->id);
        ck_assert_msg(g_hash_table_add(keys, g_strdup_printf("%s %u", info->key, info->holders)),
                      "%s", info->key);
    }
}
END_TEST

Suite *suite_settings(void)
{
    Suite *suite = suite_create("settings");
    TCase *tests = tcase_create("settings");

    tcase_add_test(tests, reads_units_and_prints_them);
    tcase_add_test(tests, refuses_what_is_out_of_range_or_no_value);
    tcase_add_test(tests, finds_names_by_holder);
    tcase_add_test(tests, asks_the_parent_and_at_last_the_default);
    tcase_add_test(tests, sets_within_the_range_only);
    tcase_add_test(tests, numbers_are_in_the_unit_of_the_row);
    tcase_add_test(tests, every_row_holds_its_own_default);
    suite_add_tcase(suite, tests);
    return suite;
}
