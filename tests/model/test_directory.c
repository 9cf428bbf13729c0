/* test_directory.c - what a server's directory has, and what replication makes of it.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>

#include "exsim/kernel/error.h"
#include "exsim/model/actors/directory.h"
#include "exsim/model/routing/conflict.h"
#include "exsim/model/routing/gwart.h"
#include "support/world.h"

/* ---- which version is kept ---- */

START_TEST(conflicts_are_decided)
{
    ExsServer a = {.number = 0}, b = {.number = 1};
    ExsPolicy policy = {0};
    ExsRule conflict;
    ExsProduct product;
    /* clang-format off */
    const struct {
        const char *name;
        ExsVersion held, incoming;
        bool accepts, is_conflict;
    } cases[] = {
        {"a higher version",            {.number = 1, .writer = &a, .changed = 9}, {.number = 2, .writer = &b, .changed = 1}, true,  false},
        {"a lower version",             {.number = 2, .writer = &a, .changed = 1}, {.number = 1, .writer = &b, .changed = 9}, false, false},
        {"the same signature",          {.number = 2, .writer = &a, .changed = 1}, {.number = 2, .writer = &a, .changed = 1}, true,  false},
        {"changed later",               {.number = 2, .writer = &b, .changed = 1}, {.number = 2, .writer = &a, .changed = 2}, true,  true},
        {"changed before",              {.number = 2, .writer = &a, .changed = 2}, {.number = 2, .writer = &b, .changed = 1}, false, true},
        {"at the same time, one way",   {.number = 2, .writer = &a, .changed = 2}, {.number = 2, .writer = &b, .changed = 2}, true,  true},
        {"at the same time, the other", {.number = 2, .writer = &b, .changed = 2}, {.number = 2, .writer = &a, .changed = 2}, false, true},
    };
    /* clang-format on */

    ck_assert(exs_product_parse("5.5 SP4", &product, NULL));
    {
        ExsBuilds builds = exs_builds(product);

        policy.rules = exs_rules_in_force(&builds, NULL, NULL);
    }
    ck_assert(exs_conflict_accepts(&policy, NULL, &cases[0].incoming, &conflict));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        ck_assert_msg(exs_conflict_accepts(&policy, &cases[i].held, &cases[i].incoming,
                                           &conflict) == cases[i].accepts,
                      "%s", cases[i].name);
        ck_assert_msg((conflict != EXS_RULE_NONE) == cases[i].is_conflict, "%s", cases[i].name);
    }
}
END_TEST

/* ---- a directory ---- */

START_TEST(everything_is_known_without_directories)
{
    TwoSites all = two_sites("5.5 SP4");

    ck_assert_ptr_null(all.hub1->directory);
    ck_assert(exs_directory_knows(all.hub1, all.bob->id));
    ck_assert_ptr_eq(exs_directory_recipient(all.hub1, all.bob->dn), all.bob);
    ck_assert_ptr_eq(exs_directory_home(all.hub1, all.bob), all.par1);
    ck_assert_ptr_eq(exs_directory_table(all.hub1, all.seattle), all.seattle->table);
    ck_assert_ptr_null(exs_directory_version(all.hub1, all.bob->id));
    exs_world_free(all.world);
}
END_TEST

START_TEST(an_update_is_a_slice_of_the_log)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t context = exs_context(all.seattle, EXS_CONTEXT_SITE);
    uint64_t before;
    ExsUpdate update;

    exs_dsa_enable(all.world);
    before = exs_directory_highest_usn(all.hub1);
    exs_world_add_mailbox(all.world, all.hub1, "one", NULL);
    exs_world_add_mailbox(all.world, all.hub1, "two", NULL);
    exs_directory_write_recipient(all.hub1, exs_world_find(all.world, "recipient", "one"), "again");
    update = exs_directory_since(all.hub1, context, before, true, 1);
    ck_assert_uint_eq(update.versions->len, 1); /* one's first version counts no more */
    ck_assert_str_eq(exs_context_name(context), "site");
    ck_assert_ptr_eq(((ExsVersion *)update.versions->pdata[0])->thing,
                     exs_world_find(all.world, "recipient", "two"));
    ck_assert_uint_eq(update.remaining, 1);
    exs_update_clear(&update);
    update = exs_directory_since(all.hub1, context, update.end, true, 1);
    ck_assert_uint_eq(update.versions->len, 1);
    ck_assert_uint_eq(((ExsVersion *)update.versions->pdata[0])->number, 2);
    ck_assert_uint_eq(update.remaining, 0);
    ck_assert_uint_eq(update.end, exs_directory_highest_usn(all.hub1));
    exs_update_clear(&update);
    exs_world_free(all.world);
}
END_TEST

