/* recipient.c - see recipient.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/recipient.h"

#include "exsim/kernel/error.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/org/encapsulate.h"
#include "exsim/model/org/identity.h"
#include "exsim/model/org/list.h"
#include "exsim/model/org/world_names.h"

bool exs_recipient_is_part(const ExsRecipient *recipient)
{
    return recipient->kind == EXS_RECIPIENT_PUBLIC_STORE ||
           recipient->kind == EXS_RECIPIENT_DIRECTORY;
}

ExsRecipient *exs_world_recipient(const ExsWorld *world, const ExsAddress *address)
{
    return address->id < world->by_address->len ? world->by_address->pdata[address->id] : NULL;
}

/* What a proxy is found by. */
static const ExsAddress *proxy_key(ExsWorld *world, const ExsAddress *address, GError **error)
{
    g_autofree char *dn = NULL;

    if (!g_str_equal(address->type_name, "X500"))
        return address;
    dn = g_strconcat("EX:", address->value, NULL);
    return exs_address(world->addresses, dn, error);
}

static void set_owner(ExsWorld *world, const ExsAddress *address, ExsRecipient *recipient)
{
    if (address->id >= world->by_address->len)
        g_ptr_array_set_size(world->by_address, (int)address->id + 1);
    world->by_address->pdata[address->id] = recipient;
}

static bool is_unowned(const ExsWorld *world, const ExsAddress *address, GError **error)
{
    const ExsRecipient *owner = exs_world_recipient(world, address);
    g_autofree char *quoted = NULL, *name = NULL;

    if (!owner)
        return true;
    quoted = exs_quote(address->text);
    name = exs_quote(owner->name);
    return exs_fail(error, EXS_ERROR_DUPLICATE, "%s is the address of recipient %s", quoted, name);
}

static bool is_smtp(const ExsAddress *address)
{
    return g_str_equal(address->type_name, "SMTP");
}

/* What a similar address is looked for by: a surname, a common name. */
static const ExsOrAttribute persons[] = {EXS_OR_S, EXS_OR_CN};

/* A recipient's O/R address becomes known by the names in it, or is forgotten. */
static void index_person(ExsWorld *world, const ExsAddress *address, bool is_there)
{
    for (size_t i = 0; i < G_N_ELEMENTS(persons); i++) {
        gpointer name = GUINT_TO_POINTER(address->attribute[persons[i]]);
        GPtrArray *known = name ? g_hash_table_lookup(world->by_person, name) : NULL;

        if (name && !known && is_there) {
            known = g_ptr_array_new();
            g_hash_table_insert(world->by_person, name, known);
        }
        if (known && is_there)
            g_ptr_array_add(known, (gpointer)address);
        else if (known)
            g_ptr_array_remove(known, (gpointer)address);
    }
}

static bool is_similar(const ExsAddress *proxy, const ExsAddress *address)
{
    for (size_t i = 0; i < EXS_OR_COUNT; i++)
        if (address->attribute[i] && address->attribute[i] != proxy->attribute[i])
            return false;
    return address->dda_type == proxy->dda_type &&
           g_strcmp0(address->dda_value, proxy->dda_value) == 0;
}

ExsRecipient *exs_world_similar(const ExsWorld *world, const ExsAddress *address, ExsFuzzy fuzzy,
                                bool *several)
{
    ExsOrAttribute by = address->attribute[EXS_OR_S] ? EXS_OR_S : EXS_OR_CN;
    gpointer name = GUINT_TO_POINTER(address->attribute[by]);
    const GPtrArray *known = name ? g_hash_table_lookup(world->by_person, name) : NULL;
    ExsRecipient *found = NULL;

    *several = false;
    if (fuzzy == EXS_FUZZY_RESTRICTED &&
        (!address->attribute[EXS_OR_S] || !address->attribute[EXS_OR_G]))
        return NULL;
    for (guint i = 0; known && i < known->len; i++) {
        ExsRecipient *owner = exs_world_recipient(world, known->pdata[i]);

        if (!is_similar(known->pdata[i], address) || owner == found)
            continue;
        *several = found != NULL;
        if (*several)
            return NULL;
        found = owner;
    }
    return found;
}

/* The recipient has this address from now; an X500 one is a DN that it had. */
static bool take_proxy(ExsWorld *world, ExsRecipient *recipient, const ExsAddress *address,
                       GError **error)
{
    const ExsAddress *key = proxy_key(world, address, error);

    if (!key || !is_unowned(world, key, error))
        return false;
    set_owner(world, key, recipient);
    if (key->form == EXS_ADDRESS_X400)
        index_person(world, key, true);
    g_ptr_array_add(recipient->proxies, (gpointer)address);
    return true;
}

