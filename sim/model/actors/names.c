/* names.c - see names.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/actors/names.h"

#include <string.h>

enum { NO_SECOND, SECOND_ANSWERS }; /* else it is no DNS server any more */

const char *exs_setting_text(const ExsWorld *world, const ExsSettings *settings, ExsSetting which)
{
    return exs_interner_text(world->names, (uint32_t)exs_setting(settings, which));
}

bool exs_text_lists(const char *list, const char *item)
{
    g_auto(GStrv) items = g_strsplit(list, ",", -1);

    for (size_t i = 0; items[i]; i++)
        if (g_ascii_strcasecmp(g_strstrip(items[i]), item) == 0)
            return true;
    return false;
}

static bool is_in(const ExsWorld *world, const ExsServer *server, ExsSetting list, const char *item)
{
    const char *text = exs_setting_text(world, &server->settings, list);

    return *text && exs_text_lists(text, item);
}

const char *exs_name_of(const ExsWorld *world, const ExsServer *server)
{
    const char *name = exs_setting_text(world, &server->settings, EXS_SETTING_FQDN);

    return *name ? name : server->name;
}

/* Does the DNS server that it asks answer? */
static bool dns_answers(ExsServer *server)
{
    bool is_away = exs_setting(&server->settings, EXS_SETTING_DNS_AWAY);
    int64_t second = exs_setting(&server->settings, EXS_SETTING_SECOND_DNS);

    if (is_away && second != NO_SECOND)
        server->asks_second_dns = true;
    if (!is_away && !exs_rule(&server->policy, EXS_RULE_SECOND_DNS_STAYS))
        server->asks_second_dns = false;
    return server->asks_second_dns ? second == SECOND_ANSWERS : !is_away;
}

bool exs_name_resolves(const ExsWorld *world, ExsServer *server, const char *name)
{
    return is_in(world, server, EXS_SETTING_HOSTS_FILE, name) ||
           (dns_answers(server) && !is_in(world, server, EXS_SETTING_NAMES_UNKNOWN, name));
}

const char *exs_name_by_address(const ExsWorld *world, ExsServer *server, const char *address)
{
    bool is_known =
        is_in(world, server, EXS_SETTING_HOSTS_FILE, address) ||
        (dns_answers(server) && !is_in(world, server, EXS_SETTING_ADDRESSES_UNKNOWN, address));

    for (guint i = 0; i < world->servers->len && is_known; i++) {
        const ExsServer *each = world->servers->pdata[i];

        if (strcmp(exs_setting_text(world, &each->settings, EXS_SETTING_IP_ADDRESS), address) == 0)
            return exs_name_of(world, each);
    }
    return NULL;
}
