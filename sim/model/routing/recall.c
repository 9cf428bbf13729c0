/* recall.c - see recall.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/recall.h"

#include <string.h>

#define KEPT 8 /* selections: the last few do */

typedef struct {
    uint32_t number; /* 0: nothing here */
    size_t count, room;
    ExsRoute *routes; /* (owned), as the two arrays of the selection */
    ExsSelection selection;
} Kept;

struct ExsRecall {
    ExsRuleSet rules;
    uint32_t changes; /* of the settings, as their root counts them */
    uint32_t senders;
    uint32_t last; /* the number given last */
    Kept kept[KEPT];
};

ExsRecall *exs_recall_new(void)
{
    return g_new0(ExsRecall, 1);
}

void exs_recall_free(ExsRecall *recall)
{
    if (!recall)
        return;
    for (size_t i = 0; i < KEPT; i++) {
        g_free(recall->kept[i].routes);
        g_free(recall->kept[i].selection.alive);
        g_free(recall->kept[i].selection.felled_by);
    }
    g_free(recall);
}

/* Forgets everything if something else has changed than the routes. */
static void look_around(ExsRecall *self, const ExsPolicy *policy, uint32_t senders)
{
    uint32_t changes = exs_settings_changes(policy->settings);

    if (G_LIKELY(self->changes == changes && self->senders == senders &&
                 memcmp(&self->rules, &policy->rules, sizeof self->rules) == 0))
        return;
    self->changes = changes;
    self->senders = senders;
    self->rules = policy->rules;
    for (size_t i = 0; i < KEPT; i++)
        self->kept[i].number = 0;
}

static const Kept *find(const ExsRecall *self, const ExsRoute *routes, size_t count)
{
    for (size_t i = 0; i < KEPT; i++) {
        const Kept *kept = &self->kept[(self->last - i) % KEPT];

        if (kept->number != 0 && kept->count == count &&
            (count == 0 || memcmp(kept->routes, routes, count * sizeof *routes) == 0))
            return kept;
    }
    return NULL;
}

/* Takes the place of the oldest. */
static const Kept *keep(ExsRecall *self, const ExsRoute *routes, size_t count,
                        const ExsPolicy *policy)
{
    uint32_t number = ++self->last;
    Kept *kept = &self->kept[number % KEPT];

    g_assert(number != 0);
    if (kept->room < count) {
        kept->room = count;
        kept->routes = g_renew(ExsRoute, kept->routes, count);
        kept->selection.alive = g_renew(uint16_t, kept->selection.alive, count);
        kept->selection.felled_by = g_renew(uint32_t, kept->selection.felled_by, count);
    }
    kept->number = number;
    kept->count = count;
    if (count > 0)
        memcpy(kept->routes, routes, count * sizeof *routes);
    exs_select(&kept->selection, routes, count, policy);
    return kept;
}

const ExsSelection *exs_recall_select(ExsRecall *self, const ExsRoute *routes, size_t count,
                                      const ExsPolicy *policy, uint32_t senders, uint32_t *number)
{
    const Kept *kept;

    look_around(self, policy, senders);
    kept = find(self, routes, count);
    if (G_UNLIKELY(!kept))
        kept = keep(self, routes, count, policy);
    *number = kept->number;
    return &kept->selection;
}
