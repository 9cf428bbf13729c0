/* vopr.c - seeded random organisations, random mail and random faults (vopr_trouble.c), and what
 * must hold after every event (vopr_checks.c; after the first 20,000, every sixteenth):
 *
 *   - each open recipient of each message belongs to exactly one copy, and each copy stands in
 *     exactly one place;
 *   - queue counts are queue lengths, and the counted fates are those of the recipients;
 *   - nobody idles while there is work, and nothing stopped works;
 *   - time never runs back;
 *   - every route is chosen as a second, slow reading of the list chooses it (vopr_second.c);
 *   - what a limit or a restriction returned was over it, or of a barred sender (vopr_limits.c);
 *   - every member of a list that was expanded has the message, or somebody heard why not
 *     (vopr_list.c);
 *   - two runs of one seed give the same record, and the record says what happened;
 *   - what happens is the same when nothing is recorded;
 *   - when everything works again long enough, nothing is left open but what a schedule keeps, and
 *     directories that replicate agree (vopr_directory.c).
 *
 * vopr --seeds A..B prints "vopr N seeds clean", or the first seed that is not, and what broke.
 * With --without RULE that rule is off everywhere: of the choice of routes each must be missed.
 * With --record FILE the checked run of a seed is kept there until the next: exsim reads it.
 *
 * SPDX-License-Identifier: MIT */
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "exsim/kernel/rooms.h"
#include "exsim/model/org/letter.h"
#include "vopr.h"

#define START        (888825600 * EXS_SECOND)
#define TROUBLE      (2 * EXS_DAY)  /* mail and faults */
#define AFTERMATH    (12 * EXS_DAY) /* longer than any retry list */
#define LAST_LIFE    (3 * EXS_DAY)  /* longer than two that dial can send each other a letter */
#define LAST_LETTERS (START + TROUBLE + AFTERMATH - LAST_LIFE - EXS_DAY)
#define CHOICES      100 /* made up, for each seed */

#define EVENTS_CLOSELY 20000 /* of a seed: after each of them everything is checked */

/* ---- when it breaks ---- */

static char crash[64];     /* what to say of the seed that runs */
static ExsRuleSet without; /* what is off in every world, to see that somebody notices */
static const char *record; /* file of the checked run; NULL: none is kept */

/* A failed assertion of the model: it has said where, this says with which seed. */
static void on_abort(int signal)
{
    (void)signal;
    if (write(STDOUT_FILENO, crash, strlen(crash)) >= 0)
        _exit(1);
}

/* What goes round hundreds of times is looked at now and then. */
static void on_event(void *object, void *data)
{
    Vopr *vopr = object;

    (void)data;
    if (vopr->events++ < EVENTS_CLOSELY || vopr->events % 16 == 0)
        vopr_check(vopr);
    else
        vopr_check_fates(vopr);
}

/* ---- one seed ---- */

static void run_until(Vopr *vopr, ExsTime end)
{
    GError *error = NULL;
    bool is_done = exs_actors_run(vopr->world, end, &error);

    vopr_must(vopr, is_done, error);
}

static char *finish_record(Vopr *vopr)
{
    GError *error = NULL;
    bool is_finished = exs_record_finish(vopr->world->record, true, &error);

    vopr_must(vopr, is_finished, error);
    return g_strdup(exs_record_fingerprint(vopr->world->record));
}

/* What became of the world, whether anybody wrote it down or not. */
static char *outcome_of(const ExsWorld *world)
{
    GString *out = g_string_new(NULL);

    g_string_printf(out,
                    "events %" G_GUINT64_FORMAT " transfers %" G_GUINT64_FORMAT
                    " reroutes %" G_GUINT64_FORMAT " fates",
                    exs_engine_count(world->engine), world->transfers, world->reroutes);
    for (int i = 0; i < EXS_FATE_COUNT; i++)
        g_string_append_printf(out, " %" G_GUINT64_FORMAT, world->fates[i]);
    return g_string_free(out, FALSE);
}

/* What public stores write to each other they write every day. */
static bool is_any_left(const Vopr *vopr)
{
    for (const ExsMessage *m = vopr->world->newest_message; m; m = m->older)
        if (m->open > 0 && !(m->letter && m->letter->folder &&
                             m->submitted > exs_world_now(vopr->world) - LAST_LIFE))
            return true;
    return false;
}

