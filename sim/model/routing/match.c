/* match.c - see match.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/match.h"

#include <string.h>

#include "exsim/model/routing/resolve.h"

struct ExsMatchCache {
    const ExsTable *table;
    uint32_t version;
    ExsRuleSet rules;
    uint32_t changes; /* of settings: servers' locations */
    GPtrArray *lists; /* address id -> ExsMatchList *, NULL: not yet */
};

ExsMatchCache *exs_match_cache_new(void)
{
    ExsMatchCache *cache = g_new0(ExsMatchCache, 1);

    cache->lists = g_ptr_array_new_with_free_func(g_free);
    return cache;
}

void exs_match_cache_free(ExsMatchCache *cache)
{
    if (!cache)
        return;
    g_ptr_array_unref(cache->lists);
    g_free(cache);
}

/* The location of a server, 0: none. "*" stands for every location of the site. */
static int64_t location_of(const ExsServer *server)
{
    return exs_setting(&server->settings, EXS_SETTING_LOCATION);
}

static bool is_everywhere(const ExsServer *server)
{
    const ExsWorld *world = server->site->world;
    int64_t location = location_of(server);

    return location && strcmp(exs_interner_text(world->names, (uint32_t)location), "*") == 0;
}

/* Do the two servers of a site share a location? */
static bool share_location(const ExsServer *a, const ExsServer *b)
{
    return location_of(a) == location_of(b) || is_everywhere(a) || is_everywhere(b);
}

ExsRule exs_match_out_of_scope(const ExsTableRow *row, const ExsServer *server)
{
    if (row->scope == EXS_SCOPE_ORGANIZATION)
        return EXS_RULE_NONE;
    if (row->learned_from)
        return exs_rule(&server->policy, EXS_RULE_SCOPE_LIMITS_USE) ? EXS_RULE_SCOPE_LIMITS_USE
                                                                    : EXS_RULE_NONE;
    if (row->scope == EXS_SCOPE_LOCATION && !share_location(server, row->connector->server) &&
        exs_rule(&server->policy, EXS_RULE_LOCATION_LIMITS_USE))
        return EXS_RULE_LOCATION_LIMITS_USE;
    return EXS_RULE_NONE;
}

/* Adds the rows of the address's type that match it at all. Returns whether one may be used. */
static bool collect(GArray *out, const ExsTable *table, const ExsServer *server,
                    const ExsAddress *address)
{
    const GPtrArray *rows = exs_table_rows(table, address->type);
    bool found = false;

    for (guint i = 0; rows && i < rows->len; i++) {
        const ExsTableRow *row = rows->pdata[i];
        ExsMatched matched = {.row = row};

        matched.match = exs_space_match_but(
            row->space, address, table->ignores_ou2 ? EXS_OR_OU2 : EXS_OR_COUNT, &matched.literals);
        if (matched.match == EXS_MATCH_NONE &&
            exs_rule(&server->policy, EXS_RULE_NO_SPACE_NO_ROUTE))
            continue;
        matched.felled_by = exs_match_out_of_scope(row, server);
        found |= matched.felled_by == EXS_RULE_NONE;
        g_array_append_val(out, matched);
    }
    return found;
}

/* Exact rows that come after more than the tree has room for, before a generic one: the "else" of
 * those before them takes their mail. */
static void fell_late_rows(GArray *rows, const ExsTable *table)
{
    bool has_generic = false;

    for (guint i = 0; i < rows->len; i++) {
        const ExsMatched *row = &g_array_index(rows, ExsMatched, i);

        has_generic |= row->felled_by == EXS_RULE_NONE && row->match < EXS_MATCH_EXACT &&
                       row->match > EXS_MATCH_NONE;
    }
    for (guint i = 0; has_generic && i < rows->len; i++) {
        ExsMatched *row = &g_array_index(rows, ExsMatched, i);

        if (row->felled_by == EXS_RULE_NONE && row->match == EXS_MATCH_EXACT &&
            exs_table_is_late(table, row->row))
            row->felled_by = EXS_RULE_ELSE_BEFORE_EXACT;
    }
}

/* "c=*" and no more. */
static bool is_any_country(const ExsSpace *space)
{
    if (space->form != EXS_ADDRESS_X400 || g_strcmp0(space->attribute[EXS_OR_C], "*") != 0)
        return false;
    for (size_t i = EXS_OR_C + 1; i < EXS_OR_ROUTED; i++)
        if (space->attribute[i])
            return false;
    return true;
}

