/* test_world.c - the organisation: names, identities, the tree, the record.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/world.h"
#include "support/org.h"

/* ---- names ---- */

#define X64 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* clang-format off */
static const struct {
    const char *why, *name;
    int code; /* -1: it is a name */
    const char *says;
} names[] = {
    {"an ordinary name",             "HUB2",           -1,                  NULL},
    {"a slash is allowed",           "a/b",            -1,                  NULL},
    {"so is an emoji",               "\U0001F600",     -1,                  NULL},
    {"so is a right-to-left mark",   "\u200fx",        -1,                  NULL},
    {"64 bytes are allowed",         X64,              -1,                  NULL},
    {"65 bytes are not",             X64 "x",          EXS_ERROR_RANGE,     "the name of a server has 1 to 64 bytes, not 65"},
    {"an empty name is none",        "",               EXS_ERROR_RANGE,     "the name of a server has 1 to 64 bytes, not 0"},
    {"a line feed is refused",       "a\nb",           EXS_ERROR_PARSE,     "the name of a server must not have control characters: \"a\\x0ab\""},
    {"so is a C1 control",           "a\xc2\x85",        EXS_ERROR_PARSE,     "must not have control characters"},
    {"so is what is not UTF-8",      "a\xff",          EXS_ERROR_PARSE,     "the name of a server must be UTF-8, not \"a\\xff\""},
    {"blanks are no name",           " \xc2\xa0 ",      EXS_ERROR_RANGE,     "the name of a server must not be blank: "},
    {"the same name is refused",     "HUB1",           EXS_ERROR_DUPLICATE, "a server \"HUB1\" exists already (names are case-insensitive)"},
    {"so is it in other letters",    "hub1",           EXS_ERROR_DUPLICATE, "a server \"hub1\" exists already (names are case-insensitive)"},
    {"a site's name is free",        "SEATTLE",        -1,                  NULL},
};
/* clang-format on */

START_TEST(takes_or_refuses_a_name)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsSite *site = org_add_hub1(world)->site;
    ExsServer *server = exs_world_add_server(world, site, names[_i].name, NULL, &error);

    if (names[_i].code < 0) {
        ck_assert_msg(server, "%s: %s", names[_i].why, error ? error->message : "");
        ck_assert_str_eq(server->name, names[_i].name);
        ck_assert_ptr_eq(exs_world_find(world, "server", names[_i].name), server);
        return;
    }
    ck_assert_msg(!server && error, "%s", names[_i].why);
    ck_assert_int_eq(error->code, names[_i].code);
    ck_assert_msg(strstr(error->message, names[_i].says), "%s: %s", names[_i].why, error->message);
    ck_assert_uint_eq(world->servers->len, 1);
}
END_TEST

START_TEST(suggests_a_name_for_an_unknown_one)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) near = NULL, far = NULL, none = NULL;
    ExsServer *server = org_add_hub1(world);

    ck_assert_ptr_eq(exs_world_get(world, "server", "hUb1", NULL), server);
    ck_assert_ptr_null(exs_world_get(world, "server", "HUB9", &near));
    ck_assert_int_eq(near->code, EXS_ERROR_UNKNOWN);
    ck_assert_str_eq(near->message, "no server \"HUB9\" (did you mean \"HUB1\"?)");
    ck_assert_ptr_null(exs_world_get(world, "site", "HUB1", &far));
    ck_assert_str_eq(far->message, "no site \"HUB1\": there is only \"SEATTLE\"");
    ck_assert_ptr_null(exs_world_get(world, "link", "FAST", &none));
    ck_assert_str_eq(none->message, "no link \"FAST\": there is none");
    ck_assert_ptr_null(exs_world_find(world, "server", "HUB9"));
}
END_TEST

