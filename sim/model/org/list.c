/* list.c - see list.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/list.h"

#include "exsim/model/org/directory.h"

void exs_list_free(ExsList *list)
{
    if (!list)
        return;
    g_ptr_array_unref(list->members);
    g_free(list);
}

/* A change is a new version of the object where directories replicate. */
void exs_list_changed(ExsRecipient *list)
{
    list->list->when_changed++;
    exs_directory_write_recipient(list->server, list, NULL);
}

void exs_list_set_members(ExsRecipient *list, GPtrArray *members)
{
    g_ptr_array_unref(list->list->members);
    list->list->members = members;
    exs_list_changed(list);
}

uint32_t exs_list_when_changed(const ExsServer *server, const ExsRecipient *list)
{
    const ExsVersion *version = exs_directory_version(server, list->id);

    return version ? version->number : list->list->when_changed;
}

GPtrArray *exs_list_read(const ExsServer *server, const ExsRecipient *list)
{
    const ExsVersion *version = exs_directory_version(server, list->id);
    const GPtrArray *members = version && version->members ? version->members : list->list->members;
    GPtrArray *there = g_ptr_array_sized_new(members->len);

    for (guint i = 0; i < members->len; i++)
        if (exs_directory_has_recipient(server, members->pdata[i]) ||
            !exs_rule(&server->policy, EXS_RULE_DELETED_LEAVES_LISTS))
            g_ptr_array_add(there, members->pdata[i]);
    return there;
}

bool exs_list_lost_server(const ExsServer *server, const ExsRecipient *list)
{
    const ExsServer *expansion_server = list->list->expansion_server;

    return expansion_server && exs_directory_has_deleted(server, expansion_server);
}
