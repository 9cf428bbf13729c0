/* test_queue.c - the order in which mail waits, and what the record says of it.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <string.h>

#include "exsim/model/org/world.h"

static ExsWorld *world;
static ExsServer *server;
static ExsQueue *queue;

static void set_up(void)
{
    ExsSite *site;

    world = exs_world_new(&(ExsWorldOptions){.detail = EXS_DETAIL_FULL}, NULL);
    site = exs_world_add_site(world, "SEATTLE", NULL);
    server = exs_world_add_server(world, site, "HUB1", NULL, NULL);
    queue = exs_world_add_queue(world, server, server->mta_id, "FAST", "X.400 Connector FAST");
}

static void tear_down(void)
{
    exs_world_free(world);
}

static ExsTransfer *new_copy(ExsPriority priority)
{
    ExsMessage *message = exs_message_new(world, NULL, 1);

    message->priority = priority;
    return exs_transfer_new(world, message, (uint32_t[]){0}, 1);
}

/* Puts a copy of each priority in turn; "012": urgent, normal, non-urgent. Serials count from 1. */
static void put_all(const char *text)
{
    for (; *text; text++)
        exs_queue_put(world, queue, new_copy((ExsPriority)(*text - '0')));
}

static ExsTransfer *find(uint32_t serial)
{
    ExsTransfer *copy = world->newest;

    while (copy && copy->message->serial != serial)
        copy = copy->older;
    ck_assert_ptr_nonnull(copy);
    return copy;
}

/* The serials that wait, in the order in which they would go. */
static char *order(void)
{
    GString *text = g_string_new(NULL);

    for (int i = 0; i < EXS_PRIORITY_COUNT; i++) {
        const ExsTransfer *last = NULL;

        for (const ExsTransfer *copy = queue->first[i]; copy; copy = copy->next) {
            ck_assert_ptr_eq(copy->queue, queue);
            g_string_append_printf(text, "%u", copy->message->serial);
            last = copy;
        }
        ck_assert_ptr_eq(queue->last[i], last);
    }
    ck_assert_uint_eq(queue->count, text->len);
    return g_string_free(text, FALSE);
}

/* clang-format off */
static const struct {
    const char *why, *put, *take, *waits;
} cases[] = {
    {"mail goes in the order it came",      "111",    "",      "123"},
    {"urgent mail goes first",              "1020",   "",      "2413"},
    {"non-urgent mail goes last",           "21012",  "",      "32415"},
    {"the head is taken",                   "111",    "1",     "23"},
    {"one is taken from the middle",        "111",    "2",     "13"},
    {"one is taken from the end",           "111",    "3",     "12"},
    {"the only one is taken",               "1",      "1",     ""},
    {"the only one of a priority is taken", "012",    "2",     "13"},
    {"all are taken in any order",          "01201",  "35142", ""},
};
/* clang-format on */

START_TEST(keeps_its_order)
{
    g_autofree char *waits = NULL;

    put_all(cases[_i].put);
    for (const char *at = cases[_i].take; *at; at++) {
        ExsTransfer *copy = find((uint32_t)(*at - '0'));

        exs_queue_take(world, queue, copy);
        ck_assert_ptr_null(copy->queue);
        ck_assert_ptr_null(copy->next);
        ck_assert_ptr_null(copy->previous);
    }
    waits = order();
    ck_assert_msg(strcmp(waits, cases[_i].waits) == 0, "%s: %s", cases[_i].why, waits);
}
END_TEST

START_TEST(goes_on_after_the_end_was_taken)
{
    g_autofree char *waits = NULL;

    put_all("11");
    exs_queue_take(world, queue, find(2));
    put_all("1");
    exs_queue_take(world, queue, find(1));
    exs_queue_take(world, queue, find(3));
    put_all("1");
    waits = order();
    ck_assert_str_eq(waits, "4");
}
END_TEST

START_TEST(shows_the_next_to_go)
{
    ck_assert_ptr_null(exs_queue_peek(queue));
    put_all("21");
    ck_assert_ptr_eq(exs_queue_peek(queue), find(2));
    ck_assert_uint_eq(queue->count, 2);
    exs_queue_take(world, queue, find(2));
    ck_assert_ptr_eq(exs_queue_peek(queue), find(1));
}
END_TEST

