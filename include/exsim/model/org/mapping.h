/* mapping.h - one line of Mcgam.in.txt or Local.in.txt: a domain of the Internet and the attributes
 * of O/R addresses that stand for it.
 *
 *   "microsoft.com#prmd$microsoft.admd$gold 400.c$uk#"   from SMTP to X.400
 *   "prmd$microsoft.admd$gold 400.c$uk#microsoft.com#"   from X.400 to SMTP
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/address.h"

typedef struct {
    bool to_x400;                   /* else to SMTP */
    bool is_local;                  /* of Local.in.txt */
    char *domain;                   /* lower case (owned) */
    char *attribute[EXS_OR_ROUTED]; /* as written; NULL: not given (owned) */
} ExsMapping;

/* Fails with EXS_ERROR_PARSE, naming what is wrong. (owned by the caller) */
ExsMapping *exs_mapping_new(const char *line, bool is_local, GError **error);
void exs_mapping_free(ExsMapping *mapping);

/* How many labels of the domain the mapping takes, from the end; 0: it is not for it. */
unsigned exs_mapping_fits_domain(const ExsMapping *mapping, const char *domain);
/* How many attributes of the address it takes; 0: it is not for it. */
unsigned exs_mapping_fits_address(const ExsMapping *mapping, const ExsAddress *address,
                                  const ExsInterner *interner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsMapping, exs_mapping_free)
