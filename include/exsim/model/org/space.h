/* space.h - address spaces: what a connector says that it can reach; match and specificity.
 *
 * Typed as addresses are, with wildcards: "SMTP:*", "SMTP:*@example.com", "SMTP:" (blank),
 * "X400:c=US;a= ;p=ORG;o=PARIS", "EX:/o=ORG/ou=PARIS", "MS:NET/%". `*` stands for many characters,
 * `%` for one.
 *
 * DDA: the whole string is compared, case ignored. Exact; wildcard; partial (same local part, and
 * the space's domain is the tail at a dot of the address's domain, (ours) from the one printed
 * example; a space without a local part never matches so); blank. EX: organisation and site, exact.
 * X400: C, A, P, O, OU1-4, each that the space gives must match, exact or with wildcards; those it
 * does not give are not asked. `literals` counts the characters that matched outside wildcards and
 * one more per attribute given, so that the deeper space is the more specific.
 *
 * "LOCAL:SMTP:*" is restricted to its site; an X.400 space is written with commas there:
 * "LOCAL:X400:c=US,a=MCI,". No syntax check was made of the value: one that cannot be read is a
 * space that matches nothing.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/address.h"

/* Better is greater. */
typedef enum {
    EXS_MATCH_NONE,
    EXS_MATCH_BLANK,
    EXS_MATCH_PARTIAL,
    EXS_MATCH_WILDCARD,
    EXS_MATCH_EXACT,
} ExsMatchClass;

const char *exs_match_class_name(ExsMatchClass match); /* "wildcard" */

/* Who may use a row: everyone, the connector's site, the connector's location. */
typedef enum { EXS_SCOPE_ORGANIZATION, EXS_SCOPE_SITE, EXS_SCOPE_LOCATION } ExsScope;

bool exs_scope_parse(const char *text, ExsScope *out,
                     GError **error); /* "organization", "site", "location" */
const char *exs_scope_name(ExsScope scope);

typedef struct ExsSpace ExsSpace;

struct ExsSpace {
    uint32_t id; /* dense, from 1, per book */
    ExsAddressForm form;
    uint32_t type;      /* as in ExsAddress */
    const char *text;   /* canonical, "SMTP:*" (borrowed) */
    const char *folded; /* the pattern after "TYPE:", lower case (borrowed) */
    bool has_wildcards;
    uint32_t site_key;                    /* EX: as in ExsAddress */
    const char *attribute[EXS_OR_ROUTED]; /* X400: lower-case pattern; NULL: not given */
    bool is_local;               /* of type LOCAL: a restricted space stands in its value */
    const ExsSpace *within;      /* that space; NULL: none, or its value cannot be read */
    const ExsInterner *interner; /* of the book: has the attributes of addresses (borrowed) */
};

typedef struct ExsSpaceBook ExsSpaceBook;

ExsSpaceBook *exs_space_book_new(ExsInterner *interner); /* interner: (borrowed) */
void exs_space_book_free(ExsSpaceBook *book);

/* The space of a text; each is made once. Fails with EXS_ERROR_PARSE: no type, type over 16
 * characters, an unknown or repeated X.400 attribute, an EX space that is no organisation and site.
 */
const ExsSpace *exs_space(ExsSpaceBook *book, const char *text, GError **error);
/* One more than the highest id. */
uint32_t exs_space_count(const ExsSpaceBook *book);
const ExsSpace *exs_space_at(const ExsSpaceBook *book, uint32_t id);

/* How well the space matches; `literals` (never NULL): characters that matched outside wildcards.
 */
ExsMatchClass exs_space_match(const ExsSpace *space, const ExsAddress *address, uint32_t *literals);

/* The same without one of the attributes of O/R addresses. */
ExsMatchClass exs_space_match_but(const ExsSpace *space, const ExsAddress *address,
                                  ExsOrAttribute skipped, uint32_t *literals);

/* The last part of an address that the space asks for: "ou2", of an X.400 one that gives nothing
 * "nothing"; "ou" of an EX one; else the type of the address, "smtp", which is compared as a whole.
 */
const char *exs_space_deepest(const ExsSpace *space);

/* Does `pattern` with its `*` and `%` match all of `text`? Linear in practice, never exponential.
 * `literals` counts the pattern's characters that are not wild. */
bool exs_wildcard_match(const char *pattern, const char *text, uint32_t *literals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsSpaceBook, exs_space_book_free)
