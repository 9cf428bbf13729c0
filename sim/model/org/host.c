/* host.c - see host.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/host.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/model/org/world_names.h"

static bool fits(const ExsAnswer *answer, const char *verb, const char *to)
{
    if (answer->times == 0 || g_ascii_strcasecmp(answer->verb, verb) != 0)
        return false;
    return !answer->to || (to && strcmp(answer->to, to) == 0);
}

const char *exs_host_answer(ExsHost *host, const char *verb, const char *to)
{
    for (size_t i = 0; i < host->answers->len; i++) {
        ExsAnswer *answer = &g_array_index(host->answers, ExsAnswer, i);

        if (!fits(answer, verb, to))
            continue;
        if (answer->times > 0)
            answer->times--;
        return answer->reply;
    }
    return NULL;
}

ExsHost *exs_world_add_host(ExsWorld *world, const char *name, GError **error)
{
    ExsHost *host;

    if (!exs_world_can_add(world, "host", name, error))
        return NULL;
    host = g_new0(ExsHost, 1);
    host->is_up = true;
    host->answers = g_array_new(FALSE, TRUE, sizeof(ExsAnswer));
    host->held = g_array_new(FALSE, TRUE, sizeof(ExsHeldMail));
    host->name = exs_world_take(world, "host", name, host);
    host->id = exs_world_add_object(world, "host", world->id, host->name, NULL);
    return host;
}

/* ---- names in DNS ---- */

/* The domain as addresses have it: in lower case, without the dot at the end. */
static uint32_t intern_domain(ExsWorld *world, const char *domain)
{
    g_autofree char *text = g_strdup(domain);
    size_t length = strlen(text);

    if (length > 1 && text[length - 1] == '.')
        text[length - 1] = '\0';
    return exs_intern_folded(world->names, text);
}

static GArray *mx_list(ExsWorld *world, uint32_t domain)
{
    GArray *list = g_hash_table_lookup(world->domains, GUINT_TO_POINTER(domain));

    if (!list) {
        list = g_array_new(FALSE, TRUE, sizeof(ExsMx));
        g_hash_table_insert(world->domains, GUINT_TO_POINTER(domain), list);
    }
    return list;
}

bool exs_world_add_mx(ExsWorld *world, ExsHost *host, const char *domain, uint32_t preference,
                      GError **error)
{
    ExsMx mx = {host, preference};
    GArray *list;
    guint place = 0;

    if (!exs_name_check("domain", EXS_LONGEST_HOST, domain, error))
        return false;
    world->has_wildcard_mx |= g_str_has_prefix(domain, "*.");
    list = mx_list(world, intern_domain(world, domain));
    for (guint i = 0; i < list->len; i++) {
        const ExsMx *other = &g_array_index(list, ExsMx, i);

        if (other->host == host) {
            g_autofree char *name = exs_quote(host->name), *quoted = exs_quote(domain);

            return exs_fail(error, EXS_ERROR_DUPLICATE, "host %s answers for %s already", name,
                            quoted);
        }
        if (other->preference <= preference)
            place = i + 1;
    }
    g_array_insert_val(list, place, mx);
    return true;
}

bool exs_world_add_alias(ExsWorld *world, const char *domain, const char *target, GError **error)
{
    uint32_t from;

    if (!exs_name_check("domain", EXS_LONGEST_HOST, domain, error) ||
        !exs_name_check("domain", EXS_LONGEST_HOST, target, error))
        return false;
    from = intern_domain(world, domain);
    if (exs_world_alias(world, from) || exs_world_mx(world, from)) {
        g_autofree char *quoted = exs_quote(domain);

        return exs_fail(error, EXS_ERROR_DUPLICATE, "%s has a record in DNS already", quoted);
    }
    g_hash_table_insert(world->aliases, GUINT_TO_POINTER(from),
                        GUINT_TO_POINTER(intern_domain(world, target)));
    return true;
}

uint32_t exs_world_alias(const ExsWorld *world, uint32_t domain)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(world->aliases, GUINT_TO_POINTER(domain)));
}

const GArray *exs_world_mx(const ExsWorld *world, uint32_t domain)
{
    return g_hash_table_lookup(world->domains, GUINT_TO_POINTER(domain));
}
