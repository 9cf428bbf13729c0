/* mixer.c - see mixer.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/mixer.h"

#include <string.h>

#include "exsim/model/org/encapsulate.h"
#include "exsim/model/org/identity.h"

bool exs_mixer_works(const ExsServer *server, const ExsTransfer *transfer)
{
    bool is_in_transit = transfer->came_by || transfer->came_from;

    return exs_setting(&server->settings, EXS_SETTING_MIXER) &&
           exs_rule(&server->policy, EXS_RULE_MIXER) &&
           (is_in_transit || !exs_rule(&server->policy, EXS_RULE_MIXER_IN_TRANSIT));
}

static bool is_strict(const ExsServer *server)
{
    return exs_setting(&server->settings, EXS_SETTING_STRICT_MIXER) &&
           exs_rule(&server->policy, EXS_RULE_MIXER_STRICT);
}

/* ---- from the Internet to X.400 ---- */

/* "bob", "ann.lee", "ann.m.lee": surname, given name, initials. */
static void append_person(GString *out, const char *local)
{
    g_auto(GStrv) parts = g_strsplit(local, ".", -1);
    guint count = g_strv_length(parts);

    if (count == 2)
        g_string_append_printf(out, "s=%s;g=%s;", parts[1], parts[0]);
    else if (count == 3 && strlen(parts[1]) == 1)
        g_string_append_printf(out, "s=%s;g=%s;i=%s;", parts[2], parts[0], parts[1]);
    else
        g_string_append_printf(out, "s=%s;", local);
}

/* The labels of a domain, from the last but `skip` to the first, for the attributes from `first`.
 */
static void append_labels(GString *out, const char *domain, unsigned skip, ExsOrAttribute first)
{
    g_auto(GStrv) labels = g_strsplit(domain, ".", -1);
    guint count = g_strv_length(labels);
    size_t attribute = first;

    for (guint i = count - MIN(skip, count); i-- > 0 && attribute < EXS_OR_ROUTED; attribute++)
        g_string_append_printf(out, "%s=%s;", exs_or_attribute_name((ExsOrAttribute)attribute),
                               labels[i]);
}

static ExsOrAttribute first_free(const ExsMapping *mapping)
{
    size_t i = EXS_OR_ROUTED;

    while (i > 0 && !mapping->attribute[i - 1])
        i--;
    return (ExsOrAttribute)i;
}

/* The line that takes the most of the domain; a local one before another that takes as much. */
static const ExsMapping *find_for_domain(const ExsServer *server, const char *domain,
                                         unsigned *labels)
{
    const ExsMapping *best = NULL;
    bool local_first = exs_rule(&server->policy, EXS_RULE_LOCAL_MAPPINGS_FIRST);

    *labels = 0;
    for (guint i = 0; i < server->mappings->len; i++) {
        const ExsMapping *mapping = server->mappings->pdata[i];
        unsigned fits = exs_mapping_fits_domain(mapping, domain);

        if (fits == 0 || (mapping->is_local && !local_first))
            continue;
        if (best && (best->is_local != mapping->is_local ? best->is_local : fits <= *labels))
            continue;
        best = mapping;
        *labels = fits;
    }
    return best;
}

const ExsAddress *exs_mixer_to_x400(const ExsServer *server, const ExsAddress *internet)
{
    ExsWorld *world = server->site->world;
    const char *at = strrchr(internet->value, '@');
    g_autoptr(GString) text = g_string_new("X400:");
    g_autofree char *local = NULL;
    const ExsMapping *mapping;
    unsigned labels;

    if (!at || *internet->value == '"')
        return NULL;
    mapping =
        exs_rule(&server->policy, EXS_RULE_MCGAM) ? find_for_domain(server, at + 1, &labels) : NULL;
    if (!mapping && !is_strict(server))
        return NULL;
    for (size_t i = 0; mapping && i < EXS_OR_ROUTED; i++)
        if (mapping->attribute[i])
            g_string_append_printf(text, "%s=%s;", exs_or_attribute_name((ExsOrAttribute)i),
                                   mapping->attribute[i]);
    append_labels(text, at + 1, mapping ? labels : 0, mapping ? first_free(mapping) : EXS_OR_C);
    local = g_strndup(internet->value, (size_t)(at - internet->value));
    append_person(text, local);
    return exs_address(world->addresses, text->str, NULL);
}

