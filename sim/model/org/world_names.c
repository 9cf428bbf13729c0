/* world_names.c - see world_names.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/world_names.h"

#include <string.h>

#include "exsim/kernel/error.h"
#include "exsim/kernel/suggest.h"
#include "exsim/model/org/replication.h"

#define NAMES_IN_LIST 6

/* clang-format off */
static const struct {
    const char *class_name;
    size_t list;    /* where the world keeps its things */
    size_t name;    /* where a thing keeps its name */
    size_t longest; /* bytes */
} classes[] = {
    {"site",      offsetof(ExsWorld, sites),      offsetof(ExsSite, name),      EXS_LONGEST_NAME},
    {"server",    offsetof(ExsWorld, servers),    offsetof(ExsServer, name),    EXS_LONGEST_NAME},
    {"recipient", offsetof(ExsWorld, recipients), offsetof(ExsRecipient, name), EXS_LONGEST_NAME},
    {"connector", offsetof(ExsWorld, connectors), offsetof(ExsConnector, name), EXS_LONGEST_HOST},
    {"link",      offsetof(ExsWorld, links),      offsetof(ExsLink, name),      EXS_LONGEST_HOST},
    {"replication", offsetof(ExsWorld, replications), offsetof(ExsReplication, name), EXS_LONGEST_HOST},
    {"host",      offsetof(ExsWorld, hosts),      offsetof(ExsHost, name),      EXS_LONGEST_HOST},
};
/* clang-format on */

static size_t class_at(const char *class_name)
{
    size_t i = 0;

    while (i < G_N_ELEMENTS(classes) && strcmp(classes[i].class_name, class_name) != 0)
        i++;
    g_assert(i < G_N_ELEMENTS(classes));
    return i;
}

static GPtrArray *list_of(const ExsWorld *world, size_t class)
{
    return G_STRUCT_MEMBER(GPtrArray *, world, classes[class].list);
}

static char *make_key(const char *class_name, const char *name)
{
    g_autofree char *key = g_strconcat(class_name, " ", name, NULL);

    return g_ascii_strdown(key, -1);
}

static bool has_controls(const char *name)
{
    for (; *name; name = g_utf8_next_char(name)) {
        gunichar c = g_utf8_get_char(name);

        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            return true;
    }
    return false;
}

static bool is_blank(const char *name)
{
    while (*name && g_unichar_isspace(g_utf8_get_char(name)))
        name = g_utf8_next_char(name);
    return !*name;
}

bool exs_world_has_room(const ExsWorld *world, GError **error)
{
    if (exs_record_object_count(world->record) < world->object_limit)
        return true;
    return exs_fail(error, EXS_ERROR_LIMIT, "limit hit: %" G_GUINT64_FORMAT " objects",
                    world->object_limit);
}

void exs_world_need_room(ExsWorld *world)
{
    GError *error = NULL;

    if (!exs_world_has_room(world, &error))
        exs_world_fail(world, error);
}

bool exs_name_check(const char *what, size_t longest, const char *name, GError **error)
{
    size_t length = strlen(name);
    g_autofree char *quoted = NULL;

    if (length == 0 || length > longest)
        return exs_fail(error, EXS_ERROR_RANGE, "the name of a %s has 1 to %zu bytes, not %zu",
                        what, longest, length);
    quoted = exs_quote(name);
    if (!g_utf8_validate(name, -1, NULL))
        return exs_fail(error, EXS_ERROR_PARSE, "the name of a %s must be UTF-8, not %s", what,
                        quoted);
    if (has_controls(name))
        return exs_fail(error, EXS_ERROR_PARSE,
                        "the name of a %s must not have control characters: %s", what, quoted);
    if (is_blank(name))
        return exs_fail(error, EXS_ERROR_RANGE, "the name of a %s must not be blank: %s", what,
                        quoted);
    return true;
}