START_TEST(stops_at_the_limit_of_objects)
{
    ExsWorldOptions options = {.object_limit = 5};
    g_autoptr(ExsWorld) world = exs_world_new(&options, NULL);
    g_autoptr(GError) error = NULL;
    ExsServer *server = org_add_hub1(world); /* organisation, site, server, MTA, store */

    ck_assert_ptr_null(exs_world_add_mailbox(world, server, "ann", &error));
    ck_assert_int_eq(error->code, EXS_ERROR_LIMIT);
    ck_assert_str_eq(error->message, "limit hit: 5 objects");
    ck_assert_ptr_null(world->failure);
    exs_world_add_queue(world, server, server->mta_id, "mdb", NULL);
    ck_assert_ptr_nonnull(world->failure);
}
END_TEST

START_TEST(refuses_an_organisation_without_a_name)
{
    ExsWorldOptions options = {.organization = ""};
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(exs_world_new(&options, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_RANGE);
}
END_TEST

START_TEST(refuses_a_record_where_there_is_no_folder)
{
    ExsWorldOptions options = {.record = "no such folder/record.exr"};
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(exs_world_new(&options, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_FILE);
}
END_TEST

START_TEST(keeps_the_first_failure)
{
    g_autoptr(ExsWorld) world = org_new();

    exs_world_fail(world, g_error_new_literal(EXS_ERROR, EXS_ERROR_LIMIT, "first"));
    exs_world_fail(world, g_error_new_literal(EXS_ERROR, EXS_ERROR_LIMIT, "second"));
    ck_assert_str_eq(world->failure->message, "first");
}
END_TEST

/* ---- who is in it ---- */

START_TEST(records_the_tree)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *server = org_add_hub1(world);
    const ExsObject *store = exs_record_object(world->record, server->store_id);

    ck_assert_uint_eq(world->id, 1);
    ck_assert_str_eq(exs_record_object(world->record, 1)->class_name, "organization");
    ck_assert_str_eq(exs_record_object(world->record, 1)->name, "ORG");
    ck_assert_uint_eq(exs_record_object(world->record, server->site->id)->parent, 1);
    ck_assert_uint_eq(exs_record_object(world->record, server->id)->parent, server->site->id);
    ck_assert_str_eq(org_attribute(world, server->id, "product"), "5.5 SP4");
    ck_assert_ptr_null(org_attribute(world, server->id, "builds"));
    ck_assert_uint_eq(store->parent, server->id);
    ck_assert_str_eq(store->class_name, "store");
    ck_assert_str_eq(store->title, "HUB1 store");
    ck_assert_str_eq(exs_record_object(world->record, server->mta_id)->title, "HUB1 MTA");
    ck_assert_str_eq(server->site->dn_space->text, "EX:/o=ORG/ou=SEATTLE");
    ck_assert_int_eq(server->site->x400_space->form, EXS_ADDRESS_X400);
}
END_TEST

START_TEST(folds_rules_again_after_a_patch)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *server = org_add_hub1(world);
    ExsRuleSet without = {{0}};

    ck_assert(exs_rule(&server->policy, EXS_RULE_SECURED_STAYS));
    ck_assert_ptr_eq(server->policy.settings, &server->settings);
    exs_rule_set_add(&without, EXS_RULE_SECURED_STAYS);
    server->builds.build[EXS_COMPONENT_MTA] = EXS_BUILD(2654, 38);
    g_ptr_array_insert(server->fixes, 0, g_strdup("Q217131"));
    exs_server_fold(server, &without);
    ck_assert(!exs_rule(&server->policy, EXS_RULE_SECURED_STAYS));
    ck_assert_str_eq(org_attribute(world, server->id, "builds"), "mta 5.5.2654.38");
    ck_assert_str_eq(org_attribute(world, server->id, "fixes"), "Q217131");
}
END_TEST

