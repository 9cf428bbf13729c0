/* address.h - the addresses of people: EX (a directory name), X.400 (O/R), and typed ones (SMTP,
 * MS, CCMAIL ...: to the MTA a domain-defined attribute, DDA). Parse, print, compare.
 *
 * An address book makes each text once: two texts that mean the same address (case of names and
 * domains, order of X.400 attributes) are one ExsAddress, with one id, so comparing is comparing
 * pointers; it keeps the spelling that came first. Written as TYPE:value:
 *   "EX:/o=ORG/ou=SITE/cn=Recipients/cn=ann"
 *   "X400:c=US;a= ;p=ORG;o=SITE;s=ann;"
 *   "SMTP:x@example.com", "MS:NET/PO/USER", "FOO:any custom type"
 * A "/" within a name of a DN is written "\/", a ";" within an X.400 value "\;".
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "exsim/kernel/intern.h"

typedef enum {
    EXS_ADDRESS_EX,  /* a distinguished name */
    EXS_ADDRESS_DDA, /* type and value */
    EXS_ADDRESS_X400,
    EXS_ADDRESS_FORMS,
} ExsAddressForm;

/* Attributes of an O/R name, in the order of the match. */
typedef enum {
    EXS_OR_C,
    EXS_OR_A,
    EXS_OR_P,
    EXS_OR_O,
    EXS_OR_OU1,
    EXS_OR_OU2,
    EXS_OR_OU3,
    EXS_OR_OU4,
    EXS_OR_ROUTED, /* the attributes before are what address spaces match */
    EXS_OR_CN = EXS_OR_ROUTED,
    EXS_OR_S,
    EXS_OR_G,
    EXS_OR_I,
    EXS_OR_Q,
    EXS_OR_COUNT,
} ExsOrAttribute;

typedef struct ExsAddress {
    uint32_t id; /* dense, from 1 */
    ExsAddressForm form;
    uint32_t type; /* interned lower case: "smtp", "x400", "ex", "ms"; 0 if flawed without one */
    const char *type_name;            /* upper case: "SMTP" */
    const char *text;                 /* canonical, "SMTP:x@example.com" (borrowed) */
    const char *value;                /* the text after "TYPE:" (borrowed) */
    const char *folded;               /* the value in lower case, for matching (borrowed) */
    const char *flaw;                 /* NULL, or why this is no valid address, in words */
    uint32_t domain;                  /* SMTP: the domain, interned lower case; else 0 */
    uint32_t site_key;                /* EX: interned lower-case "/o=org/ou=site"; else 0 */
    uint32_t attribute[EXS_OR_COUNT]; /* X400: interned lower-case values; 0 absent */
    uint32_t dda_type;     /* X400: of the first DDA, interned lower case: "smtp"; 0: none */
    const char *dda_value; /* X400: its value decoded, "user@host"; NULL: none (borrowed) */
    const char *dda_typed; /* X400: its value as typed, some characters encoded and others not;
                              NULL: it is not mixed so (borrowed) */
    const struct ExsAddress *regular; /* where it is mixed: the address that is meant; else NULL */
} ExsAddress;

typedef struct ExsAddressBook ExsAddressBook;

ExsAddressBook *exs_address_book_new(ExsInterner *interner); /* interner: (borrowed) */
void exs_address_book_free(ExsAddressBook *book);

/* The address of a text. Without "TYPE:" the form is guessed: "/..." is EX, with ";" or "c=" X400,
 * with "@" SMTP. Fails with EXS_ERROR_PARSE at the first flaw, naming the attribute or the
 * position. (borrowed) */
const ExsAddress *exs_address(ExsAddressBook *book, const char *text, GError **error);

/* The same for an address in a message, where a flaw makes an NDR and no error: never fails but for
 * texts that are empty, over 1,024 bytes, not UTF-8 or have control characters (those cannot be
 * typed); the flaw is noted in `flaw`. */
const ExsAddress *exs_address_lenient(ExsAddressBook *book, const char *text, GError **error);

/* By id, 1 .. count. */
const ExsAddress *exs_address_at(const ExsAddressBook *book, uint32_t id);
uint32_t exs_address_count(const ExsAddressBook *book);

/* "c", "a", "p", "o", "ou1" ... */
const char *exs_or_attribute_name(ExsOrAttribute attribute);

/* RFC 1327 encoding of a value into a DDA of an O/R address, "user(a)host", and back; what it has
 * no letter for is encoded byte by byte. Decoding fails on a wrong code, on a character that should
 * have been encoded and on what would be a control character; bytes that are no UTF-8 are taken as
 * ISO 8859-1. (owned by the caller) */
char *exs_dda_encode(const char *value);
char *exs_dda_decode(const char *encoded, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExsAddressBook, exs_address_book_free)
