/* vopr_second.c - route choice a second time, slowly, from the published text alone: the list of
 * Q193322 with what RK5, Q166567, Q186289, Q187915, Q190022, Q196665 and Q251441 add to it. Knows
 * nothing of select.c: reads a decision's candidates from the record, strikes them off one after
 * the other, each for a rival that is better, and compares what is left, and what struck each
 * off, with what the record says.
 *
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "exsim/model/routing/select.h"
#include "vopr.h"

/* A candidate as somebody reads it in a table of the record. */
typedef struct {
    uint32_t connector;
    int64_t cost, tries, maximum, opens, retries;
    const char *activation;
    bool retrying, remote, inbound, from, used, taken, origin, oversize, barred;
    const char *struck_by; /* the row of the list, as the record names it; NULL: still there */
    const char *real;      /* the same, by the program */
} Rival;

typedef struct {
    Rival *rivals;
    size_t count;
    ExsProduct product; /* of the server that decides */
    bool cheapest_only; /* its administrator wants only the least cost routes */
} Choice;

static bool is_later(const Choice *choice, ExsLine line, ExsBuild build)
{
    return choice->product.line == line && choice->product.build >= build;
}

/* ---- what a row of the list objects to ---- */

/* Whatever its rivals are. */
typedef bool (*Objection)(const Rival *it);
/* Is `it` worse than this rival? */
typedef bool (*Comparison)(const Rival *it, const Rival *rival);

static bool is_barred(const Rival *it)
{
    return it->barred;
}

static bool is_oversize(const Rival *it)
{
    return it->oversize;
}

static bool is_inbound(const Rival *it)
{
    return it->inbound;
}

static bool is_from(const Rival *it)
{
    return it->from;
}

static bool is_spent(const Rival *it)
{
    return it->maximum != 0 && it->tries >= it->maximum;
}

static bool is_shut_beside_open(const Rival *it, const Rival *rival)
{
    return strcmp(rival->activation, "now") == 0 && strcmp(it->activation, "now") != 0;
}

static bool is_dearer(const Rival *it, const Rival *rival)
{
    return it->cost > rival->cost;
}

static bool went_there(const Rival *it, const Rival *rival)
{
    return it->taken && !rival->taken;
}

static int state_of(const Rival *it)
{
    static const char *const best_first[] = {"now", "later", "remote", "never"};

    for (int i = 0; i < (int)G_N_ELEMENTS(best_first); i++)
        if (strcmp(it->activation, best_first[i]) == 0)
            return i;
    return -1;
}

static bool connects_later(const Rival *it, const Rival *rival)
{
    if (state_of(it) != state_of(rival))
        return state_of(it) > state_of(rival);
    return state_of(it) == 1 && it->opens > rival->opens;
}

static bool was_tried_more(const Rival *it, const Rival *rival)
{
    return it->tries > rival->tries;
}

static bool retries_beside_idle(const Rival *it, const Rival *rival)
{
    return it->retrying && !rival->retrying;
}

static bool stands_before(const Rival *it, const Rival *rival)
{
    return it < rival;
}

static bool is_elsewhere_beside_here(const Rival *it, const Rival *rival)
{
    return it->remote && !rival->remote;
}

static bool would_split(const Rival *it, const Rival *rival)
{
    return rival->used && !it->used;
}

static bool is_origin_beside_other(const Rival *it, const Rival *rival)
{
    return it->origin && !rival->origin;
}

/* ---- striking off ---- */

static void object(Choice *choice, const char *row, Objection objection)
{
    for (size_t i = 0; i < choice->count; i++)
        if (!choice->rivals[i].struck_by && objection(&choice->rivals[i]))
            choice->rivals[i].struck_by = row;
}

/* Those struck off by this row still count as rivals until it is done. */
static void compare(Choice *choice, const char *row, Comparison is_worse)
{
    g_autofree bool *was_there = g_new(bool, choice->count);

    for (size_t i = 0; i < choice->count; i++)
        was_there[i] = choice->rivals[i].struck_by == NULL;
    for (size_t i = 0; i < choice->count; i++)
        for (size_t k = 0; k < choice->count && was_there[i]; k++)
            if (was_there[k] && is_worse(&choice->rivals[i], &choice->rivals[k]))
                choice->rivals[i].struck_by = row;
}