/* ---- from X.400 to the Internet ---- */

static const char *part(const ExsServer *server, const ExsAddress *x400, size_t attribute)
{
    uint32_t id = x400->attribute[attribute];

    return id ? exs_interner_text(server->site->world->names, id) : NULL;
}

/* "ann.m.lee@", or "lee@". */
static void append_local(GString *out, const ExsServer *server, const ExsAddress *x400)
{
    const char *given = part(server, x400, EXS_OR_G), *initials = part(server, x400, EXS_OR_I);
    const char *surname = part(server, x400, EXS_OR_S), *common = part(server, x400, EXS_OR_CN);

    if (given)
        g_string_append_printf(out, "%s.", given);
    if (given && initials)
        g_string_append_printf(out, "%s.", initials);
    g_string_append(out, surname ? surname : common ? common : "");
    g_string_append_c(out, '@');
}

/* "ou1.o.": what the line leaves, or everything, the lowest first. */
static void append_domain(GString *out, const ExsServer *server, const ExsAddress *x400,
                          size_t first)
{
    size_t start = out->len;

    for (size_t i = EXS_OR_ROUTED; i-- > first;) {
        const char *value = part(server, x400, i);

        if (!value || *value == ' ')
            continue;
        g_string_append_printf(out, "%s%s", out->len > start ? "." : "", value);
    }
}

static const ExsMapping *find_for_address(const ExsServer *server, const ExsAddress *x400)
{
    const ExsMapping *best = NULL;
    unsigned most = 0;

    for (guint i = 0; i < server->mappings->len; i++) {
        const ExsMapping *mapping = server->mappings->pdata[i];
        unsigned fits = exs_mapping_fits_address(mapping, x400, server->site->world->names);

        if (fits <= most)
            continue;
        best = mapping;
        most = fits;
    }
    return best;
}

const ExsAddress *exs_mixer_by_table(const ExsServer *server, const ExsAddress *x400)
{
    const ExsMapping *mapping =
        exs_rule(&server->policy, EXS_RULE_MCGAM) ? find_for_address(server, x400) : NULL;
    g_autoptr(GString) text = g_string_new("SMTP:");
    size_t start;

    if (!mapping)
        return NULL;
    append_local(text, server, x400);
    start = text->len;
    append_domain(text, server, x400, first_free(mapping));
    g_string_append_printf(text, "%s%s", text->len > start ? "." : "", mapping->domain);
    return exs_address(server->site->world->addresses, text->str, NULL);
}

/* RFC 2156 4.3: another.user@prmd.mci.us. */
static const ExsAddress *by_algorithm(const ExsServer *server, const ExsAddress *x400)
{
    g_autoptr(GString) text = g_string_new("SMTP:");

    append_local(text, server, x400);
    append_domain(text, server, x400, EXS_OR_C);
    return exs_address(server->site->world->addresses, text->str, NULL);
}

/* "/G=another/S=user/P=prmd/A=mci/C=us/"@ the site's domain; a build takes the address's own. */
static const ExsAddress *encapsulated(const ExsServer *server, const ExsAddress *x400)
{
    ExsWorld *world = server->site->world;
    g_autofree char *domain = exs_identity_domain_text(world, server->site);
    g_autoptr(GString) own = g_string_new(NULL);

    append_domain(own, server, x400, EXS_OR_C);
    return exs_or_quoted(
        world, x400, exs_rule(&server->policy, EXS_RULE_MIXER_WRONG_DOMAIN) ? own->str : domain);
}

const ExsAddress *exs_mixer_to_internet(const ExsServer *server, const ExsAddress *x400,
                                        bool is_originator)
{
    const ExsAddress *out = exs_mixer_by_table(server, x400);

    if (!out && (is_strict(server) ||
                 (!is_originator && exs_rule(&server->policy, EXS_RULE_MIXER_ALGORITHM))))
        out = by_algorithm(server, x400);
    return out ? out : encapsulated(server, x400);
}
