/* test_message.c - messages, their recipients and the copies under way.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/expansion.h"
#include "exsim/model/org/redirection.h"
#include "exsim/model/org/world.h"

static ExsWorld *world;

static void set_up(void)
{
    world = exs_world_new(&(ExsWorldOptions){.start = 5 * EXS_SECOND, .message_limit = 3}, NULL);
}

static void tear_down(void)
{
    exs_world_free(world);
}

static ExsMessage *new_message(uint32_t count)
{
    return exs_message_new(world, exs_address(world->addresses, "SMTP:ann@example.com", NULL),
                           count);
}

static ExsTransfer *new_copy(ExsMessage *message, uint32_t first, uint32_t count)
{
    uint32_t which[8];

    for (uint32_t i = 0; i < count; i++)
        which[i] = first + i;
    return exs_transfer_new(world, message, which, count);
}

static uint32_t count_messages(void)
{
    uint32_t count = 0;

    for (ExsMessage *message = world->newest_message; message; message = message->older) {
        ck_assert(!message->newer == (message == world->newest_message));
        count++;
    }
    return count;
}

static uint32_t count_copies(void)
{
    uint32_t count = 0;

    for (ExsTransfer *copy = world->newest; copy; copy = copy->older) {
        ck_assert(!copy->newer == (copy == world->newest));
        count++;
    }
    return count;
}

/* clang-format off */
static const struct {
    const char *text;
    int priority; /* -1: none */
} priorities[] = {
    {"urgent",     EXS_PRIORITY_URGENT},
    {"Normal",     EXS_PRIORITY_NORMAL},
    {"NON-URGENT", EXS_PRIORITY_NONURGENT},
    {"nonurgent",  -1},
    {"",           -1},
};

static const struct {
    const char *text;
    int kind;
} kinds[] = {
    {"message", EXS_MESSAGE},
    {"Probe",   EXS_MESSAGE_PROBE},
    {"report",  EXS_MESSAGE_REPORT},
    {"system",  EXS_MESSAGE_SYSTEM},
    {"letter",  -1},
};
/* clang-format on */

START_TEST(reads_a_priority)
{
    g_autoptr(GError) error = NULL;
    ExsPriority priority = EXS_PRIORITY_COUNT;
    bool reads = exs_priority_parse(priorities[_i].text, &priority, &error);

    ck_assert(reads == (priorities[_i].priority >= 0));
    if (reads) {
        ck_assert_int_eq(priority, priorities[_i].priority);
        ck_assert(g_ascii_strcasecmp(exs_priority_name(priority), priorities[_i].text) == 0);
    } else {
        ck_assert_msg(strstr(error->message, "urgent, normal and non-urgent"), "%s",
                      error->message);
    }
}
END_TEST

START_TEST(reads_a_kind)
{
    g_autoptr(GError) error = NULL;
    ExsMessageKind kind = EXS_MESSAGE;
    bool reads = exs_message_kind_parse(kinds[_i].text, &kind, &error);

    ck_assert(reads == (kinds[_i].kind >= 0));
    if (reads)
        ck_assert_int_eq(kind, kinds[_i].kind);
    else
        ck_assert_msg(strstr(error->message, "\"letter\" is no kind"), "%s", error->message);
}
END_TEST

START_TEST(begins_open_and_normal)
{
    ExsMessage *first = new_message(2), *second = new_message(1);

    ck_assert_uint_eq(first->serial, 1);
    ck_assert_uint_eq(second->serial, 2);
    ck_assert_int_eq(first->priority, EXS_PRIORITY_NORMAL);
    ck_assert_int_eq(first->kind, EXS_MESSAGE);
    ck_assert_int_eq(first->submitted, 5 * EXS_SECOND);
    ck_assert_uint_eq(first->open, 2);
    ck_assert_int_eq(first->to[1].fate, EXS_FATE_OPEN);
    ck_assert_ptr_null(first->to[1].carrier);
    ck_assert_uint_eq(world->fates[EXS_FATE_OPEN], 3);
    ck_assert_uint_eq(count_messages(), 2);
}
END_TEST

START_TEST(ends_the_run_at_the_limit)
{
    for (int i = 0; i < 3; i++)
        new_message(1);
    ck_assert_ptr_null(world->failure);
    ck_assert_ptr_nonnull(new_message(1));
    ck_assert_ptr_nonnull(new_message(1));
    ck_assert_int_eq(world->failure->code, EXS_ERROR_LIMIT);
    ck_assert_str_eq(world->failure->message, "limit hit: 3 messages");
}
END_TEST