/* A DN without an O/R address, which no row has: it leaves where every country goes. */
static void collect_for_bare_dn(GArray *out, const ExsTable *table, const ExsPolicy *policy)
{
    if (!exs_rule(policy, EXS_RULE_BARE_DN_LEAVES))
        return;
    for (uint32_t i = 0; i < table->count; i++) {
        const ExsTableRow *row = &table->rows[i];
        ExsMatched matched = {.row = row, .match = EXS_MATCH_WILDCARD};

        if (is_any_country(row->space))
            g_array_append_val(out, matched);
    }
}

/* Only the best class goes on, and of it only those with the most literal characters. */
static void keep_best(GArray *rows, const ExsPolicy *policy)
{
    ExsMatchClass best = EXS_MATCH_NONE;
    uint32_t most = 0;

    for (guint i = 0; i < rows->len; i++) {
        const ExsMatched *row = &g_array_index(rows, ExsMatched, i);

        if (row->felled_by == EXS_RULE_NONE)
            best = MAX(best, row->match);
    }
    for (guint i = 0; i < rows->len; i++) {
        ExsMatched *row = &g_array_index(rows, ExsMatched, i);

        if (row->felled_by != EXS_RULE_NONE)
            continue;
        if (row->match < best && exs_rule(policy, EXS_RULE_MATCH_CLASS_FIRST))
            row->felled_by = EXS_RULE_MATCH_CLASS_FIRST;
        else
            most = MAX(most, row->literals);
    }
    for (guint i = 0; i < rows->len; i++) {
        ExsMatched *row = &g_array_index(rows, ExsMatched, i);

        if (row->felled_by == EXS_RULE_NONE && row->match == best && row->literals < most &&
            exs_rule(policy, EXS_RULE_MORE_LITERALS_FIRST))
            row->felled_by = EXS_RULE_MORE_LITERALS_FIRST;
    }
}

static ExsMatchList *list_new(const ExsEnvelope *envelope, const ExsAddress *address,
                              const GArray *rows)
{
    ExsMatchList *list = g_malloc0(sizeof *list + sizeof(ExsMatched) * rows->len);

    list->dda = envelope->dda;
    list->x400 = envelope->x400;
    list->address = address;
    list->count = rows->len;
    for (guint i = 0; i < rows->len; i++) {
        const ExsMatched *row = &g_array_index(rows, ExsMatched, i);

        if (row->felled_by == EXS_RULE_NONE)
            list->rows[list->candidates++] = *row;
    }
    for (guint i = 0, at = list->candidates; i < rows->len; i++) {
        const ExsMatched *row = &g_array_index(rows, ExsMatched, i);

        if (row->felled_by != EXS_RULE_NONE)
            list->rows[at++] = *row;
    }
    return list;
}

static ExsMatchList *look_up(const ExsTable *table, const ExsServer *server,
                             const ExsEnvelope *envelope)
{
    const ExsAddress *forms[] = {envelope->dn, envelope->dda, envelope->x400};
    const ExsAddress *decided = exs_envelope_address(envelope);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(ExsMatched));
    bool found = false;

    for (size_t i = 0; i < G_N_ELEMENTS(forms) && !found; i++) {
        if (!forms[i])
            continue;
        found = collect(rows, table, server, forms[i]);
        if (found)
            decided = forms[i];
    }
    if (!found && envelope->dn && !envelope->x400)
        collect_for_bare_dn(rows, table, &server->policy);
    if (table->refinements > 0 && decided->form == EXS_ADDRESS_X400)
        fell_late_rows(rows, table);
    keep_best(rows, &server->policy);
    return list_new(envelope, decided, rows);
}

ExsMatchList *exs_match(ExsMatchCache *cache, const ExsTable *table, const ExsServer *server,
                        const ExsEnvelope *envelope)
{
    const ExsPolicy *policy = &server->policy;
    uint32_t id = exs_envelope_address(envelope)->id;
    ExsMatchList *list;

    if (cache->table != table || cache->version != table->version ||
        cache->changes != server->site->world->settings.changes ||
        memcmp(&cache->rules, &policy->rules, sizeof cache->rules) != 0) {
        g_ptr_array_set_size(cache->lists, 0);
        cache->table = table;
        cache->version = table->version;
        cache->rules = policy->rules;
        cache->changes = server->site->world->settings.changes;
    }
    if (cache->lists->len <= id)
        g_ptr_array_set_size(cache->lists, (gint)MAX(id + 1, cache->lists->len * 2));
    list = cache->lists->pdata[id];
    if (list && list->dda == envelope->dda && list->x400 == envelope->x400)
        return list;
    g_free(list); /* of the same address with others behind it */
    cache->lists->pdata[id] = look_up(table, server, envelope);
    return cache->lists->pdata[id];
}
