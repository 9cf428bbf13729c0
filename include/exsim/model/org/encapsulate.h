/* encapsulate.h - one address within another: a DDA of an O/R address, or the local part of an
 * Internet one.
 *
 * An address of a type that X.400 has not ("SMTP:x@example.com") crosses it as domain-defined
 * attribute of an O/R address: "c=US;a= ;p=ORG;o=SITE;dda:SMTP=x(a)example.com;". Over SMTP any
 * address goes as "IMCEAX400-c=US+3Ba=+20...@domain" (the form is the Internet Mail Service's).
 * What is made is kept, so that making it again costs a look.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

#include "exsim/model/org/world.h"

/* The O/R address of the site with `inner` as its DDA. NULL: no DDA holds it (its type over 8
 * characters, its value over 128). */
const ExsAddress *exs_encapsulated(ExsWorld *world, ExsSite *site, const ExsAddress *inner);

/* The O/R address `outer` with `inner` as its DDA; NULL as above, or if `outer` has one already. */
const ExsAddress *exs_encapsulated_in(ExsWorld *world, const ExsAddress *outer,
                                      const ExsAddress *inner);

/* The address in the first DDA of an O/R address: of the type EX, which is a DN, SMTP (RFC-822 is
 * another name for it) or any other; NULL: no DDA, or nothing that is an address. */
const ExsAddress *exs_unwrapped(ExsWorld *world, const ExsAddress *outer);

/* The encoded value of the first DDA of an O/R address that has one. (owned by the caller) */
char *exs_or_dda(const ExsAddress *address);

/* The same O/R address with another value, encoded, in its first DDA, and another type (NULL: the
 * same). NULL: that is no address. */
const ExsAddress *exs_or_with_dda(ExsWorld *world, const ExsAddress *address, const char *type,
                                  const char *value);

/* An O/R address without its common name, which is in a DDA of the type COMMON instead: X.400 of
 * 1984 has none. NULL: no DDA holds it. */
const ExsAddress *exs_or_downgraded(ExsWorld *world, const ExsAddress *address);

/* The Internet address that has `inner` in its local part: "IMCEAEX-_O=ORG_OU=...@domain". NULL:
 * `inner` is too long for one. */
const ExsAddress *exs_imcea(ExsWorld *world, const ExsAddress *inner, const char *domain);

/* The same as RFC 2156 has it, "\"/S=user/P=prmd/A=admd/C=gb/\"@domain"; NULL: that is no address.
 */
const ExsAddress *exs_or_quoted(ExsWorld *world, const ExsAddress *x400, const char *domain);

/* The address in the local part of an Internet one, of either form; NULL: none. */
const ExsAddress *exs_imcea_unwrapped(ExsWorld *world, const ExsAddress *outer);
