/* public_store_page.c - public folders that are written to: who may post, and with what forms (see
 * public_store.h).
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/kernel/error.h"
#include "exsim/model/actors/actors.h"
#include "exsim/model/actors/mta.h"
#include "sim/model/actors/public_store_private.h"

static const char *const roles[EXS_FOLDER_ROLES + 1] = {
    "none",        "reviewer",
    "contributor", "nonediting author",
    "author",      "publishing author",
    "editor",      "publishing editor",
    "owner",       NULL,
};

static const char *const forms[EXS_FOLDER_FORMS + 1] = {"any", "listed and standard", "listed",
                                                        NULL};

/* `words` end with NULL; `out`: the place of the text among them. */
static bool parse(const char *what, const char *const *words, const char *text, int *out,
                  GError **error)
{
    g_autofree char *quoted = NULL, *known = NULL;

    for (int i = 0; words[i]; i++)
        if (g_ascii_strcasecmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
    quoted = exs_quote(text);
    known = g_strjoinv("\", \"", (char **)words);
    return exs_fail(error, EXS_ERROR_PARSE, "%s is \"%s\", not %s", what, known, quoted);
}

bool exs_folder_role_parse(const char *text, ExsFolderRole *out, GError **error)
{
    int value = 0;

    if (!parse("a role", roles, text, &value, error))
        return false;
    *out = (ExsFolderRole)value;
    return true;
}

bool exs_folder_forms_parse(const char *text, ExsFolderForms *out, GError **error)
{
    int value = 0;

    if (!parse("what forms a folder takes", forms, text, &value, error))
        return false;
    *out = (ExsFolderForms)value;
    return true;
}

void exs_folder_free_page(ExsFolderPage *page)
{
    if (!page)
        return;
    g_array_unref(page->roles);
    g_array_unref(page->forms);
    g_free(page);
}

bool exs_public_mail_enable(ExsServer *server, const char *name, const char *alias, GError **error)
{
    ExsFolder *folder = exs_folder_need(server, name, error);
    ExsRecipient *recipient;

    if (!folder)
        return false;
    recipient = exs_world_add_folder(server->site->world, server, alias, error);
    if (!recipient)
        return false;
    folder->page = g_new0(ExsFolderPage, 1);
    folder->page->recipient = recipient;
    folder->page->role = EXS_FOLDER_AUTHOR;
    folder->page->roles = g_array_new(FALSE, FALSE, sizeof(ExsFolderUser));
    folder->page->forms = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    return true;
}

static ExsFolderPage *need_page(ExsServer *server, const char *name, GError **error)
{
    const ExsFolder *folder = exs_folder_need(server, name, error);
    g_autofree char *quoted = NULL;

    if (!folder || folder->page)
        return folder ? folder->page : NULL;
    quoted = exs_quote(name);
    exs_fail(error, EXS_ERROR_STATE, "folder %s has no alias on %s: give it one as it is made",
             quoted, server->name);
    return NULL;
}

bool exs_public_set_role(ExsServer *server, const char *name, const ExsRecipient *user,
                         ExsFolderRole role, GError **error)
{
    ExsFolderPage *page = need_page(server, name, error);
    ExsFolderUser row = {user, role};

    if (!page)
        return false;
    if (!user) {
        page->role = role;
        return true;
    }
    for (guint i = page->roles->len; i > 0; i--)
        if (g_array_index(page->roles, ExsFolderUser, i - 1).user == user)
            g_array_remove_index(page->roles, i - 1);
    g_array_append_val(page->roles, row);
    return true;
}

bool exs_public_set_forms(ExsServer *server, const char *name, ExsFolderForms rule,
                          const uint32_t *listed, uint32_t count, GError **error)
{
    ExsFolderPage *page = need_page(server, name, error);

    if (!page)
        return false;
    page->rule = rule;
    g_array_set_size(page->forms, 0);
    g_array_append_vals(page->forms, listed, count);
    return true;
}

/* ---- mail ---- */

static ExsFolder *folder_of(const ExsRecipient *recipient)
{
    const GPtrArray *folders = recipient->server->public_store->folders;

    for (guint i = 0; i < folders->len; i++) {
        ExsFolder *folder = folders->pdata[i];

        if (folder->page && folder->page->recipient == recipient)
            return folder;
    }
    g_assert_not_reached();
}

/* Whoever is not named has the Default, those outside too. */
static ExsFolderRole role_of(const ExsFolderPage *page, const ExsRecipient *sender)
{
    for (guint i = 0; sender && i < page->roles->len; i++) {
        const ExsFolderUser *row = &g_array_index(page->roles, ExsFolderUser, i);

        if (row->user == sender)
            return row->role;
    }
    return page->role;
}

static bool takes_form(const ExsFolderPage *page, uint32_t form)
{
    if (page->rule == EXS_FOLDER_ANY_FORM)
        return true;
    if (!form)
        return page->rule == EXS_FOLDER_LISTED_AND_STANDARD;
    for (guint i = 0; i < page->forms->len; i++)
        if (g_array_index(page->forms, uint32_t, i) == form)
            return true;
    return false;
}

static void log_refused(const ExsServer *server, const ExsMessage *message)
{
    const ExsWorld *world = server->site->world;
    g_autofree char *store = exs_public_dn(server), *object = exs_object_id(server->mta, message);
    g_autofree char *id = exs_message_mts_id(world, message);
    g_autofree char *length = g_strdup_printf("%" G_GINT64_FORMAT, message->size);

    exs_log_event(server->site->world, server, EXS_EVENT_PERMANENT_ERROR,
                  (const char *const[]){store, object, id, length});
}

bool exs_public_refuses(const ExsRecipient *recipient, const ExsMessage *message, ExsCause *cause)
{
    const ExsServer *server = recipient->server;
    const ExsFolder *folder = folder_of(recipient);

    if (role_of(folder->page, message->sender) < EXS_FOLDER_CONTRIBUTOR &&
        exs_rule(&server->policy, EXS_RULE_FOLDER_ROLES)) {
        log_refused(server, message);
        *cause = EXS_CAUSE_FOLDER_ROLE;
        return true;
    }
    *cause = EXS_CAUSE_FOLDER_FORM;
    return !takes_form(folder->page, message->form) &&
           exs_rule(&server->policy, EXS_RULE_FOLDER_FORMS);
}

void exs_public_take(const ExsRecipient *recipient, int64_t size)
{
    ExsFolder *folder = folder_of(recipient);

    if (!folder->has_replica)
        return;
    exs_folder_set_items(folder, folder->items + 1);
    exs_folder_change(folder, 1, size, folder->is_never);
}

char *exs_public_dn(const ExsServer *server)
{
    return g_strdup_printf("/O=%s/OU=%s/CN=CONFIGURATION/CN=SERVERS/CN=%s/CN=MICROSOFT PUBLIC MDB",
                           server->site->world->organization, server->site->name, server->name);
}
