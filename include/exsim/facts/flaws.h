/* flaws.h - what can be wrong with a message, and whom it harms.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/facts/events.h"
#include "exsim/facts/rules.h"
#include "exsim/kernel/error.h"

/* Zero: nothing is wrong. */
typedef enum {
    EXS_FLAW_NONE,
#define FLAW(id, words, place, gateway, effect, event, second, rule) EXS_FLAW_##id,
#include "sim/facts/flaws.def"
#undef FLAW
    EXS_FLAW_COUNT,
} ExsFlaw;

typedef enum {
    EXS_FLAW_AT_TRANSFER_IN,
    EXS_FLAW_AT_WORK,
    EXS_FLAW_AT_STORE,
    EXS_FLAW_AT_MTS_OUT,
    EXS_FLAW_AT_OUTSIDE,
} ExsFlawPlace;

typedef enum {
    EXS_FLAW_CRASHES,
    EXS_FLAW_STOPS,
    EXS_FLAW_BLOCKS,
    EXS_FLAW_JAMS,
    EXS_FLAW_SLOWS,
    EXS_FLAW_STICKS,
} ExsFlawEffect;

typedef struct {
    const char *words;
    ExsFlawPlace place;
    const char *gateway; /* a connector's kind; NULL: of no gateway */
    ExsFlawEffect effect;
    ExsEventKind event, second; /* EXS_EVENT_NONE: none is logged */
    ExsRule rule;
} ExsFlawRow;

/* Of a flaw, not of EXS_FLAW_NONE. */
const ExsFlawRow *exs_flaw_row(ExsFlaw flaw);

/* "wrong content length". Fails with EXS_ERROR_UNKNOWN, and says what there is. */
bool exs_flaw_parse(const char *text, ExsFlaw *out, GError **error);