START_TEST(goes_when_all_is_settled_and_no_copy_is_left)
{
    ExsMessage *other = new_message(1), *message = new_message(2);
    ExsTransfer *copy = new_copy(message, 0, 2);

    exs_message_settle(world, message, 1, EXS_FATE_RETURNED);
    ck_assert_uint_eq(message->open, 1);
    exs_message_settle(world, message, 0, EXS_FATE_DELIVERED);
    ck_assert_uint_eq(count_messages(), 2); /* a copy is left */
    exs_transfer_end(world, copy);
    ck_assert_uint_eq(count_messages(), 1);
    ck_assert_ptr_eq(world->newest_message, other);
    ck_assert_uint_eq(count_copies(), 0);
    ck_assert_uint_eq(world->fates[EXS_FATE_OPEN], 1);
    ck_assert_uint_eq(world->fates[EXS_FATE_DELIVERED], 1);
    ck_assert_uint_eq(world->fates[EXS_FATE_RETURNED], 1);
    exs_message_settle(world, other, 0, EXS_FATE_DISCARDED); /* without any copy */
    ck_assert_uint_eq(count_messages(), 0);
}
END_TEST

START_TEST(splits_into_copies_that_are_alike)
{
    ExsMessage *message = new_message(4);
    ExsTransfer *model = new_copy(message, 0, 4), *copy;

    model->hops = 3;
    model->round = 2;
    model->due = 7;
    model->attempts = 1;
    model->is_rerouted = true;
    exs_transfer_add_try(model, 40, 50);
    copy = exs_transfer_split(world, model, (uint32_t[]){3, 1}, 2);
    ck_assert_uint_eq(message->copies, 2);
    ck_assert_uint_eq(copy->which[0], 3);
    ck_assert_uint_eq(copy->which[1], 1);
    ck_assert_uint_eq(copy->hops, 3);
    ck_assert_uint_eq(copy->round, 2);
    ck_assert_int_eq(copy->due, 7);
    ck_assert_uint_eq(copy->attempts, 0);
    ck_assert(copy->is_rerouted);
    ck_assert_ptr_null(copy->queue);
    ck_assert_ptr_eq(message->to[3].carrier, copy);
    ck_assert_ptr_eq(message->to[2].carrier, model);
    exs_transfer_add_try(copy, 40, 50);
    ck_assert_uint_eq(exs_transfer_tries(copy, 40, 50), 2);
    ck_assert_uint_eq(exs_transfer_tries(model, 40, 50), 1);
}
END_TEST

START_TEST(ends_a_copy_whose_recipients_have_another)
{
    ExsMessage *message = new_message(3);
    ExsTransfer *model = new_copy(message, 0, 3);
    ExsTransfer *one = exs_transfer_split(world, model, (uint32_t[]){0}, 1);
    ExsTransfer *two = exs_transfer_split(world, model, (uint32_t[]){1, 2}, 2);

    ck_assert_uint_eq(count_copies(), 3);
    exs_transfer_end(world, model);
    ck_assert_uint_eq(count_copies(), 2);
    ck_assert_uint_eq(message->copies, 2);
    ck_assert_ptr_eq(message->to[0].carrier, one);
    ck_assert_ptr_eq(message->to[2].carrier, two);
    exs_message_settle(world, message, 1, EXS_FATE_DELIVERED);
    exs_message_settle(world, message, 2, EXS_FATE_DELIVERED);
    exs_transfer_end(world, two);
    ck_assert_uint_eq(count_copies(), 1);
}
END_TEST

START_TEST(never_loses_a_recipient)
{
    ExsMessage *message = new_message(2);
    ExsTransfer *copy = new_copy(message, 0, 2);

    exs_message_settle(world, message, 0, EXS_FATE_DELIVERED);
    exs_transfer_end(world, copy); /* the second is open and nobody else's */
}
END_TEST

START_TEST(never_settles_a_recipient_twice)
{
    ExsMessage *message = new_message(2);

    exs_message_settle(world, message, 0, EXS_FATE_DELIVERED);
    exs_message_settle(world, message, 0, EXS_FATE_RETURNED);
}
END_TEST

START_TEST(never_carries_a_settled_recipient)
{
    ExsMessage *message = new_message(2);

    exs_message_settle(world, message, 0, EXS_FATE_DELIVERED);
    new_copy(message, 0, 2);
}
END_TEST