/* Returns the fingerprint. `outcome`: what became of the world. */
static char *run(uint64_t seed, bool checks, ExsDetail detail, char **outcome)
{
    Vopr vopr = {.seed = seed, .dice = exs_stream(seed, "vopr", ""), .calm = true};
    ExsWorldOptions options = {.seed = seed, .detail = detail, .start = START, .without = without};
    GError *error = NULL;
    char *fingerprint;

    g_snprintf(crash, sizeof crash, "vopr: seed %" G_GUINT64_FORMAT ": an assertion failed\n",
               seed);
    exs_product_parse("5.5 SP4", &options.product, NULL);
    options.record = checks ? record : NULL;
    options.keep = true; /* the checks read it */
    vopr.places = g_hash_table_new(NULL, NULL);
    vopr.flaws = g_hash_table_new(NULL, NULL);
    vopr.counted = g_hash_table_new(NULL, NULL);
    vopr.world = exs_actors_world_new(&options, &error);
    vopr_must(&vopr, vopr.world != NULL, error);
    vopr.has_flaws = vopr_roll(&vopr, 4) == 0;
    vopr_add_sites(&vopr);
    vopr_add_lists(&vopr);
    vopr_add_pairs(&vopr);
    vopr_add_gateways(&vopr);
    vopr_add_foreign(&vopr);
    vopr_add_relays(&vopr);
    vopr_add_replications(&vopr);
    vopr_random_settings(&vopr);
    vopr_add_folders(&vopr);
    vopr_add_limits(&vopr);
    exs_actors_begin(vopr.world);
    if (checks)
        exs_engine_set_probe(vopr.world->engine, on_event, &vopr);
    vopr_plan_trouble(&vopr, START, TROUBLE);
    run_until(&vopr, START + TROUBLE);
    vopr_repair_all(&vopr);
    for (int day = 1; vopr.has_flaws && day <= 3; day++) {
        vopr_purge(&vopr);
        run_until(&vopr, START + TROUBLE + day * EXS_DAY);
    }
    if (checks)
        vopr_check(&vopr);
    run_until(&vopr, START + TROUBLE + AFTERMATH - LAST_LIFE);
    vopr_schedule_replications(&vopr, "never"); /* what is under way arrives */
    run_until(&vopr, START + TROUBLE + AFTERMATH);
    if (vopr.calm && is_any_left(&vopr))
        vopr_broken(&vopr, "mail is left although everything works again");
    if (checks) {
        vopr_check_record(&vopr);
        if (!vopr.is_cut && !vopr_lost_letters(&vopr, "-IS", LAST_LETTERS))
            vopr_check_folders(&vopr);
        if (vopr_lost_letters(&vopr, "-DSA", LAST_LETTERS))
            vopr.is_cut = true;
        vopr_check_directories(&vopr);
        vopr_check_limits(&vopr);
        vopr_check_loops(&vopr);
        vopr_check_flaws(&vopr);
        vopr_check_choices(&vopr);
        if (vopr.world->fates[EXS_FATE_OPEN] == 0)
            vopr_check_lists(&vopr);
        for (int i = 0; i < CHOICES; i++)
            vopr_check_random_choice(&vopr, &without);
    }
    fingerprint = finish_record(&vopr);
    *outcome = outcome_of(vopr.world);
    exs_world_free(vopr.world);
    g_hash_table_unref(vopr.places);
    g_ptr_array_unref(vopr.folders);
    g_hash_table_unref(vopr.flaws);
    g_hash_table_unref(vopr.counted);
    return fingerprint;
}

static bool parse_seeds(const char *text, uint64_t *from, uint64_t *to)
{
    char *end;

    if (!text || !g_ascii_isdigit(*text))
        return false;
    *from = g_ascii_strtoull(text, &end, 10);
    if (strncmp(end, "..", 2) != 0 || !g_ascii_isdigit(end[2]))
        return false;
    *to = g_ascii_strtoull(end + 2, &end, 10);
    return *end == '\0' && *from <= *to;
}

/* One run with every check, one more for the record, and one without a record. */
static bool is_clean(uint64_t seed)
{
    g_autofree char *outcome = NULL, *again = NULL, *unrecorded = NULL;
    g_autofree char *first = run(seed, true, EXS_DETAIL_FULL, &outcome);
    g_autofree char *second = run(seed, false, EXS_DETAIL_FULL, &again);

    g_free(run(seed, false, EXS_DETAIL_NONE, &unrecorded));
    if (strcmp(first, second) != 0)
        printf("vopr: seed %" G_GUINT64_FORMAT ": two runs differ\n", seed);
    else if (strcmp(outcome, unrecorded) != 0)
        printf("vopr: seed %" G_GUINT64_FORMAT ": recording changes what happens: %s; %s\n", seed,
               outcome, unrecorded);
    else
        return true;
    return false;
}

static bool parse_arguments(int argc, char **argv, uint64_t *from, uint64_t *to)
{
    ExsRule rule;

    if (argc < 3 || argc % 2 == 0 || strcmp(argv[1], "--seeds") != 0 ||
        !parse_seeds(argv[2], from, to))
        return false;
    for (int i = 3; i < argc; i += 2)
        if (strcmp(argv[i], "--record") == 0)
            record = argv[i + 1];
        else if (strcmp(argv[i], "--without") == 0 && exs_rule_find(argv[i + 1], &rule, NULL))
            exs_rule_set_add(&without, rule);
        else
            return false;
    return true;
}

int main(int argc, char **argv)
{
    uint64_t from, to;

    exs_rooms_keep_pages();
    if (!parse_arguments(argc, argv, &from, &to)) {
        fprintf(stderr,
                "vopr: write --seeds A..B [--without RULE] [--record FILE], say --seeds 1..200\n");
        return 2;
    }
    signal(SIGABRT, on_abort);
    for (uint64_t seed = from;; seed++) {
        if (!is_clean(seed))
            return 1;
        if (seed == to)
            break;
    }
    printf("vopr %" G_GUINT64_FORMAT " seeds clean\n", to - from + 1);
    return 0;
}