static bool some_elsewhere(const Choice *choice)
{
    for (size_t i = 0; i < choice->count; i++)
        if (!choice->rivals[i].struck_by && choice->rivals[i].remote)
            return true;
    return false;
}

/* All that are left wait, and for the same instant. */
static bool timers_are_equal(const Choice *choice)
{
    const Rival *first = NULL;

    for (size_t i = 0; i < choice->count; i++) {
        const Rival *it = &choice->rivals[i];

        if (it->struck_by)
            continue;
        if (!it->retrying || (first && it->retries != first->retries))
            return false;
        first = first ? first : it;
    }
    return first != NULL;
}

/* The list, from the top. */
static void choose(Choice *choice)
{
    bool is_55 = choice->product.line == EXS_LINE_55;
    bool is_blind =
        choice->cheapest_only && is_55 && !is_later(choice, EXS_LINE_55, EXS_BUILD(2232, 0));

    object(choice, "a bar", is_barred);
    object(choice, "CONNECTOR_SIZE_LIMIT", is_oversize);
    object(choice, "STEP_1_NOT_INBOUND", is_inbound);
    object(choice, "NOT_BACK_INSIDE", is_from);
    if (is_later(choice, EXS_LINE_55, EXS_BUILD(2650, 0)) && !choice->cheapest_only)
        compare(choice, "BOUNCE_BACK", went_there);
    if (choice->cheapest_only) {
        compare(choice, "LEAST_COST_ACTIVE", is_shut_beside_open);
        compare(choice, "LEAST_COST_ONLY", is_dearer);
    }
    object(choice, "STEP_2_BELOW_MAXIMUM", is_spent);
    compare(choice, "STEP_3_ACTIVATION", connects_later);
    if (!is_blind) {
        compare(choice, "STEP_4_FEWEST_TRIES", was_tried_more);
        if (!some_elsewhere(choice))
            compare(choice, "STEP_5_NOT_RETRYING", retries_beside_idle);
    }
    if (is_55 && !is_later(choice, EXS_LINE_55, EXS_BUILD(2500, 0)) && timers_are_equal(choice))
        compare(choice, "EQUAL_TIMERS_LAST", stands_before);
    compare(choice, "STEP_6_COST", is_dearer);
    compare(choice, "STEP_7_LOCAL", is_elsewhere_beside_here);
    compare(choice, "USED_FOR_MESSAGE", would_split);
    if (is_later(choice, EXS_LINE_55, EXS_BUILD(2448, 0)))
        compare(choice, "GATEWAY_ORIGIN_LAST", is_origin_beside_other);
}

/* ---- reading the record ---- */

/* From 5.5 a check box, which counts once the value of older days is deleted; before it the value,
 * in the service packs that know it. */
static bool wants_cheapest_only(ExsProduct product, const ExsSettings *settings)
{
    if (product.line == EXS_LINE_55)
        return !exs_setting_is_set(settings, EXS_SETTING_LEAST_COST_REGISTRY) &&
               exs_setting(settings, EXS_SETTING_LEAST_COST_BOX) != 0;
    if (product.build < (product.line == EXS_LINE_40 ? EXS_BUILD(995, 0) : EXS_BUILD(1458, 0)))
        return false;
    return exs_setting(settings, EXS_SETTING_LEAST_COST_REGISTRY) != 0;
}

/* Was the row a candidate of the choice? Others fell when the address was looked up. */
static bool took_part(const ExsDecision *decision, uint32_t row)
{
    if (decision->felled_by[row] == 0)
        return true;
    for (uint32_t i = 0; i < decision->step_count; i++)
        if (decision->steps[i] == decision->felled_by[row])
            return true;
    return false;
}

