/* link.c - see link.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/link.h"

#include "exsim/model/org/world_names.h"

static const char *const states[] = {
    [EXS_LINK_UP] = "up",
    [EXS_LINK_CUT] = "cut",
    [EXS_LINK_REFUSING] = "refusing",
    [EXS_LINK_HANGING] = "hanging",
};

const char *exs_link_state_name(ExsLinkState state)
{
    g_assert(state < G_N_ELEMENTS(states));
    return states[state];
}

ExsTime exs_link_time(const ExsLink *link, int64_t size)
{
    const int64_t unit = 8 * EXS_SECOND; /* a byte at one bit a second */
    int64_t latency = exs_setting(&link->settings, EXS_SETTING_LATENCY);
    int64_t bandwidth = exs_setting(&link->settings, EXS_SETTING_BANDWIDTH);
    int64_t whole = size / bandwidth, rest = size % bandwidth;

    g_assert(size >= 0);
    if (whole > EXS_TIME_LAST / unit) /* longer than the clock goes */
        return EXS_TIME_LAST;
    return MIN(latency + whole * unit + rest * unit / bandwidth, EXS_TIME_LAST);
}

static const char *object_name(const ExsWorld *world, uint32_t id)
{
    const ExsObject *object = exs_record_object(world->record, id);

    return object ? object->name : "";
}

static ExsLink *add_link(ExsWorld *world, const char *name, uint32_t a, uint32_t b)
{
    ExsLink *link = g_new0(ExsLink, 1);

    link->a = a;
    link->b = b;
    link->settings.parent = &world->settings;
    link->name = exs_world_take(world, "link", name, link);
    link->id = exs_world_add_object(world, "link", world->id, link->name, NULL);
    exs_record_set_attribute(world->record, link->id, "a", object_name(world, a));
    exs_record_set_attribute(world->record, link->id, "b", object_name(world, b));
    return link;
}

ExsLink *exs_world_add_link(ExsWorld *world, const char *name, uint32_t a, uint32_t b,
                            GError **error)
{
    return exs_world_can_add(world, "link", name, error) ? add_link(world, name, a, b) : NULL;
}

/* "HUB1-HUB2", or with a number if something else is called so. (owned by the caller) */
static char *rpc_name(const ExsWorld *world, const ExsServer *a, const ExsServer *b)
{
    char *name = g_strconcat(a->name, "-", b->name, NULL);

    for (unsigned i = 2; exs_world_find(world, "link", name); i++) {
        g_free(name);
        name = g_strdup_printf("%s-%s (%u)", a->name, b->name, i);
    }
    return name;
}

ExsLink *exs_world_rpc_link(ExsWorld *world, ExsServer *a, ExsServer *b)
{
    const ExsServer *first = a->id < b->id ? a : b, *second = first == a ? b : a;
    int64_t key = (int64_t)first->id << 32 | second->id;
    ExsLink *link = g_hash_table_lookup(world->rpc_links, &key);
    g_autofree char *name = NULL;

    if (link)
        return link;
    exs_world_need_room(world);
    name = rpc_name(world, first, second);
    link = add_link(world, name, first->id, second->id);
    g_hash_table_insert(world->rpc_links, g_memdup2(&key, sizeof key), link);
    return link;
}
