/* test_recall.c - a selection is found again only if everything that it was made from is the same.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/model/routing/recall.h"

typedef struct {
    ExsRecall *recall;
    ExsSettings settings;
    ExsPolicy policy;
    ExsRoute routes[2];
    uint32_t senders;
} Ground;

static void set_up(Ground *ground)
{
    ExsProduct product;
    ExsBuilds builds;

    memset(ground, 0, sizeof *ground);
    ck_assert(exs_product_parse("5.5 SP4", &product, NULL));
    builds = exs_builds(product);
    ground->policy = (ExsPolicy){exs_rules_in_force(&builds, NULL, NULL), &ground->settings};
    ground->routes[0].tries = 1;
    ground->routes[1].cost = 9;
    ground->recall = exs_recall_new();
}

static const ExsSelection *ask(Ground *ground, size_t count, uint32_t *number)
{
    return exs_recall_select(ground->recall, ground->routes, count, &ground->policy,
                             ground->senders, number);
}

/* clang-format off */
static const struct {
    const char *name;
    ExsRoute second; /* instead of one of cost 9 */
} others[] = {
    {"a cost",              {.cost = 8}},
    {"tries",               {.cost = 9, .tries = 2}},
    {"a maximum",           {.cost = 9, .maximum = 5}},
    {"an activation",       {.cost = 9, .activation = EXS_ACTIVE_NEVER}},
    {"when it opens",       {.cost = 9, .opens = EXS_HOUR}},
    {"a timer",             {.cost = 9, .retrying = true}},
    {"another server",      {.cost = 9, .remote = true}},
    {"the way it came",     {.cost = 9, .came_in_here = true}},
    {"the server before",   {.cost = 9, .came_from = true}},
    {"one used already",    {.cost = 9, .used = true}},
    {"a size limit",        {.cost = 9, .too_large = true}},
    {"a bar",               {.cost = 9, .barred_by = EXS_RULE_BARS_LOW}},
};
/* clang-format on */

START_TEST(another_route_is_another_question)
{
    uint32_t first, second, again;
    uint16_t alive[2];
    uint32_t felled_by[2];
    ExsSelection direct = {.alive = alive, .felled_by = felled_by};
    const ExsSelection *got;
    ExsRoute before;
    Ground ground;

    set_up(&ground);
    before = ground.routes[1];
    ask(&ground, 2, &first);
    ground.routes[1] = others[_i].second;
    got = ask(&ground, 2, &second);
    ck_assert_msg(first != second, "%s", others[_i].name);
    exs_select(&direct, ground.routes, 2, &ground.policy);
    ck_assert_uint_eq(got->alive_count, direct.alive_count);
    ck_assert_uint_eq(got->step_count, direct.step_count);
    ck_assert(got->exhausted == direct.exhausted);
    ck_assert(memcmp(got->alive, alive, direct.alive_count * sizeof *alive) == 0);
    ck_assert(memcmp(got->felled_by, felled_by, sizeof felled_by) == 0);
    ground.routes[1] = before;
    ask(&ground, 2, &again);
    ck_assert_msg(first == again, "%s", others[_i].name);
    exs_recall_free(ground.recall);
}
END_TEST

START_TEST(fewer_routes_are_another_question)
{
    uint32_t two, one, none;
    Ground ground;

    set_up(&ground);
    ck_assert_uint_eq(ask(&ground, 2, &two)->alive_count, 1);
    ck_assert_uint_eq(ask(&ground, 1, &one)->alive_count, 1);
    ck_assert_uint_eq(ask(&ground, 0, &none)->alive_count, 0);
    ck_assert(two != one && one != none && two != none);
    exs_recall_free(ground.recall);
}
END_TEST

/* Nothing but the flag decides whether fewer tries or the cost does. */
START_TEST(a_setting_is_asked_anew)
{
    uint32_t before, after;
    Ground ground;

    set_up(&ground);
    ck_assert_uint_eq(ask(&ground, 2, &before)->alive[0], 1);
    ck_assert(exs_setting_set(&ground.settings, EXS_SETTING_LEAST_COST_BOX, 1, NULL));
    ck_assert_uint_eq(ask(&ground, 2, &after)->alive[0], 0);
    ck_assert_uint_ne(before, after);
    exs_setting_clear(&ground.settings, EXS_SETTING_LEAST_COST_BOX);
    ck_assert_uint_eq(ask(&ground, 2, &after)->alive[0], 1);
    exs_recall_free(ground.recall);
}
END_TEST

START_TEST(a_rule_is_asked_anew)
{
    uint32_t before, after;
    Ground ground;

    set_up(&ground);
    ck_assert_uint_eq(ask(&ground, 2, &before)->alive[0], 1);
    memset(&ground.policy.rules, 0, sizeof ground.policy.rules);
    exs_rule_set_add(&ground.policy.rules, EXS_RULE_STEP_6_COST);
    ck_assert_uint_eq(ask(&ground, 2, &after)->alive[0], 0);
    ck_assert_uint_ne(before, after);
    exs_recall_free(ground.recall);
}
END_TEST

START_TEST(another_sender_is_asked_anew)
{
    uint32_t before, after;
    Ground ground;

    set_up(&ground);
    ask(&ground, 2, &before);
    ground.senders++;
    ask(&ground, 2, &after);
    ck_assert_uint_ne(before, after);
    exs_recall_free(ground.recall);
}
END_TEST

/* However many questions come between, no number is used twice. */
START_TEST(what_is_forgotten_gets_a_new_number)
{
    uint32_t last = 0, number;
    Ground ground;

    set_up(&ground);
    for (int round = 0; round < 2; round++)
        for (int tries = 0; tries < 100; tries++) {
            ground.routes[0].tries = (uint32_t)tries;
            ask(&ground, 2, &number);
            ck_assert_uint_gt(number, last);
            last = number;
        }
    exs_recall_free(ground.recall);
}
END_TEST

Suite *suite_recall(void)
{
    Suite *suite = suite_create("routing/recall");
    TCase *tcase = tcase_create("questions");

    tcase_add_loop_test(tcase, another_route_is_another_question, 0, G_N_ELEMENTS(others));
    tcase_add_test(tcase, fewer_routes_are_another_question);
    tcase_add_test(tcase, a_setting_is_asked_anew);
    tcase_add_test(tcase, a_rule_is_asked_anew);
    tcase_add_test(tcase, another_sender_is_asked_anew);
    tcase_add_test(tcase, what_is_forgotten_gets_a_new_number);
    suite_add_tcase(suite, tcase);
    return suite;
}
