/* identity.c - see identity.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/identity.h"

#include <string.h>

#include "exsim/kernel/error.h"

#define LONGEST_SURNAME 40 /* the bound of X.400 */
#define LONGEST_LOCAL   64 /* RFC 821 */
#define LONGEST_LABEL   63
#define ROOM_FOR_NUMBER 11 /* "-" and a number of 32 bits */

/* ---- names as parts of addresses ---- */

/* With a backslash before each of `special`, and before backslashes. */
static char *escape(const char *name, const char *special)
{
    GString *out = g_string_new(NULL);

    for (; *name; name++) {
        if (*name == '\\' || strchr(special, *name))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *name);
    }
    return g_string_free(out, FALSE);
}

/* A site or organisation in an O/R name. Its space would take wildcards for what they are. */
static char *or_part(const char *name)
{
    g_autofree char *tame = g_strdup(name);

    return escape(g_strdelimit(tame, "*%", '?'), ";");
}

/* Only what every mail system takes: other characters become `filler`, one for one. */
static char *plain(const char *name, const char *also, char filler, size_t longest)
{
    GString *out = g_string_new(NULL);

    for (; *name && out->len < longest; name = g_utf8_next_char(name)) {
        bool is_plain = g_ascii_isalnum(*name) || strchr(also, *name);

        g_string_append_c(out, is_plain ? *name : filler);
    }
    return g_string_free(out, FALSE);
}

/* A label of a domain: neither first nor last is a hyphen. */
static char *label(const char *name)
{
    char *text = plain(name, "-", '-', LONGEST_LABEL);
    size_t length = strlen(text);

    if (text[0] == '-')
        text[0] = 'x';
    if (text[length - 1] == '-')
        text[length - 1] = 'x';
    return text;
}

/* A local part: dots only between other characters. */
static char *local_part(const char *alias, size_t longest)
{
    char *text = plain(alias, "-_.", '_', longest);
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++)
        if (text[i] == '.' && (i == 0 || i + 1 == length || text[i - 1] == '.'))
            text[i] = '_';
    return text;
}

/* "c=US;a= ;p=ORG;o=SITE" */
static char *or_prefix(const ExsWorld *world, const char *site)
{
    g_autofree char *country = or_part(world->country);
    g_autofree char *admd = or_part(world->admd);
    g_autofree char *prmd = or_part(world->prmd);
    g_autofree char *organization = or_part(site);

    return g_strdup_printf("c=%s;a=%s;p=%s;o=%s", country, admd, prmd, organization);
}

/* "/o=ORG/ou=SITE" */
static char *dn_of(const char *organization, const char *site)
{
    g_autofree char *name = escape(organization, "/");
    g_autofree char *unit = escape(site, "/");

    return g_strdup_printf("/o=%s/ou=%s", name, unit);
}

static char *dn_prefix(const ExsWorld *world, const char *site)
{
    return dn_of(world->organization, site);
}

/* ---- spaces ---- */

const ExsSpace *exs_identity_foreign_space(ExsWorld *world, const char *organization,
                                           const char *site, GError **error)
{
    g_autofree char *prefix = dn_of(organization, site);
    g_autofree char *text = g_strconcat("EX:", prefix, NULL);

    return exs_space(world->spaces, text, error);
}

const ExsSpace *exs_identity_dn_space(ExsWorld *world, const char *site, GError **error)
{
    return exs_identity_foreign_space(world, world->organization, site, error);
}

const ExsSpace *exs_identity_x400_space(ExsWorld *world, const char *site, GError **error)
{
    g_autofree char *prefix = or_prefix(world, site);
    g_autofree char *text = g_strconcat("X400:", prefix, NULL);

    return exs_space(world->spaces, text, error);
}

/* ---- addresses ---- */

/* The address of a text, if it is valid and nobody has it. */
static const ExsAddress *unused(ExsWorld *world, const char *text, GError **error)
{
    const ExsAddress *address = exs_address(world->addresses, text, error);

    if (!address || !exs_world_recipient(world, address))
        return address;
    exs_fail(error, EXS_ERROR_DUPLICATE, "somebody has the address %s already", address->text);
    return NULL;
}

const ExsAddress *exs_identity_dn(ExsWorld *world, const ExsSite *site, const char *alias,
                                  GError **error)
{
    g_autofree char *prefix = dn_prefix(world, site->name);
    g_autofree char *name = escape(alias, "/");
    g_autofree char *text = g_strdup_printf("EX:%s/cn=Recipients/cn=%s", prefix, name);

    return unused(world, text, error);
}

const ExsAddress *exs_identity_x400(ExsWorld *world, const ExsSite *site, const ExsPerson *person,
                                    GError **error)
{
    const char *alias = person->last ? person->last : person->alias;
    const char *prefix = site->x400_space->text; /* "X400:c=US;a= ;p=ORG;o=SITE;" */
    g_autofree char *surname = escape(alias, ";");
    g_autofree char *given = escape(person->first ? person->first : "", ";");
    g_autofree char *text = g_strdup_printf("%ss=%s;%s%s%s", prefix, surname, *given ? "g=" : "",
                                            given, *given ? ";" : "");
    g_autofree char *plain_name = NULL, *numbered = NULL;
    const ExsAddress *address = unused(world, text, NULL);

    if (address)
        return address;
    plain_name = plain(alias, " '()+,-.:=", '?', LONGEST_SURNAME - ROOM_FOR_NUMBER);
    numbered = g_strdup_printf("%ss=%s-%u;", prefix, plain_name, world->recipients->len + 1);
    return unused(world, numbered, error);
}

char *exs_identity_domain_text(const ExsWorld *world, const ExsSite *site)
{
    int64_t set = exs_setting(&site->settings, EXS_SETTING_SMTP_DOMAIN);
    g_autofree char *domain = NULL, *parent = NULL;

    if (set)
        return g_strdup(exs_interner_text(world->names, (uint32_t)set));
    domain = label(site->name);
    parent = label(world->organization);
    return g_strdup_printf("%s.%s.com", domain, parent);
}

uint32_t exs_identity_domain(const ExsWorld *world, const ExsSite *site)
{
    g_autofree char *text = exs_identity_domain_text(world, site);

    return exs_intern_folded(world->names, text);
}

const ExsAddress *exs_identity_smtp(ExsWorld *world, const ExsSite *site, const char *alias,
                                    GError **error)
{
    g_autofree char *domain = exs_identity_domain_text(world, site);
    g_autofree char *local = local_part(alias, LONGEST_LOCAL);
    g_autofree char *text = g_strdup_printf("SMTP:%s@%s", local, domain);
    g_autofree char *shorter = NULL, *numbered = NULL;
    const ExsAddress *address = unused(world, text, NULL);

    if (address)
        return address;
    shorter = local_part(alias, LONGEST_LOCAL - ROOM_FOR_NUMBER);
    numbered = g_strdup_printf("SMTP:%s-%u@%s", shorter, world->recipients->len + 1, domain);
    return unused(world, numbered, error);
}
