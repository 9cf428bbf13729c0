/* vopr_relay.c - who may relay through an Internet Mail Service, at random and read again from the
 * published text alone: RelayFlags of Q193922, with what Q196626, Q251149, Q251283, Q260562 and
 * Q206968 add. Knows nothing of relay.c (see vopr.c).
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "vopr.h"

static const char *const lists[] = {"192.168.0.0;255.255.0.0", "10.0.0.5",
                                    "192.168.3.0;255.255.255.0, 10.0.0.5", "1.2.3.4"};
static const uint32_t callers[] = {0xC0A80307, 0xC0A80407, 0x0A000005, 0x0A000006, 0};

static const ExsSetting list_settings[] = {EXS_SETTING_RELAY_DENY, EXS_SETTING_RELAY_ALLOW,
                                           EXS_SETTING_RELAY_LOCAL};

/* Some services restrict who may relay, and hosts have addresses. */
void vopr_add_relays(Vopr *vopr)
{
    const ExsWorld *world = vopr->world;

    for (guint i = 0; i < world->hosts->len; i++)
        ((ExsHost *)world->hosts->pdata[i])->ip = callers[vopr_roll(vopr, G_N_ELEMENTS(callers))];
    for (guint i = 0; i < world->connectors->len; i++) {
        ExsConnector *ims = world->connectors->pdata[i];

        if (strcmp(ims->class->kind, "ims") != 0 || vopr_roll(vopr, 3) > 0)
            continue;
        exs_setting_set(&ims->settings, EXS_SETTING_RELAY_FLAGS, (int64_t)vopr_roll(vopr, 16),
                        NULL);
        exs_setting_set(&ims->settings, EXS_SETTING_REROUTE_INBOUND, (int64_t)vopr_roll(vopr, 2),
                        NULL);
        for (size_t k = 0; k < G_N_ELEMENTS(list_settings); k++)
            exs_setting_set(&ims->settings, list_settings[k],
                            exs_intern(world->names, lists[vopr_roll(vopr, G_N_ELEMENTS(lists))]),
                            NULL);
        exs_setting_set(&ims->server->settings, EXS_SETTING_GUEST_ENABLED,
                        (int64_t)vopr_roll(vopr, 2), NULL);
    }
}

/* ---- the text, read slowly ---- */

static bool reads(const char *text, uint32_t *ip)
{
    unsigned a, b, c, d;

    if (sscanf(text, " %u.%u.%u.%u", &a, &b, &c, &d) != 4)
        return false;
    *ip = a << 24 | b << 16 | c << 8 | d;
    return true;
}

/* A line is a net and its mask, or one address. */
static bool is_in(const ExsWorld *world, const ExsConnector *ims, ExsSetting which, uint32_t ip)
{
    int64_t set = exs_setting(&ims->settings, which);
    const char *at = set ? exs_interner_text(world->names, (uint32_t)set) : "";

    while (at && *at && ip) {
        const char *semicolon = strchr(at, ';'), *comma = strchr(at, ',');
        uint32_t net = 0, mask = UINT32_MAX;

        if (semicolon && (!comma || semicolon < comma))
            reads(semicolon + 1, &mask);
        if (reads(at, &net) && (ip & mask) == net)
            return true;
        at = comma ? comma + 1 : NULL;
    }
    return false;
}

static bool may_relay(const ExsWorld *world, const ExsConnector *ims, uint32_t ip, ExsLogon logon)
{
    ExsProduct product = ims->server->product;
    int64_t flags = exs_setting(&ims->settings, EXS_SETTING_RELAY_FLAGS);
    bool guest = exs_setting(&ims->server->settings, EXS_SETTING_GUEST_ENABLED) != 0;

    if (product.line != EXS_LINE_55 || product.build < EXS_BUILD(2232, 0) || flags == 0)
        return true;
    if ((flags & 1) && is_in(world, ims, EXS_SETTING_RELAY_DENY, ip))
        return false;
    return flags == 1 || ((flags & 2) && is_in(world, ims, EXS_SETTING_RELAY_ALLOW, ip)) ||
           ((flags & 8) && (logon == EXS_LOGON_DONE || (logon == EXS_LOGON_FAILED && guest)));
}

/* ---- what the service said ---- */

static const char *domain_in(const ExsAddress *address)
{
    const char *at = g_str_has_prefix(address->text, "SMTP:") ? strchr(address->text, '@') : NULL;

    return at && at[1] ? at + 1 : NULL;
}

/* Of the site's own, where the service reroutes what comes in: else no domain is its own. */
static bool is_for_here(const ExsWorld *world, const ExsConnector *ims, const char *domain)
{
    for (guint i = 0; i < world->recipients->len; i++) {
        const ExsRecipient *each = world->recipients->pdata[i];

        if (each->site == ims->server->site && each->smtp && domain_in(each->smtp) &&
            g_ascii_strcasecmp(domain_in(each->smtp), domain) == 0)
            return exs_setting(&ims->settings, EXS_SETTING_REROUTE_INBOUND) != 0;
    }
    return false;
}

uint64_t vopr_relays_refused(const Vopr *vopr)
{
    const ExsRecord *record = vopr->world->record;
    uint64_t refused = 0;

    for (uint64_t i = exs_record_count(record); i > 0; i--) {
        const ExsEntry *entry = exs_record_entry(record, i - 1);

        if (entry->when < exs_world_now(vopr->world))
            break;
        refused += entry->kind == EXS_TRACE_REFUSED &&
                   strncmp(exs_record_text_at(record, entry->word[1]), "550 Relay", 9) == 0;
    }
    return refused;
}

void vopr_check_relay(const Vopr *vopr, const ExsConnector *ims, const ExsHost *host,
                      const ExsSubmission *submission, bool is_taken, uint64_t refused)
{
    const ExsWorld *world = vopr->world;
    uint64_t expected = 0;

    if (!exs_record_wants(world->record, EXS_TRACE_REFUSED))
        return;
    if (!may_relay(world, ims, host->ip, submission->logon))
        for (uint32_t i = 0; i < submission->count; i++) {
            const char *domain = domain_in(submission->to[i]);

            expected += domain && !is_for_here(world, ims, domain);
        }
    vopr_hold(vopr, refused == expected || (!is_taken && refused == 0), /* it takes nothing now */
              "a service refuses others to relay than the published list does");
}
