/* external_trace.h - what P1 tells of the management domains that a copy has been at.
 *
 * One entry for each domain, marked where the copy was rerouted or redirected in it, and the
 * per-domain bilateral information of Exchange: which sites it was in. A copy that has never left
 * the organisation has none. The organisation is one domain, each foreign system is another.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define EXS_DOMAIN_OWN 0 /* the organisation's; another domain is named by its host's id */

/* An entry. */
typedef struct {
    uint32_t domain;
    bool is_rerouted; /* or redirected, or a list of it expanded */
} ExsPassage;

typedef struct ExsExternalTrace {
    GArray *passages; /* ExsPassage, in order; the oldest are forgotten after 1,024 */
    GArray *sites;    /* uint32_t: numbers of the sites that the bilateral information names */
} ExsExternalTrace;

ExsExternalTrace *exs_external_trace_new(void);
ExsExternalTrace *exs_external_trace_copy(const ExsExternalTrace *trace);
/* NULL: nothing. */
void exs_external_trace_free(ExsExternalTrace *trace);

void exs_external_trace_add(ExsExternalTrace *trace, uint32_t domain, bool is_rerouted);
/* Once only. */
void exs_external_trace_add_site(ExsExternalTrace *trace, uint32_t site);
bool exs_external_trace_has_site(const ExsExternalTrace *trace, uint32_t site);
