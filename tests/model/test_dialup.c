/* test_dialup.c - when an Internet Mail Service dials.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/model/org/dialup.h"

/* clang-format off */
static const struct {
    const char *plan, *wall;
    bool weekends;
    const char *next; /* NULL: never */
} calls[] = {
    {"none",                        "1998-03-06 09:00", true,  NULL}, /* a Friday */
    {"every 1 h 30 min",            "1998-03-06 09:00", true,  "1998-03-06 10:30"},
    {"daily 08:00",                 "1998-03-06 07:59", true,  "1998-03-06 08:00"},
    {"daily 08:00",                 "1998-03-06 08:00", true,  "1998-03-07 08:00"},
    {"Daily 23:30",                 "1998-03-06 23:31", false, "1998-03-07 23:30"},
    {"weekly 08:00",                "1998-03-06 09:00", false, "1998-03-07 08:00"},
    {"weekly 08:00, weekend 10:00", "1998-03-06 09:00", true,  "1998-03-07 10:00"},
    {"weekly 08:00, weekend 10:00", "1998-03-07 10:00", true,  "1998-03-08 10:00"},
    {"weekly 08:00,weekend 10:00",  "1998-03-08 11:00", true,  "1998-03-09 08:00"},
    {"weekly 08:00, weekend 10:00", "1998-03-06 09:00", false, "1998-03-09 08:00"},
};

static const char *const wrong[] = {
    "", "daily", "daily 8", "daily 24:00", "daily Mon 08:00", "daily +1 h", "every", "every 0 s",
    "every 1 x", "weekly 08:00 weekend 10:00", "weekly 08:00, weekends 10:00", "weekly 08:00,",
    "monthly 08:00", "none today",
};
/* clang-format on */

static ExsTime date(const char *text)
{
    ExsTime when;

    ck_assert(exs_time_parse_date(text, &when, NULL));
    return when;
}

START_TEST(next_call)
{
    ExsDialPlan plan;
    ExsTime next;

    ck_assert(exs_dial_parse(calls[_i].plan, &plan, NULL));
    next = exs_dial_next(&plan, date(calls[_i].wall), calls[_i].weekends);
    ck_assert_int_eq(next, calls[_i].next ? date(calls[_i].next) : EXS_TIME_NEVER);
}
END_TEST

START_TEST(no_plan)
{
    ExsDialPlan plan = {0};
    GError *error = NULL;

    ck_assert_msg(!exs_dial_parse(wrong[_i], &plan, &error), "%s", wrong[_i]);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(plan.mode, EXS_DIAL_NONE);
    g_error_free(error);
}
END_TEST

Suite *suite_dialup(void)
{
    Suite *suite = suite_create("dialup");
    TCase *all = tcase_create("all");

    tcase_add_loop_test(all, next_call, 0, G_N_ELEMENTS(calls));
    tcase_add_loop_test(all, no_plan, 0, G_N_ELEMENTS(wrong));
    suite_add_tcase(suite, all);
    return suite;
}