START_TEST(gives_all_at_once_in_order)
{
    static const uint32_t serials[] = {3, 2, 5, 1, 4};
    g_autofree char *waits = NULL;
    ExsTransfer *copy;

    ck_assert_ptr_null(exs_queue_take_all(world, queue));
    put_all("21021");
    copy = exs_queue_take_all(world, queue);
    for (size_t i = 0; i < G_N_ELEMENTS(serials); i++, copy = copy->next) {
        ck_assert_uint_eq(copy->message->serial, serials[i]);
        ck_assert_ptr_null(copy->queue);
    }
    ck_assert_ptr_null(copy);
    waits = order();
    ck_assert_str_eq(waits, "");
}
END_TEST

START_TEST(records_who_waits_and_how_many)
{
    static const struct {
        ExsTraceKind kind;
        uint32_t serial, waiting;
    } entries[] = {
        {EXS_TRACE_QUEUED, 1, 1},   {EXS_TRACE_QUEUED, 2, 2},   {EXS_TRACE_QUEUED, 3, 3},
        {EXS_TRACE_UNQUEUED, 2, 2}, {EXS_TRACE_QUEUED, 2, 3},   {EXS_TRACE_UNQUEUED, 2, 2},
        {EXS_TRACE_UNQUEUED, 1, 1}, {EXS_TRACE_UNQUEUED, 3, 0},
    };

    put_all("110");
    exs_queue_take(world, queue, find(2));
    exs_queue_put(world, queue, find(2));
    exs_queue_take(world, queue, find(2));
    exs_queue_take(world, queue, find(1));
    exs_queue_take_all(world, queue);
    ck_assert_uint_eq(exs_record_count(world->record), G_N_ELEMENTS(entries));
    for (size_t i = 0; i < G_N_ELEMENTS(entries); i++) {
        const ExsEntry *entry = exs_record_entry(world->record, i);

        ck_assert_uint_eq(entry->kind, entries[i].kind);
        ck_assert_uint_eq(entry->actor, server->mta_id);
        ck_assert_uint_eq(entry->word[0], entries[i].serial);
        ck_assert_uint_eq(entry->word[1], queue->id);
        ck_assert_uint_eq(entry->word[2], entries[i].waiting);
    }
}
END_TEST

START_TEST(is_the_store_s_below_the_store)
{
    ExsQueue *folder = exs_world_add_queue(world, server, server->store_id, "MTS-OUT", NULL);

    ck_assert_uint_eq(queue->owner, server->mta_id);
    ck_assert_uint_eq(folder->owner, server->store_id);
    exs_queue_put(world, folder, new_copy(EXS_PRIORITY_NORMAL));
    ck_assert_uint_eq(exs_record_entry(world->record, 0)->actor, server->store_id);
    ck_assert_str_eq(exs_record_object(world->record, folder->id)->title, "MTS-OUT");
    ck_assert_uint_eq(exs_record_object(world->record, folder->id)->parent, server->store_id);
}
END_TEST

START_TEST(holds_no_copy_twice)
{
    put_all("1");
    exs_queue_put(world, queue, find(1));
}
END_TEST

START_TEST(keeps_a_copy_from_ending)
{
    put_all("1");
    exs_message_settle(world, find(1)->message, 0, EXS_FATE_DELIVERED);
    exs_transfer_end(world, find(1));
}
END_TEST

Suite *suite_queue(void)
{
    Suite *suite = suite_create("queue");
    TCase *tcase = tcase_create("queue");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, keeps_its_order, 0, G_N_ELEMENTS(cases));
    tcase_add_test(tcase, goes_on_after_the_end_was_taken);
    tcase_add_test(tcase, shows_the_next_to_go);
    tcase_add_test(tcase, gives_all_at_once_in_order);
    tcase_add_test(tcase, records_who_waits_and_how_many);
    tcase_add_test(tcase, is_the_store_s_below_the_store);
    tcase_add_test_raise_signal(tcase, holds_no_copy_twice, SIGABRT);
    tcase_add_test_raise_signal(tcase, keeps_a_copy_from_ending, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite;
}