/* A custom recipient has its target for the proxy of that type; the others its site gives. */
static bool find_addresses(ExsWorld *world, ExsRecipient *recipient, const ExsPerson *person,
                           GError **error)
{
    const char *name = person->alias;
    const ExsAddress *target = recipient->target;

    if (target && !is_unowned(world, target, error))
        return false;
    recipient->dn = exs_identity_dn(world, recipient->site, name, error);
    if (!recipient->dn)
        return false;
    recipient->x400 = target && target->form == EXS_ADDRESS_X400
                          ? target
                          : exs_identity_x400(world, recipient->site, person, error);
    if (!recipient->x400)
        return false;
    recipient->smtp =
        target && is_smtp(target) ? target : exs_identity_smtp(world, recipient->site, name, error);
    return recipient->smtp != NULL;
}

/* A custom recipient's mail is routed by its X.400 proxy with the target in a DDA. */
static void set_routed(ExsWorld *world, ExsRecipient *recipient)
{
    const ExsAddress *target = recipient->target;

    recipient->routed = NULL;
    if (target && recipient->x400)
        recipient->routed = target->form == EXS_ADDRESS_X400
                                ? target
                                : exs_encapsulated_in(world, recipient->x400, target);
}

static void add_object(ExsWorld *world, ExsRecipient *recipient)
{
    ExsRecord *record = world->record;

    recipient->id =
        exs_world_add_object(world, "recipient", recipient->server->id, recipient->name, NULL);
    exs_record_set_attribute(record, recipient->id, "dn", recipient->dn->value);
    exs_record_set_attribute(record, recipient->id, "x400", recipient->x400->value);
    exs_record_set_attribute(record, recipient->id, "smtp", recipient->smtp->value);
    if (recipient->target)
        exs_record_set_attribute(record, recipient->id, "target", recipient->target->text);
}

static ExsRecipient *add_recipient(ExsWorld *world, ExsServer *server, const ExsPerson *person,
                                   ExsRecipient draft, GError **error)
{
    const char *name = person->alias;
    ExsRecipient *recipient;

    draft.server = server;
    draft.site = server->site;
    if (!exs_world_can_add(world, "recipient", name, error) ||
        !find_addresses(world, &draft, person, error))
        return NULL;
    draft.number = world->recipients->len;
    recipient = g_memdup2(&draft, sizeof draft);
    recipient->name = exs_world_take(world, "recipient", name, recipient);
    recipient->proxies = g_ptr_array_new();
    set_owner(world, recipient->dn, recipient);
    take_proxy(world, recipient, recipient->x400, NULL);
    take_proxy(world, recipient, recipient->smtp, NULL);
    if (recipient->target && recipient->target != recipient->x400 &&
        recipient->target != recipient->smtp)
        take_proxy(world, recipient, recipient->target, NULL);
    set_routed(world, recipient);
    add_object(world, recipient);
    if (!exs_recipient_is_part(recipient))
        exs_directory_write_recipient(server, recipient, NULL);
    return recipient;
}

ExsRecipient *exs_world_add_person(ExsWorld *world, ExsServer *server, const ExsPerson *person,
                                   GError **error)
{
    return add_recipient(world, server, person, (ExsRecipient){.kind = EXS_RECIPIENT_MAILBOX},
                         error);
}

ExsRecipient *exs_world_add_mailbox(ExsWorld *world, ExsServer *server, const char *name,
                                    GError **error)
{
    return exs_world_add_person(world, server, &(ExsPerson){.alias = name}, error);
}

ExsRecipient *exs_world_add_custom(ExsWorld *world, ExsServer *server, const char *name,
                                   const ExsAddress *target, GError **error)
{
    return add_recipient(world, server, &(ExsPerson){.alias = name},
                         (ExsRecipient){.kind = EXS_RECIPIENT_CUSTOM, .target = target}, error);
}

ExsRecipient *exs_world_add_list(ExsWorld *world, ExsServer *server, const char *name,
                                 GError **error)
{
    ExsList *list = g_new0(ExsList, 1);
    ExsRecipient *added;

    list->members = g_ptr_array_new();
    list->reports_to_originator = list->allows_oof = true;
    list->when_changed = 1;
    added = add_recipient(world, server, &(ExsPerson){.alias = name},
                          (ExsRecipient){.kind = EXS_RECIPIENT_LIST, .list = list}, error);
    if (!added)
        exs_list_free(list);
    return added;
}

ExsRecipient *exs_world_part(ExsWorld *world, ExsServer *server, ExsRecipientKind kind,
                             GError **error)
{
    g_autofree char *name =
        g_strdup_printf("%s-%s", server->name, kind == EXS_RECIPIENT_PUBLIC_STORE ? "IS" : "DSA");
    ExsRecipient *there = exs_world_find(world, "recipient", name);

    g_assert(kind == EXS_RECIPIENT_PUBLIC_STORE || kind == EXS_RECIPIENT_DIRECTORY);
    if (there && there->kind == kind && there->server == server)
        return there;
    return add_recipient(world, server, &(ExsPerson){.alias = name}, (ExsRecipient){.kind = kind},
                         error);
}

