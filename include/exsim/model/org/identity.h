/* identity.h - the addresses that a site gives: its own spaces, and DN and proxies of whoever is
 * new in it.
 *
 * Names may have any character; what an address cannot hold is escaped (DN, O/R) or replaced (SMTP,
 * and wildcards in the spaces of a site).
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* "EX:/o=ORG/ou=SITE" and "X400:c=US;a= ;p=ORG;o=SITE", for the site of this name. */
const ExsSpace *exs_identity_dn_space(ExsWorld *world, const char *site, GError **error);
const ExsSpace *exs_identity_x400_space(ExsWorld *world, const char *site, GError **error);

/* "EX:/o=OTHER/ou=SITE", of a site of another organisation. */
const ExsSpace *exs_identity_foreign_space(ExsWorld *world, const char *organization,
                                           const char *site, GError **error);

/* The domain of Site Addressing: that of the SMTP addresses of its recipients, interned. */
uint32_t exs_identity_domain(const ExsWorld *world, const ExsSite *site);
/* The Internet domain of the site, "SITE.ORG.com" if its page says none. (owned by the caller) */
char *exs_identity_domain_text(const ExsWorld *world, const ExsSite *site);

/* The addresses of a new recipient, each one that nobody has:
 * "EX:/o=ORG/ou=SITE/cn=Recipients/cn=ann", "X400:c=US;a= ;p=ORG;o=SITE;s=Lee;g=Ann;" (without
 * names the alias is the surname), "SMTP:ann@SITE.ORG.com". */
const ExsAddress *exs_identity_dn(ExsWorld *world, const ExsSite *site, const char *alias,
                                  GError **error);
const ExsAddress *exs_identity_x400(ExsWorld *world, const ExsSite *site, const ExsPerson *person,
                                    GError **error);
const ExsAddress *exs_identity_smtp(ExsWorld *world, const ExsSite *site, const char *alias,
                                    GError **error);
