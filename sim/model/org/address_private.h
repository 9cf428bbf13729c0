/* address_private.h - what the files of addresses and spaces share, and nobody else.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/address.h"

#define EXS_TYPED_LIMIT ((size_t)1024) /* bytes that can be typed as an address or a space */
#define EXS_TYPE_LIMIT  ((size_t)16)   /* characters of a type */
#define EXS_DDA_LIMIT   4              /* of an O/R name: X.411 */

/* Can `text` be typed at all: 1 to 1,024 bytes of UTF-8 without control characters? */
bool exs_typed_check(const char *text, GError **error);

/* Reads "TYPE:" into `type`, in upper case; `rest` is what follows, NULL if there is no type.
 * Fails when it is empty or too long. */
bool exs_type_read(const char *text, char type[EXS_TYPE_LIMIT + 1], const char **rest,
                   GError **error);

/* Is this "local@domain"? `domain`: where the domain begins. */
bool exs_smtp_read(const char *text, size_t *domain, GError **error);

/* What kind of name a DN leads to. */
typedef enum {
    EXS_DN_SITE, /* "/o=ORG/ou=SITE" and no more */
    EXS_DN_NAME, /* at least one cn= below a site */
} ExsDnDepth;

/* Appends the DN in canonical form (keys in lower case, names as typed); `site_length`: how much
 * of it names the site. */
bool exs_dn_read(const char *text, ExsDnDepth depth, GString *out, size_t *site_length,
                 GError **error);

typedef struct {
    char *type;  /* (owned) as typed */
    char *value; /* (owned) encoded: PrintableString only */
    char *typed; /* (owned) as typed, where only some characters were encoded; NULL: not so */
} ExsDda;

/* An O/R name taken apart. Zero: nothing given. */
typedef struct {
    char *attribute[EXS_OR_COUNT]; /* (owned) unescaped; NULL: not given */
    ExsDda dda[EXS_DDA_LIMIT];
    unsigned dda_count;
} ExsOrName;

/* What the text of an O/R name is read as. */
typedef enum {
    EXS_OR_ADDRESS, /* complete: c, a and one more */
    EXS_OR_PATTERN, /* an address space: C to OU4, with wildcards */
} ExsOrUse;

/* Fails naming the attribute; what was read until then stays in `out`, to be cleared. */
bool exs_or_name_read(ExsOrName *out, const char *text, ExsOrUse use, GError **error);
void exs_or_name_clear(ExsOrName *name);

/* Appends "c=US;a= ;p=ORG;o=SITE;s=ann;", in the order of ExsOrAttribute, DDAs last. */
void exs_or_name_append(GString *out, const ExsOrName *name);
