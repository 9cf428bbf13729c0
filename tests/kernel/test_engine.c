/* test_engine.c - the order of events, cancelling, limits, and a naive list to agree with.
 *
 * SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <string.h>

#include "exsim/kernel/engine.h"
#include "exsim/kernel/error.h"
#include "exsim/kernel/random.h"

/* -- what handlers in these tests do ------------------------------------------------ */

typedef struct {
    ExsEngine *engine;
    GString *log; /* a letter an event */
    ExsEventId id;
    unsigned int left;
} Script;

static void write_letter(void *self, void *data)
{
    g_string_append(((Script *)self)->log, data);
}

static void stop_run(void *self, void *data)
{
    Script *script = self;

    write_letter(self, data);
    exs_engine_stop(script->engine);
}

/* Cancels the event of script->id; "+" if that was still possible. */
static void cancel_one(void *self, void *data)
{
    Script *script = self;

    write_letter(self, data);
    g_string_append_c(script->log, exs_engine_cancel(script->engine, script->id) ? '+' : '-');
}

/* Asks for itself again, at once, `left` times. */
static void repeat(void *self, void *data)
{
    Script *script = self;

    if (script->left-- > 0)
        exs_engine_at(script->engine, exs_engine_now(script->engine), repeat, self, data);
}

static void write_two(void *self, void *data)
{
    Script *script = self;
    ExsTime now = exs_engine_now(script->engine);

    write_letter(self, data);
    exs_engine_at(script->engine, now + 10, write_letter, self, (char *)"y");
    exs_engine_at(script->engine, now, write_letter, self, (char *)"x");
}

static void count_event(void *self, void *data)
{
    (void)data;
    ++*(uint64_t *)self;
}

/* Looks at the queue before and after it schedules something. */
static void look(void *self, void *data)
{
    Script *script = self;
    ExsEngine *engine = script->engine;

    (void)data;
    ck_assert_uint_eq(exs_engine_pending(engine), 1);
    ck_assert_int_eq(exs_engine_next(engine), 20);
    exs_engine_at(engine, 15, write_letter, self, (char *)"n");
    ck_assert_uint_eq(exs_engine_pending(engine), 2);
    ck_assert_int_eq(exs_engine_next(engine), 15);
}

static Script script_new(void)
{
    return (Script){.engine = exs_engine_new(0), .log = g_string_new(NULL)};
}

static void script_at(Script *script, ExsTime when, ExsEventFunc func, const char *letter)
{
    script->id = exs_engine_at(script->engine, when, func, script, (char *)letter);
}

/* Runs and checks what was logged. */
static void script_run(Script *script, ExsTime end, const char *log)
{
    g_autoptr(GError) error = NULL;

    ck_assert_msg(exs_engine_run_until(script->engine, end, &error), "%s",
                  error ? error->message : "");
    ck_assert_str_eq(script->log->str, log);
    g_string_truncate(script->log, 0);
}

static void script_clear(Script *script)
{
    g_string_free(script->log, TRUE);
    exs_engine_free(script->engine);
}

/* -- one sentence a test ------------------------------------------------------------ */

START_TEST(runs_by_time_then_in_the_order_scheduled)
{
    Script script = script_new();

    script_at(&script, 20, write_letter, "d");
    script_at(&script, 10, write_letter, "a");
    script_at(&script, 10, write_two, "b");
    script_at(&script, 10, write_letter, "c");
    script_at(&script, 20, write_letter, "e");
    script_run(&script, 20, "abcxdey");
    ck_assert_uint_eq(exs_engine_count(script.engine), 7);
    script_clear(&script);
}
END_TEST

START_TEST(runs_up_to_and_including_the_end)
{
    Script script = script_new();

    script_at(&script, 10, write_letter, "a");
    script_at(&script, 11, write_letter, "b");
    script_run(&script, 9, "");
    ck_assert_int_eq(exs_engine_now(script.engine), 9);
    script_run(&script, 10, "a");
    ck_assert_int_eq(exs_engine_next(script.engine), 11);
    script_run(&script, 100, "b");
    ck_assert_int_eq(exs_engine_now(script.engine), 100);
    ck_assert_int_eq(exs_engine_next(script.engine), EXS_TIME_NEVER);
    ck_assert_uint_eq(exs_engine_pending(script.engine), 0);
    script_clear(&script);
}
END_TEST