bool exs_world_can_add(const ExsWorld *world, const char *class_name, const char *name,
                       GError **error)
{
    g_autofree char *quoted = NULL;

    if (!exs_name_check(class_name, classes[class_at(class_name)].longest, name, error))
        return false;
    quoted = exs_quote(name);
    if (exs_world_find(world, class_name, name))
        return exs_fail(error, EXS_ERROR_DUPLICATE,
                        "a %s %s exists already (names are case-insensitive)", class_name, quoted);
    return exs_world_has_room(world, error);
}

const char *exs_world_take(ExsWorld *world, const char *class_name, const char *name, void *thing)
{
    char *key = make_key(class_name, name);

    g_assert(!exs_world_find(world, class_name, name));
    g_hash_table_insert(world->by_name, key, thing);
    g_ptr_array_add(list_of(world, class_at(class_name)), thing);
    return exs_interner_text(world->names, exs_intern(world->names, name));
}

const char *exs_world_rename(ExsWorld *world, const char *class_name, const char *old,
                             const char *name)
{
    g_autofree char *key = make_key(class_name, old);
    void *thing = g_hash_table_lookup(world->by_name, key);

    g_assert(thing && !exs_world_find(world, class_name, name));
    g_hash_table_remove(world->by_name, key);
    g_hash_table_insert(world->by_name, make_key(class_name, name), thing);
    return exs_interner_text(world->names, exs_intern(world->names, name));
}

void *exs_world_find(const ExsWorld *world, const char *class_name, const char *name)
{
    g_autofree char *key = NULL;
    void *thing;

    g_assert(class_at(class_name) < G_N_ELEMENTS(classes));
    key = make_key(class_name, name);
    thing = g_hash_table_lookup(world->by_name, key);
    /* What was removed leaves its name to another. */
    if (thing && strcmp(class_name, "connector") == 0 && ((ExsConnector *)thing)->is_removed)
        return NULL;
    if (thing && strcmp(class_name, "replication") == 0 && ((ExsReplication *)thing)->is_removed)
        return NULL;
    return thing;
}

/* The name of this class that is the nearest; NULL: none is near. */
static const char *suggest(const ExsWorld *world, size_t class, const char *name)
{
    const GPtrArray *list = list_of(world, class);
    g_autofree const char **names = g_new(const char *, list->len + 1);

    for (size_t i = 0; i < list->len; i++)
        names[i] = G_STRUCT_MEMBER(const char *, list->pdata[i], classes[class].name);
    return exs_suggest(name, names, list->len);
}

/* "there are \"A\", \"B\" and 3 more": the first few of this class. */
static char *list_names(const ExsWorld *world, size_t class)
{
    const GPtrArray *list = list_of(world, class);
    g_autoptr(GString) names = g_string_new(NULL);
    guint count = 0;

    for (guint i = 0; i < list->len; i++) {
        const char *name = G_STRUCT_MEMBER(const char *, list->pdata[i], classes[class].name);
        g_autofree char *quoted = exs_quote(name);

        if (exs_world_find(world, classes[class].class_name, name) && ++count <= NAMES_IN_LIST)
            g_string_append_printf(names, "%s%s", count > 1 ? ", " : "", quoted);
    }
    if (count > NAMES_IN_LIST)
        g_string_append_printf(names, " and %u more", count - NAMES_IN_LIST);
    if (count == 0)
        return g_strdup("there is none");
    return g_strconcat(count == 1 ? "there is only " : "there are ", names->str, NULL);
}

void *exs_world_get(const ExsWorld *world, const char *class_name, const char *name, GError **error)
{
    void *thing = exs_world_find(world, class_name, name);
    g_autofree char *quoted = NULL, *near_quoted = NULL, *names = NULL;
    const char *near;

    if (thing)
        return thing;
    quoted = exs_quote(name);
    near = suggest(world, class_at(class_name), name);
    if (near) {
        near_quoted = exs_quote(near);
        exs_fail(error, EXS_ERROR_UNKNOWN, "no %s %s (did you mean %s?)", class_name, quoted,
                 near_quoted);
    } else {
        names = list_names(world, class_at(class_name));
        exs_fail(error, EXS_ERROR_UNKNOWN, "no %s %s: %s", class_name, quoted, names);
    }
    return NULL;
}