START_TEST(asks_the_holder_above_for_a_setting)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *server = org_add_hub1(world);
    ExsConnector *connector = exs_world_add_connector(world, server, &org_x400, "FAST", NULL);

    exs_setting_set(&world->settings, EXS_SETTING_MAX_OPEN_RETRIES, 9, NULL);
    ck_assert_int_eq(exs_setting(&connector->settings, EXS_SETTING_MAX_OPEN_RETRIES), 9);
    exs_setting_set(&server->site->settings, EXS_SETTING_MAX_OPEN_RETRIES, 7, NULL);
    ck_assert_int_eq(exs_setting(&connector->settings, EXS_SETTING_MAX_OPEN_RETRIES), 7);
    exs_setting_set(&connector->settings, EXS_SETTING_MAX_OPEN_RETRIES, 5, NULL);
    ck_assert_int_eq(exs_setting(&connector->settings, EXS_SETTING_MAX_OPEN_RETRIES), 5);
    ck_assert_int_eq(exs_setting(&server->settings, EXS_SETTING_MAX_OPEN_RETRIES), 7);
}
END_TEST

/* clang-format off */
static const struct {
    const char *alias, *dn, *x400, *smtp;
} identities[] = {
    {"ann",        "EX:/o=ORG/ou=SEATTLE/cn=Recipients/cn=ann", "X400:c=US;a= ;p=ORG;o=SEATTLE;s=ann;", "SMTP:ann@SEATTLE.ORG.com"},
    {"Ann B. Cox", NULL, NULL, "SMTP:Ann_B._Cox@SEATTLE.ORG.com"},
    {"a/b",        NULL, NULL, "SMTP:a_b@SEATTLE.ORG.com"},
    {"a;s=b;c",    NULL, NULL, "SMTP:a_s_b_c@SEATTLE.ORG.com"},
    {"a\\/b",      NULL, NULL, "SMTP:a__b@SEATTLE.ORG.com"},
    {"/",          NULL, NULL, "SMTP:_@SEATTLE.ORG.com"},
    {"..",         NULL, NULL, "SMTP:__@SEATTLE.ORG.com"},
    {"x@y.org",    NULL, NULL, "SMTP:x_y.org@SEATTLE.ORG.com"},
    {"\U0001F600", NULL, NULL, "SMTP:_@SEATTLE.ORG.com"},
    {X64,          NULL, NULL, "SMTP:" X64 "@SEATTLE.ORG.com"},
};
/* clang-format on */

START_TEST(gives_a_mailbox_its_addresses)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsServer *server = org_add_hub1(world);
    ExsRecipient *made = exs_world_add_mailbox(world, server, identities[_i].alias, &error);

    ck_assert_msg(made, "%s: %s", identities[_i].alias, error ? error->message : "");
    if (identities[_i].dn)
        ck_assert_str_eq(made->dn->text, identities[_i].dn);
    if (identities[_i].x400)
        ck_assert_ptr_eq(made->x400, org_address(world, identities[_i].x400));
    ck_assert_str_eq(made->smtp->text, identities[_i].smtp);
    ck_assert_ptr_null(made->dn->flaw);
    ck_assert_ptr_null(made->x400->flaw);
    ck_assert_int_eq(made->x400->form, EXS_ADDRESS_X400);
    ck_assert_ptr_eq(exs_world_recipient(world, made->dn), made);
    ck_assert_ptr_eq(exs_world_recipient(world, made->x400), made);
    ck_assert_ptr_eq(exs_world_recipient(world, made->smtp), made);
    ck_assert_uint_eq(made->dn->site_key, server->site->dn_space->site_key);
    ck_assert_str_eq(org_attribute(world, made->id, "dn"), made->dn->value);
}
END_TEST

START_TEST(gives_everybody_addresses_of_their_own)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *server = org_add_hub1(world);
    const ExsRecipient *all[G_N_ELEMENTS(identities)];

    for (size_t i = 0; i < G_N_ELEMENTS(identities); i++)
        all[i] = exs_world_add_mailbox(world, server, identities[i].alias, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(identities); i++)
        for (size_t j = 0; j < i; j++) {
            ck_assert_ptr_ne(all[i]->dn, all[j]->dn);
            ck_assert_ptr_ne(all[i]->x400, all[j]->x400);
            ck_assert_ptr_ne(all[i]->smtp, all[j]->smtp);
        }
}
END_TEST