START_TEST(starts_at_any_date)
{
    g_autoptr(ExsEngine) engine = exs_engine_new(EXS_TIME_LAST);
    uint64_t count = 0;

    exs_engine_at(engine, EXS_TIME_LAST, count_event, &count, NULL);
    ck_assert(exs_engine_run_until(engine, EXS_TIME_LAST, NULL));
    ck_assert_uint_eq(count, 1);
}
END_TEST

START_TEST(stops_after_the_running_event)
{
    Script script = script_new();

    script_at(&script, 10, stop_run, "a");
    script_at(&script, 10, write_letter, "b");
    script_run(&script, 50, "a");
    ck_assert_int_eq(exs_engine_now(script.engine), 10);
    ck_assert_uint_eq(exs_engine_pending(script.engine), 1);
    script_run(&script, 50, "b");
    ck_assert_int_eq(exs_engine_now(script.engine), 50);
    script_clear(&script);
}
END_TEST

START_TEST(cancels_once)
{
    Script script = script_new();

    script_at(&script, 10, write_letter, "a");
    ck_assert(exs_engine_cancel(script.engine, script.id));
    ck_assert(!exs_engine_cancel(script.engine, script.id));
    ck_assert_uint_eq(exs_engine_pending(script.engine), 0);
    ck_assert_int_eq(exs_engine_next(script.engine), EXS_TIME_NEVER);
    script_run(&script, 20, "");
    ck_assert_uint_eq(exs_engine_count(script.engine), 0);
    script_clear(&script);
}
END_TEST

START_TEST(cancels_no_event)
{
    g_autoptr(ExsEngine) engine = exs_engine_new(0);

    ck_assert(!exs_engine_cancel(engine, 0));
    ck_assert(!exs_engine_cancel(engine, 1));
    ck_assert(!exs_engine_cancel(engine, UINT64_MAX));
    ck_assert(!exs_engine_cancel(engine, (ExsEventId)7 << 32 | 1));
}
END_TEST

START_TEST(cancels_from_a_handler)
{
    Script script = script_new();

    script_at(&script, 10, cancel_one, "a");
    script_at(&script, 10, write_letter, "b");
    script_at(&script, 11, write_letter, "c");
    script_run(&script, 20, "a+b");
    script_at(&script, 30, cancel_one, "me");
    script_run(&script, 40, "me-");
    script_clear(&script);
}
END_TEST

/* The slot of an event that ran is used again at once: the old id must not fit. */
START_TEST(does_not_cancel_the_next_tenant_of_a_slot)
{
    Script script = script_new();
    ExsEventId old;

    script_at(&script, 10, write_letter, "a");
    old = script.id;
    script_run(&script, 10, "a");
    script_at(&script, 20, write_letter, "b");
    ck_assert_uint_eq(script.id >> 32, old >> 32);
    ck_assert_uint_ne(script.id, old);
    ck_assert(!exs_engine_cancel(script.engine, old));
    script_run(&script, 20, "b");
    script_clear(&script);
}
END_TEST

/* Timers that are set and cancelled for ever must not pile up. */
START_TEST(uses_the_slots_of_cancelled_events_again)
{
    Script script = script_new();

    for (int i = 0; i < 100000; i++) {
        script_at(&script, 1000 + i, write_letter, "a");
        if (script.id >> 32 >= 1000)
            ck_abort_msg("slot %u", (unsigned int)(script.id >> 32));
        exs_engine_cancel(script.engine, script.id);
    }
    script_run(&script, 200000, "");
    script_clear(&script);
}
END_TEST

START_TEST(answers_inside_a_handler)
{
    Script script = script_new();

    script_at(&script, 10, look, NULL);
    script_at(&script, 20, write_letter, "z");
    script_run(&script, 30, "nz");
    script_clear(&script);
}
END_TEST

START_TEST(refuses_an_instant_that_never_finishes)
{
    Script script = script_new();
    g_autoptr(GError) error = NULL;

    script.left = EXS_ENGINE_MAX_DEPTH + 1;
    script_at(&script, 10, repeat, NULL);
    ck_assert(!exs_engine_run_until(script.engine, 20, &error));
    ck_assert(g_error_matches(error, EXS_ERROR, EXS_ERROR_LIVELOCK));
    ck_assert_ptr_nonnull(strstr(error->message, "1970-01-01 00:00:00.00001 "));
    ck_assert_int_eq(exs_engine_now(script.engine), 10);
    ck_assert_uint_eq(exs_engine_count(script.engine), EXS_ENGINE_MAX_DEPTH + 1);
    script_clear(&script);
}
END_TEST

