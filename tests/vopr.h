/* vopr.h - what vopr.c, which makes the trouble, and vopr_checks.c, which finds it, share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/actors.h"

typedef struct {
    uint64_t seed;
    ExsStream dice;
    ExsWorld *world;
    ExsTime last;        /* the instant of the last check */
    uint32_t seen;       /* serial of the newest message counted */
    uint64_t recipients; /* of all messages counted */
    GHashTable *places;  /* copies met in the check under way */
    bool calm;           /* no schedule keeps mail for ever */
} Vopr;

/* Says which seed, what and when, and ends the program. */
G_NORETURN void vopr_broken(const Vopr *vopr, const char *what);

/* After an event: does everything hold that must? */
void vopr_check(Vopr *vopr);

/* At the end: does the record say what happened? */
void vopr_check_record(Vopr *vopr);