/* ---- in time ---- */

START_TEST(what_was_known_stays_known)
{
    TwoSites all = two_sites("5.5 SP4");

    exs_dsa_enable(all.world);
    ck_assert(exs_directory_knows(all.hub2, all.ann->id));
    ck_assert(exs_directory_knows(all.par1, all.ann->id));
    ck_assert_ptr_eq(exs_directory_table(all.hub2, all.seattle), all.seattle->table);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_mailbox_is_known_when_it_has_replicated)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsReplication *there = exs_replication_add(all.world, all.hub1, all.par1, NULL, NULL);
    ExsReplication *here = exs_replication_add(all.world, all.par1, all.hub1, NULL, NULL);
    ExsSchedule quarter = {EXS_SCHEDULE_ALWAYS, {0}};
    const ExsRecipient *made;

    ck_assert_ptr_nonnull(there);
    ck_assert_ptr_nonnull(here);
    exs_replication_set_schedule(all.world, here, &quarter);
    world_run(all.world, EXS_MINUTE);
    made = exs_world_add_mailbox(all.world, all.hub2, "new", NULL);
    ck_assert(exs_directory_knows(all.hub2, made->id));
    ck_assert(!exs_directory_knows(all.hub1, made->id));
    ck_assert_ptr_null(exs_directory_recipient(all.hub1, made->dn));
    world_run(all.world, 6 * EXS_MINUTE - 1);
    ck_assert(!exs_directory_knows(all.hub1, made->id));
    world_run(all.world, 6 * EXS_MINUTE);
    ck_assert(exs_directory_knows(all.hub1, made->id));
    ck_assert(!exs_directory_knows(all.par1, made->id));
    world_run(all.world, 16 * EXS_MINUTE);
    ck_assert(exs_directory_knows(all.par1, made->id));
    exs_world_free(all.world);
}
END_TEST

/* Five minutes to the calculation server, ten until it calculates, five back. */
START_TEST(a_connector_is_in_the_table_when_it_has_replicated)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsConnectorPlan plan = {.name = "THIRD", .target = all.par1, .cost = 3};
    uint32_t before;

    exs_dsa_enable(all.world);
    before = exs_directory_table(all.hub1, all.seattle)->count;
    exs_connector_connect(exs_actors_add_connector(all.world, all.hub2, "x400", &plan, NULL),
                          all.paris, NULL);
    world_run(all.world, 15 * EXS_MINUTE - 1);
    ck_assert_uint_eq(exs_directory_table(all.hub1, all.seattle)->count, before);
    world_run(all.world, 15 * EXS_MINUTE);
    ck_assert_uint_eq(exs_directory_table(all.hub1, all.seattle)->count, before + 2);
    ck_assert_uint_eq(exs_directory_table(all.hub2, all.seattle)->count, before);
    world_run(all.world, 20 * EXS_MINUTE);
    ck_assert_ptr_eq(exs_directory_table(all.hub2, all.seattle), all.seattle->table);
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_new_server_begins_with_what_its_site_has)
{
    TwoSites all = two_sites("5.5 SP4");
    const ExsServer *made;

    exs_dsa_enable(all.world);
    made = exs_actors_add_server(all.world, all.seattle, "HUB3", NULL, NULL);
    ck_assert(exs_directory_knows(made, all.ann->id));
    ck_assert(exs_directory_knows(made, all.bob->id));
    ck_assert(!exs_directory_knows(all.hub1, made->id));
    world_run(all.world, 6 * EXS_MINUTE);
    ck_assert(exs_directory_knows(all.hub1, made->id));
    exs_world_free(all.world);
}
END_TEST