static Rival read_rival(const ExsRecord *record, const ExsDecision *decision, uint32_t row)
{
    const int64_t *cells = decision->cells + (size_t)row * exs_record_column_count(record);
    uint32_t felled_by = decision->felled_by[row];

#define CELL(name) cells[exs_record_find_column(record, name)]
    return (Rival){
        .connector = (uint32_t)CELL("connector"),
        .cost = CELL("cost"),
        .tries = CELL("tries"),
        .maximum = CELL("maximum"),
        .opens = CELL("opens"),
        .retries = CELL("retries"),
        .activation = exs_record_text_at(record, (uint32_t)CELL("activation")),
        .retrying = CELL("retrying"),
        .remote = CELL("remote"),
        .inbound = CELL("inbound"),
        .from = CELL("from"),
        .used = CELL("used"),
        .taken = CELL("taken"),
        .origin = CELL("origin"),
        .oversize = CELL("oversize"),
        .barred = CELL("barred"),
        .real = felled_by == 0 ? NULL : exs_record_rule(record, felled_by)->id,
    };
#undef CELL
}

static bool is_agreed(const Rival *it)
{
    if (!it->struck_by || !it->real)
        return !it->struck_by && !it->real;
    if (it->barred) /* by Heuristics, by its lists of senders, or by a conversion that failed */
        return g_str_has_prefix(it->real, "BARS_") || strcmp(it->real, "CONNECTOR_SENDERS") == 0 ||
               strcmp(it->real, "CONVERSION_FAILS") == 0;
    return strcmp(it->struck_by, it->real) == 0;
}

static void disagree(const Vopr *vopr, const char *where, const Rival *it)
{
    g_autofree char *what = g_strdup_printf(
        "%s: %s %s%s, the second opinion says %s%s", where,
        it->connector ? exs_record_object(vopr->world->record, it->connector)->name : "a route",
        it->real ? "fell to " : "survived", it->real ? it->real : "",
        it->struck_by ? "it falls to " : "it survives", it->struck_by ? it->struck_by : "");

    vopr_broken(vopr, what);
}

/* Returns the connectors that are left. */
static GPtrArray *check_decision(const Vopr *vopr, uint32_t number)
{
    const ExsRecord *record = vopr->world->record;
    const ExsDecision *decision = exs_record_decision(record, number);
    const ExsServer *server = vopr_server(vopr->world, decision->actor);
    g_autofree Rival *rivals = g_new(Rival, decision->row_count + 1);
    GPtrArray *left = g_ptr_array_new();
    Choice choice = {.rivals = rivals,
                     .product = server->product,
                     .cheapest_only = wants_cheapest_only(server->product, &server->settings)};

    for (uint32_t row = 0; row < decision->row_count; row++)
        if (took_part(decision, row))
            rivals[choice.count++] = read_rival(record, decision, row);
    choose(&choice);
    for (size_t i = 0; i < choice.count; i++) {
        if (!is_agreed(&rivals[i])) {
            g_autofree char *where = g_strdup_printf("decision %u", number);

            disagree(vopr, where, &rivals[i]);
        }
        if (!rivals[i].struck_by)
            g_ptr_array_add(left, GUINT_TO_POINTER(rivals[i].connector));
    }
    return left;
}

/* What was done is one of those that are left, or nothing where nothing is. */
static bool was_left(uint32_t connector, const GPtrArray *left)
{
    return connector == 0 ? left->len == 0
                          : g_ptr_array_find((GPtrArray *)left, GUINT_TO_POINTER(connector), NULL);
}

void vopr_check_choices(const Vopr *vopr)
{
    const ExsRecord *record = vopr->world->record;
    g_autoptr(GPtrArray) left =
        g_ptr_array_new_with_free_func((GDestroyNotify)(void *)g_ptr_array_unref);

    for (uint32_t number = 1; number <= exs_record_decision_count(record); number++)
        g_ptr_array_add(left, check_decision(vopr, number));
    for (uint64_t i = 0; i < exs_record_count(record); i++) {
        const ExsEntry *entry = exs_record_entry(record, i);

        if ((entry->kind == EXS_TRACE_ROUTED || entry->kind == EXS_TRACE_REROUTED) &&
            entry->word[3] != 0 && !was_left(entry->word[2], left->pdata[entry->word[3] - 1]))
            vopr_broken(vopr, "a route was taken that is not among those left");
    }
}

/* ---- choices that no organisation came to ---- */

