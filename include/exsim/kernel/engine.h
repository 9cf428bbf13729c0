/* engine.h - the clock and the events waiting for it.
 *
 * The only module that moves time. Knows nothing of mail.
 * Order:   by time, then in the order scheduled. There is no third rule.
 * Owns:    the pending events. `self` and `data` are borrowed; they must stay
 *          valid until the event has run or been cancelled.
 * Cost:    a flat 4-ary heap of 16-byte keys, handlers in reused slots; nothing
 *          is allocated per event. Cancelling is O(1) and lazy.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/kernel/time.h"

typedef struct ExsEngine ExsEngine;
typedef uint64_t ExsEventId; /* slot << 32 | generation; 0: no event */
typedef void (*ExsEventFunc)(void *self, void *data);

/* An event that an event schedules for the running instant is one deeper than
 * its parent; deeper than this is a livelock. */
#define EXS_ENGINE_MAX_DEPTH 10000u

ExsEngine *exs_engine_new(ExsTime start);
void exs_engine_free(ExsEngine *engine);

ExsTime exs_engine_now(const ExsEngine *engine);

/* Events that have run since the engine was made. */
uint64_t exs_engine_count(const ExsEngine *engine);

/* Events that still wait, without the cancelled ones. */
size_t exs_engine_pending(const ExsEngine *engine);

/* When the next event is due; EXS_TIME_NEVER if none waits. */
ExsTime exs_engine_next(ExsEngine *engine);

/* Asks for func(self, data) at `when`, which must not lie in the past. */
ExsEventId exs_engine_at(ExsEngine *engine, ExsTime when, ExsEventFunc func, void *self,
                         void *data);

/* Returns false if the event has already run or was cancelled before. */
bool exs_engine_cancel(ExsEngine *engine, ExsEventId id);

/* Runs every event up to and including `end`, then sets the clock to `end`.
 * Stops early, with the clock at the instant reached, when exs_engine_stop() was
 * called. Fails with EXS_ERROR_LIVELOCK when one instant never finishes. */
bool exs_engine_run_until(ExsEngine *engine, ExsTime end, GError **error);

/* Asks the running exs_engine_run_until() to return after the current event. */
void exs_engine_stop(ExsEngine *engine);

/* Called after every event, for tests that check invariants; NULL: none. */
void exs_engine_set_probe(ExsEngine *engine, ExsEventFunc func, void *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsEngine, exs_engine_free)
