/* mta_candidates.h - what an MTA knows of each candidate route when it chooses among them, and that
 * choice in the record.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/actors/mta.h"
#include "exsim/model/routing/match.h"
#include "exsim/model/routing/select.h"

/* Puts the candidates of the list that take part into mta->routes, and what they are made of into
 * mta->rows. Returns how many there are. `is_redirected`: as exs_restrict_sender() has it. */
uint32_t exs_mta_gather(ExsMta *mta, const ExsTransfer *transfer, const ExsMatchList *list,
                        bool is_redirected);

/* The number in the record of the selection with this number, among so many routes that were
 * gathered. */
uint32_t exs_mta_record_decision(ExsMta *mta, ExsMatchList *list, const ExsSelection *selection,
                                 uint32_t number, uint32_t routes);
