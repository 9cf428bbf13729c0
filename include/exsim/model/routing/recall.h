/* recall.h - selections made before, found again by what they were made from.
 *
 * Most mail meets the routes of its MTA as the mail before found them. A selection is pure, so that
 * it holds as long as the routes, the rules, the settings and who sends for a connector are the
 * same. Each has a number of its own: what follows from it can be kept under that number.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/routing/select.h"

typedef struct ExsRecall ExsRecall;

ExsRecall *exs_recall_new(void);
void exs_recall_free(ExsRecall *recall);

/* As exs_select(); the routes' padding is 0. `senders`: counts how often who sends has changed.
 * `number`: never one that a different question had before. (borrowed until the next call) */
const ExsSelection *exs_recall_select(ExsRecall *recall, const ExsRoute *routes, size_t count,
                                      const ExsPolicy *policy, uint32_t senders, uint32_t *number);