ExsRecipient *exs_world_add_folder(ExsWorld *world, ExsServer *server, const char *alias,
                                   GError **error)
{
    return add_recipient(world, server, &(ExsPerson){.alias = alias},
                         (ExsRecipient){.kind = EXS_RECIPIENT_FOLDER}, error);
}

/* The first of a type is the primary one. */
static void find_primaries(ExsWorld *world, ExsRecipient *recipient)
{
    recipient->x400 = recipient->smtp = NULL;
    for (guint i = recipient->proxies->len; i-- > 0;) {
        const ExsAddress *proxy = recipient->proxies->pdata[i];

        if (proxy->form == EXS_ADDRESS_X400)
            recipient->x400 = proxy;
        else if (is_smtp(proxy))
            recipient->smtp = proxy;
    }
    set_routed(world, recipient);
}

bool exs_world_add_proxy(ExsWorld *world, ExsRecipient *recipient, const ExsAddress *address,
                         GError **error)
{
    if (!take_proxy(world, recipient, address, error))
        return false;
    find_primaries(world, recipient);
    return true;
}

void exs_recipients_follow(ExsSite *site)
{
    ExsWorld *world = site->world;

    for (guint i = 0; i < world->recipients->len; i++) {
        ExsRecipient *part = world->recipients->pdata[i];
        const ExsAddress *x400;

        if (part->site != site || !exs_recipient_is_part(part))
            continue;
        x400 = exs_identity_x400(world, site, &(ExsPerson){.alias = part->name}, NULL);
        if (!x400) /* it is the same */
            continue;
        if (part->x400)
            exs_world_remove_proxy(world, part, part->x400, NULL);
        exs_world_add_proxy(world, part, x400, NULL);
        exs_record_set_attribute(world->record, part->id, "x400", x400->value);
    }
}

bool exs_world_remove_proxy(ExsWorld *world, ExsRecipient *recipient, const ExsAddress *address,
                            GError **error)
{
    const ExsAddress *key;
    g_autofree char *name = NULL;

    if (!g_ptr_array_remove(recipient->proxies, (gpointer)address)) {
        name = exs_quote(recipient->name);
        return exs_fail(error, EXS_ERROR_UNKNOWN, "%s is no proxy of recipient %s", address->text,
                        name);
    }
    key = proxy_key(world, address, NULL);
    set_owner(world, key, NULL);
    if (key->form == EXS_ADDRESS_X400)
        index_person(world, key, false);
    find_primaries(world, recipient);
    return true;
}

/* What is made by the alias is made anew. */
static bool remake_proxies(ExsWorld *world, ExsRecipient *recipient, const char *name,
                           GError **error)
{
    ExsRecipient draft = *recipient;

    g_ptr_array_remove(recipient->proxies, (gpointer)recipient->smtp);
    g_ptr_array_remove(recipient->proxies, (gpointer)recipient->x400);
    set_owner(world, recipient->smtp, NULL);
    set_owner(world, recipient->x400, NULL);
    index_person(world, recipient->x400, false);
    set_owner(world, recipient->dn, NULL);
    return find_addresses(world, &draft, &(ExsPerson){.alias = name}, error) &&
           take_proxy(world, recipient, draft.x400, error) &&
           take_proxy(world, recipient, draft.smtp, error);
}

bool exs_world_rename_recipient(ExsWorld *world, ExsRecipient *recipient, const char *name,
                                GError **error)
{
    if (!exs_world_can_add(world, "recipient", name, error))
        return false;
    recipient->name = exs_world_rename(world, "recipient", recipient->name, name);
    if (exs_rule(&recipient->server->policy, EXS_RULE_PROXIES_STAY))
        return true;
    if (recipient->x400 && recipient->smtp && !remake_proxies(world, recipient, name, error))
        return false;
    set_owner(world, recipient->dn, recipient);
    find_primaries(world, recipient);
    return true;
}

bool exs_world_move_recipient(ExsRecipient *recipient, ExsServer *server, GError **error)
{
    g_autofree char *name = NULL;

    if (server->site != recipient->site) {
        name = exs_quote(recipient->name);
        return exs_fail(error, EXS_ERROR_RANGE,
                        "%s is moved within its site %s only, not to server %s of %s", name,
                        recipient->site->name, server->name, server->site->name);
    }
    recipient->server = server;
    return true;
}

ExsRecipient *exs_world_check_name(const ExsWorld *world, const char *alias)
{
    ExsRecipient *found = exs_world_find(world, "recipient", alias);

    if (found && found->is_hidden &&
        exs_rule(&found->server->policy, EXS_RULE_HIDDEN_FROM_ADDRESS_BOOK))
        return NULL;
    return found;
}