START_TEST(takes_a_burst_for_no_livelock)
{
    g_autoptr(ExsEngine) engine = exs_engine_new(5);
    uint64_t count = 0;

    for (int i = 0; i < 1000000; i++)
        exs_engine_at(engine, 5, count_event, &count, NULL);
    ck_assert(exs_engine_run_until(engine, 5, NULL));
    ck_assert_uint_eq(count, 1000000);
}
END_TEST

START_TEST(allows_the_greatest_depth_at_every_instant)
{
    Script script = script_new();

    for (int i = 1; i <= 3; i++) {
        script.left = EXS_ENGINE_MAX_DEPTH;
        script_at(&script, 10 * i, repeat, NULL);
        script_run(&script, 10 * i, "");
    }
    ck_assert_uint_eq(exs_engine_count(script.engine), 3 * (EXS_ENGINE_MAX_DEPTH + 1));
    script_clear(&script);
}
END_TEST

START_TEST(probes_after_every_event)
{
    Script script = script_new();
    uint64_t probed = 0;

    exs_engine_set_probe(script.engine, count_event, &probed);
    script_at(&script, 10, write_two, "a");
    script_run(&script, 20, "axy");
    ck_assert_uint_eq(probed, 3);
    exs_engine_set_probe(script.engine, NULL, NULL);
    script_at(&script, 30, write_letter, "b");
    script_run(&script, 30, "b");
    ck_assert_uint_eq(probed, 3);
    script_clear(&script);
}
END_TEST

START_TEST(refuses_the_past)
{
    Script script = script_new();

    script_run(&script, 10, "");
    script_at(&script, 9, write_letter, "a");
}
END_TEST

/* -- against a naive list ----------------------------------------------------------- */

#define FUZZ_IDS 64

/* An assertion of Check writes to a pipe even when it holds: too slow for millions. */
static void agree(bool holds, const char *what)
{
    if (!holds)
        ck_abort_msg("%s", what);
}

typedef struct {
    ExsTime when;
    uint64_t serial;
    ExsEventId id;
} Waiting;

typedef struct {
    ExsEngine *engine;
    GArray *waiting; /* of Waiting, in no order */
    ExsStream stream;
    uint64_t serial;
    uint64_t ran;
    uint64_t cancels; /* of 16 operations */
    ExsEventId gone[FUZZ_IDS];
    uint64_t gone_count;
} Fuzz;

static void fuzz_run(void *self, void *data);

static guint fuzz_earliest(const Fuzz *fuzz)
{
    guint best = 0;

    for (guint i = 1; i < fuzz->waiting->len; i++) {
        const Waiting *one = &g_array_index(fuzz->waiting, Waiting, i);
        const Waiting *least = &g_array_index(fuzz->waiting, Waiting, best);

        if (one->when < least->when || (one->when == least->when && one->serial < least->serial))
            best = i;
    }
    return best;
}

static void fuzz_remove(Fuzz *fuzz, guint index)
{
    fuzz->gone[fuzz->gone_count++ % FUZZ_IDS] = g_array_index(fuzz->waiting, Waiting, index).id;
    g_array_remove_index_fast(fuzz->waiting, index);
}

static void fuzz_add(Fuzz *fuzz)
{
    static const uint64_t reaches[] = {1, 3, 100, 1000000};
    uint64_t reach = reaches[exs_stream_below(&fuzz->stream, G_N_ELEMENTS(reaches))];
    Waiting one = {.when = exs_engine_now(fuzz->engine) +
                           (ExsTime)exs_stream_below(&fuzz->stream, reach),
                   .serial = ++fuzz->serial};

    one.id = exs_engine_at(fuzz->engine, one.when, fuzz_run, fuzz, GSIZE_TO_POINTER(one.serial));
    agree(one.id != 0, "an event has an id");
    g_array_append_val(fuzz->waiting, one);
}

static void fuzz_cancel(Fuzz *fuzz)
{
    guint count = fuzz->waiting->len;
    guint index = count ? (guint)exs_stream_below(&fuzz->stream, count) : 0;

    if (count > 0) {
        agree(exs_engine_cancel(fuzz->engine, g_array_index(fuzz->waiting, Waiting, index).id),
              "an event that waits can be cancelled");
        fuzz_remove(fuzz, index);
    }
    agree(!exs_engine_cancel(fuzz->engine, fuzz->gone[exs_stream_below(&fuzz->stream, FUZZ_IDS)]),
          "an event that is gone cannot");
}

