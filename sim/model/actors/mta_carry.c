/* mta_carry.c - what leaves by a connector, with the addresses that the far side is given (see
 * mta.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/mta.h"
#include "exsim/model/org/expansion.h"
#include "exsim/model/org/replied.h"
#include "exsim/model/routing/present.h"

#define LISTED_MAX 8

static uint32_t text_of(ExsWorld *world, const ExsAddress *address)
{
    return address ? exs_world_address_text(world, address) : world->words.none;
}

static void note(const ExsMta *mta, const ExsConnector *connector, const ExsMessage *message,
                 const ExsPresented *as)
{
    exs_world_trace(mta->world, CARRIED, mta->server->mta_id, message->serial, connector->id,
                    text_of(mta->world, as->from), text_of(mta->world, as->from_dn),
                    text_of(mta->world, as->to), text_of(mta->world, as->to_dn));
}

/* The others to whom the message went: those who get this copy read of them. (ours): of a message
 * to more than a few nobody would look */
static void note_others(const ExsMta *mta, const ExsConnector *connector,
                        const ExsTransfer *transfer, const ExsEnvelope *own)
{
    const ExsMessage *message = transfer->message;
    const ExsExpansions *expansions = message->expansions; /* a list's members are not named */
    const ExsEnvelope *heading = expansions ? expansions->heading : message->to;
    uint32_t count = expansions ? expansions->count : message->count;

    for (uint32_t i = 0; i < count && count <= LISTED_MAX; i++) {
        const ExsEnvelope *other = &heading[i];
        const ExsAddress *as;

        if (other == own || !other->resolved_at)
            continue;
        as = exs_present_listed(mta->server, connector, transfer, other);
        if (as)
            exs_world_trace(mta->world, LISTED, mta->server->mta_id, message->serial, connector->id,
                            exs_world_address_text(mta->world, other->typed),
                            exs_world_address_text(mta->world, as));
    }
}

/* A report has no originator, and who is reported to is known by all that is known. */
void exs_mta_carry(ExsMta *mta, const ExsConnector *connector, ExsTransfer *transfer)
{
    ExsMessage *message = transfer->message;
    ExsPresented as = {0};

    if (!connector || connector->class->is_rpc)
        return;
    for (uint32_t i = 0; i < transfer->count; i++) {
        ExsEnvelope *envelope = &message->to[transfer->which[i]];

        as = exs_present_x400(mta->server, connector, transfer, envelope);
        note(mta, connector, message, &as);
        note_others(mta, connector, transfer, envelope);
        envelope->dn = as.to_dn;
        if (as.to != envelope->x400) {
            envelope->x400 = as.to;
            envelope->dda = NULL;
        }
    }
    transfer->from_dn = as.from_dn;
    transfer->from_x400 = as.from;
}

void exs_mta_note_handed(const ExsMta *mta, const ExsConnector *connector,
                         const ExsTransfer *transfer, uint32_t place)
{
    const ExsEnvelope *envelope = &transfer->message->to[place];
    ExsPresented as = exs_present_gateway(mta->server, connector, transfer, envelope);

    exs_replied_arrived(mta->world, transfer);
    note(mta, connector, transfer->message, &as);
    note_others(mta, connector, transfer, envelope);
}