START_TEST(gives_a_site_of_any_name_spaces_that_match_its_people)
{
    static const char *const sites[] = {"PARIS", "A/B", "C;D", "E*", "F%G", "\U0001F600", "-H-"};
    ExsWorldOptions options = {.organization = "A very long organisation; with/signs*"};
    g_autoptr(ExsWorld) world = exs_world_new(&options, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(sites); i++) {
        g_autoptr(GError) error = NULL;
        ExsSite *site = exs_world_add_site(world, sites[i], &error);
        g_autofree char *alias = g_strdup_printf("bob%zu", i);
        ExsRecipient *bob;
        ExsServer *server;
        uint32_t literals;

        ck_assert_msg(site, "%s: %s", sites[i], error ? error->message : "");
        server = exs_world_add_server(world, site, sites[i], NULL, NULL);
        bob = exs_world_add_mailbox(world, server, alias, &error);
        ck_assert_msg(bob, "%s: %s", sites[i], error ? error->message : "");
        ck_assert_int_eq(exs_space_match(site->dn_space, bob->dn, &literals), EXS_MATCH_EXACT);
        ck_assert_int_eq(exs_space_match(site->x400_space, bob->x400, &literals), EXS_MATCH_EXACT);
        ck_assert_uint_eq(site->replicas->len, i + 1);
    }
}
END_TEST

START_TEST(knows_who_has_an_address)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsServer *server = org_add_hub1(world);
    ExsRecipient *ann = exs_world_add_mailbox(world, server, "ann", NULL);
    ExsRecipient *bob = exs_world_add_mailbox(world, server, "bob", NULL);
    const ExsAddress *proxy = org_address(world, "SMTP:ann@example.com");

    ck_assert_ptr_null(exs_world_recipient(world, proxy));
    ck_assert(exs_world_add_proxy(world, ann, proxy, NULL));
    ck_assert_ptr_eq(exs_world_recipient(world, org_address(world, "SMTP:ann@EXAMPLE.com")), ann);
    ck_assert(!exs_world_add_proxy(world, bob, proxy, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_DUPLICATE);
    ck_assert_str_eq(error->message,
                     "\"SMTP:ann@example.com\" is the address of recipient \"ann\"");
}
END_TEST

START_TEST(makes_the_target_a_proxy_of_a_custom_recipient)
{
    g_autoptr(ExsWorld) world = org_new();
    g_autoptr(GError) error = NULL;
    ExsServer *server = org_add_hub1(world);
    const ExsAddress *target = org_address(world, "SMTP:carl@example.com");
    ExsRecipient *carl = exs_world_add_custom(world, server, "carl", target, NULL);

    ck_assert_int_eq(carl->kind, EXS_RECIPIENT_CUSTOM);
    ck_assert_ptr_eq(carl->target, target);
    ck_assert_ptr_eq(carl->smtp, target);
    ck_assert_ptr_eq(exs_world_recipient(world, target), carl);
    ck_assert_ptr_null(exs_world_add_custom(world, server, "carl2", target, &error));
    ck_assert_int_eq(error->code, EXS_ERROR_DUPLICATE);
    ck_assert_ptr_null(exs_world_find(world, "recipient", "carl2"));
}
END_TEST

/* ---- the record, the end ---- */

START_TEST(makes_a_text_of_the_record_once)
{
    g_autoptr(ExsWorld) world = org_new();
    const ExsAddress *a = org_address(world, "SMTP:x@example.com");
    const ExsSpace *space = exs_space(world->spaces, "SMTP:*", NULL);
    uint32_t text = exs_world_address_text(world, a);

    ck_assert_str_eq(exs_record_text_at(world->record, text), a->text);
    ck_assert_uint_eq(exs_world_address_text(world, a), text);
    ck_assert_str_eq(exs_record_text_at(world->record, exs_world_space_text(world, space)),
                     "SMTP:*");
    ck_assert_str_eq(exs_record_text_at(world->record, world->words.match[EXS_MATCH_WILDCARD]),
                     "wildcard");
    ck_assert_str_eq(exs_record_text_at(world->record, world->words.activation[3]), "never");
}
END_TEST