static void fuzz_look(Fuzz *fuzz)
{
    ExsTime next = EXS_TIME_NEVER;

    if (fuzz->waiting->len > 0)
        next = g_array_index(fuzz->waiting, Waiting, fuzz_earliest(fuzz)).when;
    agree(exs_engine_next(fuzz->engine) == next, "when the next is due");
}

static void fuzz_operate(Fuzz *fuzz)
{
    uint64_t operation = exs_stream_below(&fuzz->stream, 16);

    if (operation < fuzz->cancels)
        fuzz_cancel(fuzz);
    else if (operation < 15)
        fuzz_add(fuzz);
    else
        fuzz_look(fuzz);
    agree(exs_engine_pending(fuzz->engine) == fuzz->waiting->len, "how many wait");
}

static void fuzz_run(void *self, void *data)
{
    Fuzz *fuzz = self;
    guint index = fuzz_earliest(fuzz);
    const Waiting *one = &g_array_index(fuzz->waiting, Waiting, index);

    agree(one->serial == GPOINTER_TO_SIZE(data), "which one runs");
    agree(one->when == exs_engine_now(fuzz->engine), "when it runs");
    fuzz_remove(fuzz, index);
    agree(exs_engine_count(fuzz->engine) == ++fuzz->ran, "how many ran");
    for (uint64_t i = exs_stream_below(&fuzz->stream, 4); i > 0; i--)
        fuzz_operate(fuzz);
}

START_TEST(agrees_with_a_naive_list)
{
    Fuzz fuzz = {.engine = exs_engine_new(0),
                 .waiting = g_array_new(FALSE, FALSE, sizeof(Waiting)),
                 .stream = exs_stream((uint64_t)_i, "test", "engine")};

    for (int phase = 0; phase < 60; phase++) {
        fuzz.cancels = exs_stream_below(&fuzz.stream, 13);
        for (uint64_t i = exs_stream_below(&fuzz.stream, 400); i > 0; i--)
            fuzz_operate(&fuzz);
        ck_assert(exs_engine_run_until(
            fuzz.engine, exs_engine_now(fuzz.engine) + (ExsTime)exs_stream_below(&fuzz.stream, 100),
            NULL));
        if (fuzz.waiting->len > 1000)
            for (guint count = fuzz.waiting->len - 10; count > 0; count--)
                fuzz_cancel(&fuzz);
    }
    fuzz.cancels = 12; /* each event now causes less than one other */
    ck_assert(exs_engine_run_until(fuzz.engine, EXS_TIME_LAST, NULL));
    ck_assert_uint_eq(fuzz.waiting->len, 0);
    ck_assert_uint_gt(fuzz.ran, 500);
    g_array_free(fuzz.waiting, TRUE);
    exs_engine_free(fuzz.engine);
}
END_TEST

static void add_rows(TCase *tcase)
{
    tcase_add_test(tcase, runs_by_time_then_in_the_order_scheduled);
    tcase_add_test(tcase, runs_up_to_and_including_the_end);
    tcase_add_test(tcase, starts_at_any_date);
    tcase_add_test(tcase, stops_after_the_running_event);
    tcase_add_test(tcase, cancels_once);
    tcase_add_test(tcase, cancels_no_event);
    tcase_add_test(tcase, cancels_from_a_handler);
    tcase_add_test(tcase, does_not_cancel_the_next_tenant_of_a_slot);
    tcase_add_test(tcase, uses_the_slots_of_cancelled_events_again);
    tcase_add_test(tcase, answers_inside_a_handler);
    tcase_add_test(tcase, refuses_an_instant_that_never_finishes);
    tcase_add_test(tcase, takes_a_burst_for_no_livelock);
    tcase_add_test(tcase, allows_the_greatest_depth_at_every_instant);
    tcase_add_test(tcase, probes_after_every_event);
    tcase_add_test_raise_signal(tcase, refuses_the_past, SIGABRT);
}

Suite *suite_engine(void)
{
    Suite *suite = suite_create("engine");
    TCase *tcase = tcase_create("engine");

    tcase_set_timeout(tcase, 60);
    add_rows(tcase);
    tcase_add_loop_test(tcase, agrees_with_a_naive_list, 0, 20);
    suite_add_tcase(suite, tcase);
    return suite;
}
