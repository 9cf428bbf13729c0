/* association.h - one association between two MTAs: opened, used in turns, held, closed.
 *
 * Belongs to the adjacent MTA that opened it. What is sent leaves its queue when it has arrived.
 * With two-way alternate the turn passes to the far side when this side has nothing more to send;
 * otherwise it is a monologue. An idle association is closed after its lifetime. One that is broken
 * is held for a while (association_break.c).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/kernel/cold.h"
#include "exsim/model/actors/association_pool.h"
#include "exsim/model/org/world.h"
#include "exsim/model/routing/select.h"

typedef struct ExsAdjacent ExsAdjacent; /* actors/adjacent.h */
typedef struct ExsCall ExsCall;         /* actors/ras.h */

typedef enum {
    EXS_ASSOCIATION_OPENING,
    EXS_ASSOCIATION_OPEN, /* idle */
    EXS_ASSOCIATION_SENDING,
    EXS_ASSOCIATION_WAITS, /* for its transfer interval */
    EXS_ASSOCIATION_HELD,  /* broken: for the path to come back */
} ExsAssociationState;

struct ExsAssociation {
    ExsAdjacent *opener;
    ExsAdjacent *far; /* the far side's own adjacent MTA; NULL: it has none */
    bool is_urgent;   /* carries urgent mail and reports only */
    bool far_has_turn;
    ExsAssociationState state;
    ExsEventId event;   /* the next step; 0: none */
    ExsEventId idle;    /* a look at whether it has been idle for its lifetime; 0: none */
    ExsTime idle_at;    /* when that is */
    ExsTime idle_until; /* when it will have been, if nothing is sent */
    ExsTransfer *sending;
    ExsTime begun;      /* when the transfer under way began: its time-out counts from here */
    ExsTime sent_since; /* the same, later by as long as the link hung meanwhile */
    ExsTime ends;       /* when it will have arrived */
    ExsTime hung;       /* since when the link hangs under it; 0: it does not */
    ExsTime broken;     /* since when the path under it is broken; 0: it is not */
    ExsTime held_until; /* when Disconnect is over */
    bool turn_is_new;   /* the far side has sent nothing yet since it has the turn */
    bool is_dead;       /* neither side sends: the turn was lost, or RPC lost the association */
    bool is_stuck;      /* what is being sent never arrives */
    bool is_cancelled;  /* the far side will not answer in time: the RPC under way is cancelled */
    uint32_t window;    /* RTS: negotiated at the open */
    int64_t checkpoint; /* bytes; 0: none */
    ExsCall *call;      /* the modem call that carries it; NULL: none is needed */
    ExsNetwork network; /* of whose pool it holds one; NONE: of none */
    bool holds_far;     /* and one of the far end */
    const char *why;    /* the open under way will fail for this; NULL: it will not */
};

/* Begins to open one. The result comes later: it sends, or the opener is told that it failed. */
EXS_COLD ExsAssociation *exs_association_open(ExsAdjacent *opener, bool is_urgent);

/* Looks whether there is something to send, at either end. Only an idle one does. */
void exs_association_kick(ExsAssociation *association);

/* Ends it without a word: what it sent stays in its queue. */
EXS_COLD void exs_association_drop(ExsAssociation *association);

/* Ends it for this reason. */
EXS_COLD void exs_association_close(ExsAssociation *association, const char *why);

/* The link hangs: the transfer under way stands still. It goes on. */
void exs_association_hang(ExsAssociation *association);
void exs_association_go_on(ExsAssociation *association);

/* Nothing is sent over it any more, though it stays open. False: it is not open. */
bool exs_association_strand(ExsAssociation *association);

/* What is being sent was sent too early: it stays under way until its transfer times out. */
void exs_association_stick(ExsAssociation *association);

/* The link was cut under it: what was under way failed; the far side is told when it looks. */
void exs_association_break(ExsAssociation *association);

/* One that is held is not recovered any more. */
void exs_association_give_up(ExsAssociation *association);

/* ---- RTS (rts.c): how long a transfer takes, and from where it goes on after a break ---- */

/* Both ends' checkpoint size and window, settled at the open. */
void exs_rts_negotiate(ExsAssociation *association);

/* How long the transfer takes from end to end; less for one that resumes. */
ExsTime exs_rts_time(const ExsAssociation *association, const ExsTransfer *transfer);

/* The transfer under way breaks now: notes the last acknowledged checkpoint on it. */
EXS_COLD void exs_rts_note_break(const ExsAssociation *association, ExsTransfer *transfer);
