/* recipient.c - see recipient.h.
 *
 * SPDX-License-Identifier: MIT */
#include "exsim/model/org/recipient.h"

#include "exsim/kernel/error.h"
#include "exsim/model/org/directory.h"
#include "exsim/model/org/identity.h"
#include "exsim/model/org/world_names.h"

ExsRecipient *exs_world_recipient(const ExsWorld *world, const ExsAddress *address)
{
    return address->id < world->by_address->len ? world->by_address->pdata[address->id] : NULL;
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

/* A custom recipient has its target for the proxy of that type; the others its site gives. */
static bool find_addresses(ExsWorld *world, ExsRecipient *recipient, const char *name,
                           GError **error)
{
    const ExsAddress *target = recipient->target;

    if (target && !is_unowned(world, target, error))
        return false;
    recipient->dn = exs_identity_dn(world, recipient->site, name, error);
    if (!recipient->dn)
        return false;
    recipient->x400 = target && target->form == EXS_ADDRESS_X400
                          ? target
                          : exs_identity_x400(world, recipient->site, name, error);
    if (!recipient->x400)
        return false;
    recipient->smtp =
        target && is_smtp(target) ? target : exs_identity_smtp(world, recipient->site, name, error);
    return recipient->smtp != NULL;
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

static ExsRecipient *add_recipient(ExsWorld *world, ExsServer *server, const char *name,
                                   ExsRecipient draft, GError **error)
{
    ExsRecipient *recipient;

    draft.server = server;
    draft.site = server->site;
    if (!exs_world_can_add(world, "recipient", name, error) ||
        !find_addresses(world, &draft, name, error))
        return NULL;
    recipient = g_memdup2(&draft, sizeof draft);
    recipient->name = exs_world_take(world, "recipient", name, recipient);
    set_owner(world, recipient->dn, recipient);
    set_owner(world, recipient->x400, recipient);
    set_owner(world, recipient->smtp, recipient);
    if (recipient->target)
        set_owner(world, recipient->target, recipient);
    add_object(world, recipient);
    if (recipient->kind == EXS_RECIPIENT_MAILBOX || recipient->kind == EXS_RECIPIENT_CUSTOM)
        exs_directory_write_recipient(server, recipient, NULL);
    return recipient;
}

ExsRecipient *exs_world_add_mailbox(ExsWorld *world, ExsServer *server, const char *name,
                                    GError **error)
{
    return add_recipient(world, server, name, (ExsRecipient){.kind = EXS_RECIPIENT_MAILBOX}, error);
}

ExsRecipient *exs_world_add_custom(ExsWorld *world, ExsServer *server, const char *name,
                                   const ExsAddress *target, GError **error)
{
    return add_recipient(world, server, name,
                         (ExsRecipient){.kind = EXS_RECIPIENT_CUSTOM, .target = target}, error);
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
    return add_recipient(world, server, name, (ExsRecipient){.kind = kind}, error);
}

bool exs_world_add_proxy(ExsWorld *world, ExsRecipient *recipient, const ExsAddress *address,
                         GError **error)
{
    if (!is_unowned(world, address, error))
        return false;
    set_owner(world, address, recipient);
    return true;
}

void exs_recipients_follow(ExsSite *site)
{
    ExsWorld *world = site->world;

    for (guint i = 0; i < world->recipients->len; i++) {
        ExsRecipient *part = world->recipients->pdata[i];
        const ExsAddress *x400;

        if (part->site != site ||
            (part->kind != EXS_RECIPIENT_PUBLIC_STORE && part->kind != EXS_RECIPIENT_DIRECTORY))
            continue;
        x400 = exs_identity_x400(world, site, part->name, NULL);
        if (!x400) /* it is the same */
            continue;
        set_owner(world, part->x400, NULL);
        set_owner(world, x400, part);
        part->x400 = x400;
        exs_record_set_attribute(world->record, part->id, "x400", x400->value);
    }
}
