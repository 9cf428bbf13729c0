/* proxy_space.c - see proxy_space.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/routing/proxy_space.h"

#include <string.h>

/* How many attributes of an address count: all that routing looks at, or as many as the limit says.
 * A limit that is no attribute counts for nothing. */
static size_t depth(const ExsServer *server)
{
    const ExsWorld *world = server->site->world;
    int64_t limit = exs_setting(&server->settings, EXS_SETTING_SITE_PROXY_LIMIT);

    if (limit == 0 || !exs_rule(&server->policy, EXS_RULE_SITE_PROXY_LIMIT))
        return EXS_OR_ROUTED;
    for (size_t i = 0; i < EXS_OR_ROUTED; i++)
        if (g_ascii_strcasecmp(exs_interner_text(world->names, (uint32_t)limit),
                               exs_or_attribute_name((ExsOrAttribute)i)) == 0)
            return i + 1;
    return EXS_OR_ROUTED;
}

/* A value as a space has it: no wildcard, no end of an attribute. */
static void append_value(GString *out, const char *value)
{
    for (; *value; value++) {
        if (*value == ';' || *value == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *value == '*' || *value == '%' ? '?' : *value);
    }
}

/* The space that an O/R address lies in, down to `count` attributes. */
static const ExsSpace *space_of(ExsWorld *world, const ExsAddress *address, size_t count)
{
    g_autoptr(GString) text = g_string_new("X400:");

    for (size_t i = 0; i < count; i++) {
        if (!address->attribute[i])
            continue;
        g_string_append_printf(text, "%s=", exs_or_attribute_name((ExsOrAttribute)i));
        append_value(text, exs_interner_text(world->names, address->attribute[i]));
        g_string_append_c(text, ';');
    }
    return exs_space(world->spaces, text->str, NULL);
}

static void add(GPtrArray *entries, const ExsSpace *space)
{
    if (space && !g_ptr_array_find(entries, space, NULL))
        g_ptr_array_add(entries, (gpointer)space);
}

static void add_recipients(GPtrArray *entries, const ExsSite *site, size_t count)
{
    ExsWorld *world = site->world;

    for (guint i = 0; i < world->by_address->len; i++) {
        const ExsRecipient *owner = world->by_address->pdata[i];
        const ExsAddress *address;

        if (!owner || owner->site != site || owner->kind == EXS_RECIPIENT_CUSTOM)
            continue;
        address = exs_address_at(world->addresses, i);
        if (address->form == EXS_ADDRESS_X400)
            add(entries, space_of(world, address, count));
    }
}

/* Has this connector got a space that lies within `wide`, which it has not any more? */
static bool is_narrowed(const ExsConnector *connector, const ExsSpace *wide)
{
    bool narrower = false;

    for (guint i = 0; i < connector->spaces->len; i++) {
        const ExsSpace *space = g_array_index(connector->spaces, ExsConnectorSpace, i).space;

        if (space == wide)
            return false;
        narrower |=
            space->form == EXS_ADDRESS_X400 && g_str_has_prefix(space->folded, wide->folded);
    }
    return narrower && !connector->is_removed;
}

/* Some calculations leave the space that a connector had before it was made narrower. */
static void add_stale(GPtrArray *entries, const ExsTable *before)
{
    guint kept = before->proxy_space->len - before->stale;

    for (guint i = kept; i < before->proxy_space->len; i++)
        add(entries, before->proxy_space->pdata[i]);
    for (uint32_t i = 0; i < before->count && !before->rows[i].learned_from; i++) {
        const ExsTableRow *row = &before->rows[i];

        if (row->space->form == EXS_ADDRESS_X400 && is_narrowed(row->connector, row->space))
            add(entries, row->space);
    }
}

void exs_proxy_space_compile(ExsTable *table, const ExsSite *site, const ExsServer *server)
{
    guint own;

    add(table->proxy_space, site->x400_space);
    add_recipients(table->proxy_space, site, depth(server));
    own = table->proxy_space->len;
    if (site->table && exs_rule(&server->policy, EXS_RULE_STALE_PROXY_SPACE))
        add_stale(table->proxy_space, site->table);
    table->stale = table->proxy_space->len - own;
}

static bool is_within(const ExsTable *table, const ExsAddress *address)
{
    uint32_t literals;

    for (guint i = 0; i < table->proxy_space->len; i++)
        if (exs_space_match(table->proxy_space->pdata[i], address, &literals) != EXS_MATCH_NONE)
            return true;
    return false;
}

bool exs_proxy_space_has(const ExsTable *table, const ExsServer *server, const ExsAddress *address)
{
    return address->form == EXS_ADDRESS_X400 && is_within(table, address) &&
           !exs_setting(&server->site->settings, EXS_SETTING_SHARE_ADDRESS_SPACE);
}

bool exs_proxy_space_keeps(const ExsTable *table, const ExsServer *server,
                           const ExsAddress *address)
{
    return exs_proxy_space_has(table, server, address) &&
           exs_rule(&server->policy, EXS_RULE_LOCAL_SPACE_TEST);
}

bool exs_proxy_space_remove(ExsTable *table, const ExsSpace *space)
{
    guint place;

    if (!g_ptr_array_find(table->proxy_space, space, &place))
        return false;
    if (place >= table->proxy_space->len - table->stale)
        table->stale--;
    g_ptr_array_remove_index(table->proxy_space, place);
    return true;
}
