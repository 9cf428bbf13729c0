/* mapping.c - see mapping.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/mapping.h"

#include <string.h>

#include "exsim/kernel/error.h"

/* clang-format off */
static const struct {
    const char *key;
    ExsOrAttribute attribute;
} keys[] = {
    {"c", EXS_OR_C}, {"admd", EXS_OR_A}, {"prmd", EXS_OR_P}, {"o", EXS_OR_O}, {"ou", EXS_OR_OU1},
    {"ou1", EXS_OR_OU1}, {"ou2", EXS_OR_OU2}, {"ou3", EXS_OR_OU3}, {"ou4", EXS_OR_OU4},
};
/* clang-format on */

static bool add_attribute(ExsMapping *mapping, const char *text, GError **error)
{
    const char *dollar = strchr(text, '$');
    g_autofree char *quoted = exs_quote(text);

    for (size_t i = 0; dollar && dollar[1] && i < G_N_ELEMENTS(keys); i++) {
        char **to = &mapping->attribute[keys[i].attribute];

        if (strlen(keys[i].key) != (size_t)(dollar - text) ||
            g_ascii_strncasecmp(keys[i].key, text, (size_t)(dollar - text)) != 0 || *to)
            continue;
        *to = g_strdup(dollar + 1);
        return true;
    }
    return exs_fail(
        error, EXS_ERROR_PARSE,
        "%s is no attribute and value, as in prmd$microsoft; there are c, admd, prmd, o "
        "and ou1 to ou4, each once",
        quoted);
}

static bool add_attributes(ExsMapping *mapping, const char *text, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, ".", -1);

    for (char **part = parts; *part; part++)
        if (!add_attribute(mapping, *part, error))
            return false;
    return true;
}

ExsMapping *exs_mapping_new(const char *line, bool is_local, GError **error)
{
    g_autoptr(ExsMapping) mapping = g_new0(ExsMapping, 1);
    g_auto(GStrv) halves = g_strsplit(line, "#", -1);
    g_autofree char *quoted = exs_quote(line);
    const char *attributes;

    if (g_strv_length(halves) != 3 || !*halves[0] || !*halves[1] || *halves[2]) {
        exs_fail(error, EXS_ERROR_PARSE,
                 "%s is no mapping, as in \"microsoft.com#prmd$microsoft.admd$gold 400.c$uk#\"",
                 quoted);
        return NULL;
    }
    mapping->to_x400 = strchr(halves[1], '$') != NULL;
    mapping->is_local = is_local;
    mapping->domain = g_ascii_strdown(halves[mapping->to_x400 ? 0 : 1], -1);
    attributes = halves[mapping->to_x400 ? 1 : 0];
    return add_attributes(mapping, attributes, error) ? g_steal_pointer(&mapping) : NULL;
}

void exs_mapping_free(ExsMapping *mapping)
{
    if (!mapping)
        return;
    g_free(mapping->domain);
    for (size_t i = 0; i < EXS_OR_ROUTED; i++)
        g_free(mapping->attribute[i]);
    g_free(mapping);
}

static unsigned count_labels(const char *domain)
{
    unsigned count = 1;

    for (; *domain; domain++)
        count += *domain == '.';
    return count;
}

unsigned exs_mapping_fits_domain(const ExsMapping *mapping, const char *domain)
{
    size_t length = strlen(domain), own = strlen(mapping->domain);
    const char *tail = domain + length - own;

    if (!mapping->to_x400 || own > length || g_ascii_strcasecmp(tail, mapping->domain) != 0 ||
        (tail > domain && tail[-1] != '.'))
        return 0;
    return count_labels(mapping->domain);
}

unsigned exs_mapping_fits_address(const ExsMapping *mapping, const ExsAddress *address,
                                  const ExsInterner *interner)
{
    unsigned count = 0;

    if (mapping->to_x400)
        return 0;
    for (size_t i = 0; i < EXS_OR_ROUTED; i++) {
        if (!mapping->attribute[i])
            continue;
        if (!address->attribute[i] ||
            g_ascii_strcasecmp(exs_interner_text(interner, address->attribute[i]),
                               mapping->attribute[i]) != 0)
            return 0;
        count++;
    }
    return count;
}