START_TEST(lists_copies_in_the_order_they_came)
{
    ExsTransferList list = {0};
    ExsTransfer *one = new_copy(new_message(1), 0, 1), *two = new_copy(new_message(1), 0, 1);

    ck_assert_ptr_null(exs_transfer_list_take(&list));
    exs_transfer_list_append(&list, one);
    exs_transfer_list_append(&list, two);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_ptr_eq(exs_transfer_list_take(&list), one);
    ck_assert_ptr_null(one->next);
    exs_transfer_list_append(&list, one);
    ck_assert_ptr_eq(exs_transfer_list_take(&list), two);
    ck_assert_ptr_eq(exs_transfer_list_take(&list), one);
    ck_assert_ptr_null(exs_transfer_list_take(&list));
    ck_assert_ptr_null(list.last);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

START_TEST(counts_tries_by_connector_and_target)
{
    ExsTransfer *copy = new_copy(new_message(1), 0, 1);

    ck_assert_uint_eq(exs_transfer_tries(copy, 1, 1), 0);
    for (uint32_t i = 1; i <= 20; i++)
        for (uint32_t n = 0; n < i; n++)
            exs_transfer_add_try(copy, i % 2, i);
    for (uint32_t i = 1; i <= 20; i++) {
        ck_assert_uint_eq(exs_transfer_tries(copy, i % 2, i), i);
        ck_assert_uint_eq(exs_transfer_tries(copy, 1 - i % 2, i), 0);
    }
    exs_transfer_forget_tries(copy);
    ck_assert_uint_eq(exs_transfer_tries(copy, 1, 1), 0);
    exs_transfer_add_try(copy, 1, 1);
    ck_assert_uint_eq(exs_transfer_tries(copy, 1, 1), 1);
}
END_TEST

/* What is under way goes with the world: the sanitizers and valgrind see the rest. */
START_TEST(p1_grows_on_one_disk)
{
    ExsMessage *message = new_message(2);
    ExsTransfer *model = new_copy(message, 0, 2), *one, *two;
    uint64_t disk = 0;

    exs_transfer_add_turn(model, &disk);
    exs_transfer_add_turn(model, &disk);
    ck_assert_uint_eq(disk, 2);
    one = exs_transfer_split(world, model, (uint32_t[]){0}, 1);
    two = exs_transfer_split(world, model, (uint32_t[]){1}, 1);
    exs_transfer_end(world, model);
    ck_assert_uint_eq(disk, 4); /* a file each */
    exs_transfer_add_turn(two, &disk);
    exs_transfer_forget_turns(one); /* it is at another MTA now, and keeps its records */
    ck_assert_uint_eq(disk, 3);
    ck_assert_uint_eq(one->records, 2);
    exs_transfer_leave(two);
    ck_assert_uint_eq(disk, 0);
    ck_assert_uint_eq(two->records, 0);
}
END_TEST

START_TEST(goes_with_the_world)
{
    ExsMessage *message = new_message(3);

    new_message(1);
    exs_transfer_add_try(new_copy(message, 0, 2), 1, 1);
    new_copy(message, 2, 1);
    exs_messages_clear(world);
    ck_assert_uint_eq(count_copies(), 0);
    ck_assert_uint_eq(count_messages(), 0);
}
END_TEST

/* What a file holds of a message outlives it, with the lists that it came by. */
START_TEST(a_head_outlives_its_message)
{
    ExsMessage *message = exs_message_new(world, NULL, 1);
    ExsMessage *head, *again;
    uint32_t serial = message->serial;

    exs_expansions_of(message);
    head = exs_message_head(message);
    exs_transfer_new(world, message, NULL, 1);
    exs_transfer_discard(world, message->to[0].carrier, 0, EXS_RULE_NONE, 0);
    ck_assert_ptr_null(world->newest_message);
    again = exs_message_again(world, head, 1);
    ck_assert_uint_eq(again->serial, serial);
    ck_assert_uint_eq(again->expansions->count, 1);
    exs_message_head_free(head);
    exs_message_head_free(NULL);
    ck_assert_uint_eq(again->expansions->references, 1);
    exs_message_settle(world, again, 0, EXS_FATE_DISCARDED);
}
END_TEST

START_TEST(knows_whose_mail_it_was)
{
    ExsRecipient one = {0}, two = {0};
    const ExsRedirection *first = exs_redirection(world, &one, NULL);
    const ExsRedirection *second = exs_redirection(world, &two, first);

    ck_assert_ptr_eq(exs_redirection(world, &two, first), second);
    ck_assert_ptr_ne(exs_redirection(world, &two, NULL), second);
    ck_assert_uint_eq(second->count, 2);
    ck_assert(exs_redirection_has(second, &one) && exs_redirection_has(second, &two));
    ck_assert(!exs_redirection_has(first, &two) && !exs_redirection_has(NULL, &one));
}
END_TEST

Suite *suite_message(void)
{
    Suite *suite = suite_create("message");
    TCase *tcase = tcase_create("message");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, reads_a_priority, 0, G_N_ELEMENTS(priorities));
    tcase_add_loop_test(tcase, reads_a_kind, 0, G_N_ELEMENTS(kinds));
    tcase_add_test(tcase, begins_open_and_normal);
    tcase_add_test(tcase, ends_the_run_at_the_limit);
    tcase_add_test(tcase, goes_when_all_is_settled_and_no_copy_is_left);
    tcase_add_test(tcase, splits_into_copies_that_are_alike);
    tcase_add_test(tcase, ends_a_copy_whose_recipients_have_another);
    tcase_add_test_raise_signal(tcase, never_loses_a_recipient, SIGABRT);
    tcase_add_test_raise_signal(tcase, never_settles_a_recipient_twice, SIGABRT);
    tcase_add_test_raise_signal(tcase, never_carries_a_settled_recipient, SIGABRT);
    tcase_add_test(tcase, lists_copies_in_the_order_they_came);
    tcase_add_test(tcase, counts_tries_by_connector_and_target);
    tcase_add_test(tcase, p1_grows_on_one_disk);
    tcase_add_test(tcase, goes_with_the_world);
    tcase_add_test(tcase, a_head_outlives_its_message);
    tcase_add_test(tcase, knows_whose_mail_it_was);
    suite_add_tcase(suite, tcase);
    return suite;
}
