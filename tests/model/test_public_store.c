/* test_public_store.c - public folders, and what is asked for that got lost.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/mta_database.h"
#include "exsim/model/actors/public_store.h"
#include "support/world.h"

/* NEWS on HUB1, with a replica on HUB2. */
static TwoSites with_folder(void)
{
    TwoSites all = two_sites("5.5 SP4");

    ck_assert(exs_public_add_folder(all.hub1, "NEWS", &all.hub2, 1, false, NULL));
    return all;
}

START_TEST(only_replicas_take_posts)
{
    TwoSites all = with_folder();
    g_autoptr(GError) error = NULL;

    ck_assert(exs_public_post(all.hub1, "news", 1, 0, NULL));
    ck_assert(exs_public_post(all.hub2, "NEWS", 1, 0, NULL));
    ck_assert(!exs_public_post(all.par1, "NEWS", 1, 0, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_UNKNOWN));
    ck_assert(!exs_public_add_folder(all.hub2, "News", NULL, 0, false, NULL));
    ck_assert(exs_public_delete(all.hub1, "NEWS", NULL));
    ck_assert(!exs_public_post(all.hub1, "NEWS", 1, 0, NULL));
    exs_world_free(all.world);
}
END_TEST

/* What HUB1 sends to others in the first hour is lost. */
static void lose_an_hour(const TwoSites *all)
{
    ExsService mta = {EXS_SERVICE_MTA, all->hub1, NULL}, far = {EXS_SERVICE_MTA, all->hub2, NULL};
    ExsMtacheck how = {.drops_public = true};

    exs_service_stop(all->world, &far);
    world_run(all->world, EXS_HOUR);
    exs_service_stop(all->world, &mta);
    g_strfreev(exs_database_mtacheck(all->hub1->mta, &how, NULL));
    exs_service_start(all->world, &mta);
    exs_service_start(all->world, &far);
}

/* After the second post a gap is seen, and filled. */
START_TEST(a_gap_is_asked_for_later)
{
    TwoSites all = with_folder();
    unsigned sent;

    ck_assert(exs_public_post(all.hub1, "NEWS", 2, 0, NULL));
    lose_an_hour(&all);
    ck_assert(exs_public_post(all.hub1, "NEWS", 1, 0, NULL));
    world_run(all.world, 3 * EXS_HOUR);
    sent = world_count(all.world, EXS_TRACE_SUBMITTED, 0);
    world_run(all.world, 10 * EXS_HOUR);
    /* the request, and what was asked for */
    ck_assert_uint_eq(world_count(all.world, EXS_TRACE_SUBMITTED, 0), sent + 2);
    exs_world_free(all.world);
}
END_TEST

/* What was deleted is asked for like any change, and goes at the other replica. */
START_TEST(a_deletion_that_got_lost_is_asked_for_too)
{
    TwoSites all = with_folder();

    ck_assert(exs_public_delete(all.hub1, "NEWS", NULL));
    lose_an_hour(&all);
    world_run(all.world, 12 * EXS_HOUR);
    ck_assert(exs_public_post(all.hub2, "NEWS", 1, 0, NULL)); /* it does not know */
    world_run(all.world, 3 * EXS_DAY);
    ck_assert(!exs_public_post(all.hub2, "NEWS", 1, 0, NULL));
    exs_world_free(all.world);
}
END_TEST

Suite *suite_public_store(void)
{
    Suite *suite = suite_create("public_store");
    TCase *tcase = tcase_create("public_store");

    tcase_add_test(tcase, only_replicas_take_posts);
    tcase_add_test(tcase, a_gap_is_asked_for_later);
    tcase_add_test(tcase, a_deletion_that_got_lost_is_asked_for_too);
    suite_add_tcase(suite, tcase);
    return suite;
}