START_TEST(replicate_brings_everything_everywhere)
{
    TwoSites all = two_sites("5.5 SP4");
    const ExsRecipient *made;

    exs_replication_add(all.world, all.hub1, all.par1, NULL, NULL);
    exs_replication_add(all.world, all.par1, all.hub1, NULL, NULL);
    made = exs_world_add_mailbox(all.world, all.hub2, "new", NULL);
    ck_assert(exs_directory_settle(all.world));
    ck_assert(exs_directory_knows(all.hub1, made->id));
    ck_assert(exs_directory_knows(all.par1, made->id));
    ck_assert(!exs_directory_settle(all.world));
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_removed_connector_takes_its_sites_away)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsReplication *there = exs_replication_add(all.world, all.hub1, all.par1, NULL, NULL);

    ck_assert(exs_directory_knows(all.hub2, all.bob->id));
    exs_replication_remove(all.world, there);
    world_run(all.world, EXS_HOUR - 1);
    ck_assert(exs_directory_knows(all.hub1, all.bob->id));
    world_run(all.world, EXS_HOUR);
    ck_assert(!exs_directory_knows(all.hub1, all.bob->id));
    ck_assert(!exs_directory_knows(all.hub2, all.bob->id));
    ck_assert(exs_directory_knows(all.hub2, all.ann->id));
    exs_world_free(all.world);
}
END_TEST

START_TEST(a_site_is_asked_by_one_connector_alone)
{
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_nonnull(exs_replication_add(all.world, all.hub1, all.par1, "ONE", NULL));
    ck_assert_ptr_null(exs_replication_add(all.world, all.hub2, all.par1, "TWO", &error));
    ck_assert_str_eq(error->message,
                     "a Directory Replication Connector leads from SEATTLE to PARIS already");
    g_clear_error(&error);
    ck_assert_ptr_null(exs_replication_add(all.world, all.hub1, all.hub2, "IN", &error));
    ck_assert_str_eq(error->message, "a Directory Replication Connector joins two sites: HUB1 and "
                                     "HUB2 are both in SEATTLE");
    exs_world_free(all.world);
}
END_TEST

START_TEST(activations_begin_with_a_quarter_hour)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsReplication *there = exs_replication_add(all.world, all.hub1, all.par1, NULL, NULL);
    ExsTime day = WORLD_START - WORLD_START % EXS_DAY;
    ExsSchedule schedule;

    ck_assert(exs_schedule_parse("12:00-12:30", &schedule, NULL));
    exs_replication_set_schedule(all.world, there, &schedule);
    ck_assert_int_eq(exs_replication_next(there, day + 11 * EXS_HOUR), day + 12 * EXS_HOUR);
    ck_assert_int_eq(exs_replication_next(there, day + 12 * EXS_HOUR), day + 12 * EXS_HOUR);
    ck_assert_int_eq(exs_replication_next(there, day + 12 * EXS_HOUR + 1),
                     day + 12 * EXS_HOUR + 15 * EXS_MINUTE);
    ck_assert_int_eq(exs_replication_next(there, day + 12 * EXS_HOUR + 20 * EXS_MINUTE),
                     day + EXS_DAY + 12 * EXS_HOUR);
    ck_assert(exs_schedule_parse("never", &schedule, NULL));
    exs_replication_set_schedule(all.world, there, &schedule);
    ck_assert_int_eq(exs_replication_next(there, day), EXS_TIME_NEVER);
    exs_world_free(all.world);
}
END_TEST

static uint32_t last_reverted;
static const ExsVersion *reverted_to;

static void note_reverted(ExsServer *server, uint32_t object, const ExsVersion *version)
{
    (void)server;
    last_reverted = object;
    reverted_to = version;
}

