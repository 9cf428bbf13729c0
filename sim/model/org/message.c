/* message.c - see message.h. Messages and the fates of their recipients; transfer.c has the copies.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/message.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/expansion.h"
#include "exsim/model/org/letter.h"
#include "exsim/model/org/transfer.h"
#include "exsim/model/org/world.h"

static const char *const priorities[] = {
    [EXS_PRIORITY_URGENT] = "urgent",
    [EXS_PRIORITY_NORMAL] = "normal",
    [EXS_PRIORITY_NONURGENT] = "non-urgent",
};

static const char *const kinds[] = {
    [EXS_MESSAGE] = "message",
    [EXS_MESSAGE_PROBE] = "probe",
    [EXS_MESSAGE_REPORT] = "report",
    [EXS_MESSAGE_SYSTEM] = "system",
};

char *exs_message_mts_id(const ExsWorld *world, const ExsMessage *message)
{
    static const uint8_t digits[] = {2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18};
    g_autofree char *time = exs_time_format(message->submitted); /* 1998-03-02 09:00:00 */
    char stamp[sizeof digits + 1] = "", number[16];

    for (size_t i = 0; i < sizeof digits; i++)
        stamp[i] = time[digits[i]];
    g_snprintf(number, sizeof number, "Z-%u", message->serial);
    return g_strconcat("C=", world->country, ";A=", *world->admd ? world->admd : " ",
                       ";P=", world->prmd, ";L=", message->origin ? message->origin->name : "", "-",
                       stamp, number, NULL);
}

/* The place of the word, or the count if there is none such. */
static size_t find_word(const char *const *words, size_t count, const char *text)
{
    size_t i = 0;

    while (i < count && g_ascii_strcasecmp(words[i], text) != 0)
        i++;
    return i;
}

bool exs_priority_parse(const char *text, ExsPriority *out, GError **error)
{
    size_t place = find_word(priorities, G_N_ELEMENTS(priorities), text);
    g_autofree char *quoted = NULL;

    if (place < G_N_ELEMENTS(priorities)) {
        *out = (ExsPriority)place;
        return true;
    }
    quoted = exs_quote(text);
    return exs_fail(error, EXS_ERROR_UNKNOWN,
                    "%s is no priority: there are urgent, normal and non-urgent", quoted);
}

const char *exs_priority_name(ExsPriority priority)
{
    g_assert(priority < EXS_PRIORITY_COUNT);
    return priorities[priority];
}

bool exs_message_kind_parse(const char *text, ExsMessageKind *out, GError **error)
{
    size_t place = find_word(kinds, G_N_ELEMENTS(kinds), text);
    g_autofree char *quoted = NULL;

    if (place < G_N_ELEMENTS(kinds)) {
        *out = (ExsMessageKind)place;
        return true;
    }
    quoted = exs_quote(text);
    return exs_fail(error, EXS_ERROR_UNKNOWN,
                    "%s is no kind of message: there are message, probe, report and system",
                    quoted);
}

static size_t size_of(uint32_t count)
{
    return sizeof(ExsMessage) + count * sizeof(ExsEnvelope);
}

static void check_limit(ExsWorld *world)
{
    if (world->last_serial > world->message_limit && !world->failure)
        exs_world_fail(world, g_error_new(EXS_ERROR, EXS_ERROR_LIMIT,
                                          "limit hit: %" G_GUINT64_FORMAT " messages",
                                          world->message_limit));
}

/* What a message shares with others of its own. */
static void share(ExsMessage *message)
{
    if (message->letter)
        exs_letter_ref(message->letter);
    if (message->expansions)
        exs_expansions_ref(message->expansions);
}

static void let_go(ExsMessage *message)
{
    exs_letter_unref(message->letter);
    exs_expansions_unref(message->expansions);
}

static ExsMessage *make(ExsWorld *world, const ExsMessage *head, uint32_t count)
{
    ExsMessage *message =
        count == 1 ? exs_rooms_take(&world->message_rooms) : g_malloc(size_of(count));

    g_assert(count > 0);
    *message = *head;
    memset(message->to, 0, count * sizeof *message->to);
    message->newer = NULL;
    message->older = world->newest_message;
    message->copies = 0;
    message->open = message->count = count;
    share(message);
    if (message->older)
        message->older->newer = message;
    world->newest_message = message;
    world->fates[EXS_FATE_OPEN] += count;
    return message;
}

ExsMessage *exs_message_new(ExsWorld *world, const ExsAddress *originator, uint32_t count)
{
    ExsMessage head = {
        .serial = ++world->last_serial,
        .priority = EXS_PRIORITY_NORMAL,
        .submitted = exs_world_now(world),
        .originator = originator,
    };

    check_limit(world);
    return make(world, &head, count);
}

ExsMessage *exs_message_again(ExsWorld *world, const ExsMessage *head, uint32_t count)
{
    return make(world, head, count);
}

ExsMessage *exs_message_head(const ExsMessage *message)
{
    ExsMessage *head = g_memdup2(message, sizeof *message);

    share(head);
    return head;
}

void exs_message_head_free(ExsMessage *head)
{
    if (!head)
        return;
    let_go(head);
    g_free(head);
}

static void free_message(ExsWorld *world, ExsMessage *message)
{
    if (message->newer)
        message->newer->older = message->older;
    else
        world->newest_message = message->older;
    if (message->older)
        message->older->newer = message->newer;
    let_go(message);
    if (message->count == 1)
        exs_rooms_give(&world->message_rooms, message);
    else
        g_free(message);
}

void exs_message_free_if_done(ExsWorld *world, ExsMessage *message)
{
    if (message->open == 0 && message->copies == 0)
        free_message(world, message);
}

void exs_message_settle(ExsWorld *world, ExsMessage *message, uint32_t place, ExsFate fate)
{
    ExsEnvelope *envelope = &message->to[place];

    g_assert(place < message->count && fate != EXS_FATE_OPEN && fate < EXS_FATE_COUNT);
    g_assert(envelope->fate == EXS_FATE_OPEN && message->open > 0);
    envelope->fate = fate;
    envelope->carrier = NULL;
    message->open--;
    world->fates[EXS_FATE_OPEN]--;
    world->fates[fate]++;
    exs_message_free_if_done(world, message);
}

void exs_messages_clear(ExsWorld *world)
{
    exs_transfers_clear(world);
    while (world->newest_message)
        free_message(world, world->newest_message);
    exs_rooms_clear(&world->message_rooms);
}