START_TEST(notes_what_is_added_during_the_run)
{
    g_autoptr(ExsWorld) world = org_new();
    ExsServer *server = org_add_hub1(world);
    const ExsEntry *entry;
    ExsHost *host;

    ck_assert_uint_eq(exs_record_count(world->record), 0);
    world->is_built = true;
    exs_world_add_mailbox(world, server, "ann", NULL);
    host = exs_world_add_host(world, "late", NULL);
    ck_assert_uint_eq(exs_record_count(world->record), 2);
    entry = exs_record_entry(world->record, 1);
    ck_assert_uint_eq(entry->kind, EXS_TRACE_OBJECT);
    ck_assert_uint_eq(entry->actor, world->id);
    ck_assert_uint_eq(entry->word[0], host->id);
}
END_TEST

static unsigned tables_freed, matches_freed, actors_freed;

static void free_table(ExsTable *table)
{
    ck_assert_ptr_nonnull(table);
    tables_freed++;
}

static void free_matches(ExsMatchCache *matches)
{
    ck_assert_ptr_nonnull(matches);
    matches_freed++;
}

static void free_actors(ExsWorld *world)
{
    ck_assert_uint_eq(world->servers->len, 1);
    actors_freed++;
}

START_TEST(frees_what_was_hung_into_it)
{
    ExsWorld *world = org_new();
    ExsServer *server = org_add_hub1(world);

    exs_world_add_site(world, "PARIS", NULL);
    world->free_table = free_table;
    world->free_matches = free_matches;
    world->free_actors = free_actors;
    server->matches = (ExsMatchCache *)server;
    server->site->table = (ExsTable *)server;
    server->site->replicas->pdata[1] = server;
    exs_world_free(world);
    ck_assert_uint_eq(actors_freed, 1);
    ck_assert_uint_eq(matches_freed, 1);
    ck_assert_uint_eq(tables_freed, 2);
}
END_TEST

static void add_names(Suite *suite)
{
    TCase *tcase = tcase_create("names");

    tcase_add_loop_test(tcase, takes_or_refuses_a_name, 0, G_N_ELEMENTS(names));
    tcase_add_test(tcase, suggests_a_name_for_an_unknown_one);
    tcase_add_test(tcase, stops_at_the_limit_of_objects);
    tcase_add_test(tcase, refuses_an_organisation_without_a_name);
    tcase_add_test(tcase, refuses_a_record_where_there_is_no_folder);
    tcase_add_test(tcase, keeps_the_first_failure);
    tcase_add_test(tcase, makes_a_text_of_the_record_once);
    tcase_add_test(tcase, notes_what_is_added_during_the_run);
    tcase_add_test(tcase, frees_what_was_hung_into_it);
    suite_add_tcase(suite, tcase);
}

static void add_people(Suite *suite)
{
    TCase *tcase = tcase_create("people");

    tcase_add_test(tcase, records_the_tree);
    tcase_add_test(tcase, folds_rules_again_after_a_patch);
    tcase_add_test(tcase, asks_the_holder_above_for_a_setting);
    tcase_add_loop_test(tcase, gives_a_mailbox_its_addresses, 0, G_N_ELEMENTS(identities));
    tcase_add_test(tcase, gives_everybody_addresses_of_their_own);
    tcase_add_test(tcase, gives_a_site_of_any_name_spaces_that_match_its_people);
    tcase_add_test(tcase, knows_who_has_an_address);
    tcase_add_test(tcase, makes_the_target_a_proxy_of_a_custom_recipient);
    suite_add_tcase(suite, tcase);
}

Suite *suite_world(void)
{
    Suite *suite = suite_create("world");

    add_names(suite);
    add_people(suite);
    return suite;
}