START_TEST(a_backup_is_what_it_was)
{
    TwoSites all = two_sites("5.5 SP4");
    ExsRecipient *one, *two;
    ExsDirectory *backup;
    uint64_t usn;

    exs_dsa_enable(all.world);
    one = exs_world_add_mailbox(all.world, all.hub1, "one", NULL);
    backup = exs_directory_backup(all.hub1);
    usn = exs_directory_highest_usn(all.hub1);
    two = exs_world_add_mailbox(all.world, all.hub1, "two", NULL);
    exs_directory_restore(all.hub1, backup, note_reverted);
    ck_assert_uint_eq(last_reverted, two->id);
    ck_assert_ptr_null(reverted_to);
    ck_assert(exs_directory_knows(all.hub1, one->id));
    ck_assert(!exs_directory_knows(all.hub1, two->id));
    ck_assert_uint_eq(exs_directory_highest_usn(all.hub1), usn);
    exs_directory_write_recipient(all.hub1, one, "again");
    exs_directory_restore(all.hub1, backup, note_reverted);
    ck_assert_uint_eq(last_reverted, one->id);
    ck_assert_uint_eq(reverted_to->number, 1);
    exs_directory_free(backup);
    exs_world_free(all.world);
}
END_TEST

START_TEST(usns_are_raised)
{
    TwoSites all = two_sites("5.5 SP4");
    uint32_t context = exs_context(all.seattle, EXS_CONTEXT_SITE);
    uint64_t usn;
    ExsUpdate update;

    exs_dsa_enable(all.world);
    exs_world_add_mailbox(all.world, all.hub1, "one", NULL);
    usn = exs_directory_highest_usn(all.hub1);
    exs_directory_raise_usn(all.hub1, usn - 1);
    ck_assert_uint_eq(exs_directory_highest_usn(all.hub1), usn);
    exs_directory_advance_usn(all.hub1, 100);
    update = exs_directory_since(all.hub1, context, usn, true, UINT32_MAX);
    ck_assert_uint_gt(update.versions->len, 0); /* what was taken counts as new */
    exs_update_clear(&update);
    exs_directory_raise_usn(all.hub1, usn + 500);
    ck_assert_uint_eq(exs_directory_highest_usn(all.hub1), usn + 500);
    update = exs_dsa_written_by(all.hub2, context, all.hub1);
    for (guint i = 0; i < update.versions->len; i++)
        ck_assert_ptr_eq(((const ExsVersion *)update.versions->pdata[i])->writer, all.hub1);
    exs_update_clear(&update);
    exs_world_free(all.world);
}
END_TEST

START_TEST(nothing_is_restored_without_a_backup)
{
    TwoSites all = two_sites("5.5 SP4");
    g_autoptr(GError) error = NULL;

    exs_dsa_enable(all.world);
    ck_assert(!exs_dsa_restore(all.hub1->dsa, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_STATE));
    exs_dsa_backup(all.hub1->dsa);
    exs_dsa_backup(all.hub1->dsa);
    ck_assert(exs_dsa_restore(all.hub1->dsa, NULL));
    ck_assert_uint_gt(all.hub1->dsa->backsyncs, 0);
    world_run(all.world, EXS_HOUR);
    ck_assert_uint_eq(all.hub1->dsa->backsyncs, 0);
    exs_world_free(all.world);
}
END_TEST

Suite *suite_directory(void)
{
    Suite *s = suite_create("directory");
    TCase *versions = tcase_create("versions");
    TCase *replication = tcase_create("replication");

    tcase_add_test(versions, conflicts_are_decided);
    tcase_add_test(versions, everything_is_known_without_directories);
    tcase_add_test(versions, an_update_is_a_slice_of_the_log);
    tcase_add_test(versions, a_backup_is_what_it_was);
    tcase_add_test(versions, usns_are_raised);
    suite_add_tcase(s, versions);
    tcase_add_test(replication, what_was_known_stays_known);
    tcase_add_test(replication, a_mailbox_is_known_when_it_has_replicated);
    tcase_add_test(replication, a_connector_is_in_the_table_when_it_has_replicated);
    tcase_add_test(replication, a_new_server_begins_with_what_its_site_has);
    tcase_add_test(replication, replicate_brings_everything_everywhere);
    tcase_add_test(replication, a_removed_connector_takes_its_sites_away);
    tcase_add_test(replication, a_site_is_asked_by_one_connector_alone);
    tcase_add_test(replication, nothing_is_restored_without_a_backup);
    tcase_add_test(replication, activations_begin_with_a_quarter_hour);
    suite_add_tcase(s, replication);
    return s;
}