static ExsRoute random_route(Vopr *vopr, uint16_t place)
{
    return (ExsRoute){
        .cost = (int64_t)vopr_roll(vopr, 3),
        .tries = (uint32_t)vopr_roll(vopr, 3),
        .maximum = (uint32_t)vopr_roll(vopr, 4),
        .activation = (ExsActivation)(vopr_roll(vopr, 2) * vopr_roll(vopr, 4)),
        .opens = (ExsTime)vopr_roll(vopr, 3),
        .retrying = vopr_roll(vopr, 2),
        .retries = (ExsTime)vopr_roll(vopr, 2),
        .place = place,
        .remote = vopr_roll(vopr, 4) == 0,
        .came_in_here = vopr_roll(vopr, 8) == 0,
        .came_from = vopr_roll(vopr, 8) == 0,
        .used = vopr_roll(vopr, 3) == 0,
        .taken = vopr_roll(vopr, 4) == 0,
        .is_origin = vopr_roll(vopr, 4) == 0,
        .too_large = vopr_roll(vopr, 8) == 0,
        .barred_by = vopr_roll(vopr, 8) == 0 ? EXS_RULE_BARS_SYSTEM : EXS_RULE_NONE,
    };
}

static Rival rival_of(const ExsRoute *route, ExsRule felled_by)
{
    static const char *const activations[] = {"now", "later", "remote", "never"};

    return (Rival){
        .cost = route->cost,
        .tries = route->tries,
        .maximum = route->maximum,
        .opens = route->opens,
        .retries = route->retries,
        .activation = activations[route->activation],
        .retrying = route->retrying,
        .remote = route->remote,
        .inbound = route->came_in_here,
        .from = route->came_from,
        .used = route->used,
        .taken = route->taken,
        .origin = route->is_origin,
        .oversize = route->too_large,
        .barred = route->barred_by != EXS_RULE_NONE,
        .real = felled_by == EXS_RULE_NONE ? NULL : exs_rule_info(felled_by)->id,
    };
}

static ExsProduct random_product(Vopr *vopr)
{
    static const char *const products[] = {"4.0",      "4.0 SP3",  "4.0 SP4", "5.0",
                                           "5.0 SP1",  "5.5",      "5.5 SP1", "5.5 SP2",
                                           "5.5.2499", "5.5.2500", "5.5 SP3", "5.5 SP4"};
    ExsProduct product;

    exs_product_parse(products[vopr_roll(vopr, G_N_ELEMENTS(products))], &product, NULL);
    return product;
}

#define ROUTES_MAX 6

void vopr_check_random_choice(Vopr *vopr, const ExsRuleSet *without)
{
    ExsProduct product = random_product(vopr);
    ExsBuilds builds = exs_builds(product);
    ExsSettings settings = {0};
    ExsPolicy policy = {exs_rules_in_force(&builds, NULL, without), &settings};
    uint16_t alive[ROUTES_MAX];
    uint32_t felled_by[ROUTES_MAX];
    ExsSelection selection = {.alive = alive, .felled_by = felled_by};
    ExsRoute routes[ROUTES_MAX];
    Rival rivals[ROUTES_MAX];
    Choice choice = {
        .rivals = rivals, .count = 1 + vopr_roll(vopr, ROUTES_MAX), .product = product};

    if (vopr_roll(vopr, 4) == 0)
        exs_setting_set(&settings, EXS_SETTING_LEAST_COST_REGISTRY, (int64_t)vopr_roll(vopr, 2),
                        NULL);
    exs_setting_set(&settings, EXS_SETTING_LEAST_COST_BOX, (int64_t)vopr_roll(vopr, 2), NULL);
    choice.cheapest_only = wants_cheapest_only(product, &settings);
    for (size_t i = 0; i < choice.count; i++)
        routes[i] = random_route(vopr, (uint16_t)i);
    exs_select(&selection, routes, choice.count, &policy);
    for (size_t i = 0; i < choice.count; i++)
        rivals[i] = rival_of(&routes[i], felled_by[i]);
    choose(&choice);
    for (size_t i = 0; i < choice.count; i++)
        if (!is_agreed(&rivals[i]))
            disagree(vopr, "a choice made up", &rivals[i]);
}
